/** One set-up at a time: in a project folder, and for everybody who shares the cache. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` alone; `onWait` is told once when another process has the lock. */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = false; !take(file); waited = true) {
    if (!waited) onWait();
    await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  if (abandoned(file)) rmSync(file, { force: true });
  try {
    writeFileSync(file, identity(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A killed set-up leaves its lock behind. An empty lock is one that is just being written. */
function abandoned(file) {
  try {
    const owner = readFileSync(file, 'utf8');
    return owner
      ? identity(Number.parseInt(owner, 10)) !== owner
      : Date.now() - statSync(file).mtimeMs > 10_000;
  } catch {
    return false;
  }
}

/** The process number with its start time (proc(5), field 22), since numbers are used again. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${pid} ${fields[19]}`;
  } catch {
    return isRunning(pid) ? `${pid}` : '';
  }
}

/** Where there is no /proc. */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
