import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

// Linux only: what a process used is read from /proc, see proc_pid_stat(5).

type Stat = { pid: number; name: string; parent: number; ticks: number };
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets; counted from behind it, the state is field 0.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (field: number) => Number(fields[field]);
    // utime, stime, and those of children that ended and were waited for.
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    return { pid, name, parent: at(1), ticks: at(11) + at(12) + at(13) + at(14) };
  } catch {
    return undefined;
  }
}

/** The process and all that descend from it, such as a database and its backends. */
function treeOf(root: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const byParent = Map.groupBy(all, ({ parent }) => parent);
  const below = (pid: number): Stat[] =>
    (byParent.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
}

/** Seconds of CPU a process and its children have used so far. */
export const cpuSecondsOf = (root: number): number =>
  treeOf(root).reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;

/** The same by what the processes are: the hub itself, its media workers, its database. */
export function cpuByKind(root: number): Record<ProcessKind, number> {
  const used = { hub: 0, media: 0, database: 0 };
  for (const { name, ticks } of treeOf(root)) used[kindOf(name)] += ticks / ticksPerSecond;
  return used;
}

/** Resident bytes by what the processes are. Pages that the database's backends share count once, roughly: by their own part. */
export function memoryByKind(root: number): Record<ProcessKind, number> {
  const used = { hub: 0, media: 0, database: 0 };
  for (const { pid, name } of treeOf(root)) used[kindOf(name)] += proportionalOf(pid);
  return used;
}

export type ProcessKind = 'hub' | 'media' | 'database';
function kindOf(name: string): ProcessKind {
  if (name.startsWith('mediasoup')) return 'media';
  return name === 'postgres' ? 'database' : 'hub';
}

/** Proportional set size: shared pages are divided among those that share them, see proc(5). */
function proportionalOf(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Resident bytes of one process, without its children. */
export function rssOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

const cores = os.availableParallelism();
export const serverCore = 0;
export const driverCore = Math.min(1, cores - 1);

/** Keeps a process, its threads and what it starts from now on, on one core. */
export function pin(root: number, core: number): void {
  for (const { pid } of treeOf(root)) execFileSync('taskset', ['-acp', String(core), String(pid)]);
}

/** Share of its core that this process used between the call and the end. */
export function watchDriver(): () => number {
  const [from, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / (performance.now() - from);
  };
}
/** Over this the driver may be what is measured. */
export const maxDriverShare = 0.8;
