import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Alive as the kernel sees it: a zombie holds its number but does nothing any more. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const state = stat.charAt(stat.lastIndexOf(')') + 2);
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

/** Whether the kernel tells about processes as Linux does. */
export const canInspect = process.platform === 'linux';

/**
 * Every process of a PostgreSQL server works in its data directory, which tells them from a stranger that got the same
 * number after a restart of the container.
 */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isPostgres(name) && folderOf(name) === folder)
    .map(Number)
    .filter(isRunning);
}

/** A shell that stands in the folder is no server. */
function isPostgres(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}

function folderOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
