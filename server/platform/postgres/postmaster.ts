import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from './command.ts';
import { canInspect, isRunning, processesIn } from './processes.ts';

export type Launch = {
  command: readonly string[];
  cluster: string;
  env: NodeJS.ProcessEnv;
  identity: Identity;
  onLine(line: string): void;
};

export type Postmaster = {
  pid: number;
  isAlive(): boolean;
  /** Resolves with the reason when the process has ended. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

/** The server of a killed hub, or single processes of a killed server, may still be leaving. */
const stillLeaving = /pre-existing shared memory|lock file|still in use/;
const attempts = 50;
const impatientAfterMs = 20_000;

export async function startPostmaster(launch: Launch): Promise<Postmaster> {
  await removeOrphans(launch.cluster);
  for (let attempt = 1; ; attempt++) {
    const server = launchOnce(launch);
    const failure = await Promise.race([server.ended, ready(launch.cluster, server)]);
    if (failure === undefined) return server;
    if (attempt === attempts || !stillLeaving.test(failure))
      throw new Error(`PostgreSQL did not start: ${failure}`);
    await sleep(100);
  }
}

function launchOnce({ command, env, identity, onLine }: Launch): Postmaster {
  const [program = '', ...args] = command;
  // Detached: Ctrl-C in a terminal reaches the whole process group, and the hub wants to finish its work first.
  const child = spawn(program, args, {
    ...identity,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const recent = readLines(child, onLine);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', async (code, signal) => {
      // Its last words may still be in the pipe, which its own children keep open for a moment when it was killed.
      await Promise.race([once(child, 'close'), sleep(200)]);
      resolve([`ended with ${code ?? signal}`, ...recent()].join('\n'));
    });
  });
  return { pid: child.pid ?? 0, isAlive: () => isAlive(child), ended, stop: () => stop(child, ended) };
}

const isAlive = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

function readLines(child: ChildProcess, onLine: (line: string) => void): () => string[] {
  const recent: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    recent.push(...lines);
    recent.splice(0, recent.length - 20);
  });
  return () => recent;
}

/** SIGINT ends the sessions and stops cleanly, SIGTERM would wait for them, SIGQUIT leaves recovery to the next start. */
async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const impatience = setTimeout(() => child.kill('SIGQUIT'), impatientAfterMs);
  child.kill('SIGINT');
  await ended;
  clearTimeout(impatience);
}

/** The server writes `ready` into line 8 of its pid file. */
async function ready(cluster: string, server: Postmaster): Promise<undefined> {
  while (server.isAlive()) {
    const lines = readPidFile(cluster);
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return undefined;
    await sleep(5);
  }
  return new Promise(() => {});
}

/** A hub that was killed where `setpriv` is missing leaves its server running. */
async function removeOrphans(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  if (!canInspect || !existsSync(file)) return;
  const pid = Number(readPidFile(cluster)[0]);
  const orphans = processesIn(cluster);
  if (orphans.includes(pid)) process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 600 && processesIn(cluster).length > 0; waited++) await sleep(50);
  // The number may belong to a stranger or a zombie by now; PostgreSQL would take either for a running server.
  if (!orphans.includes(pid) || !isRunning(pid)) rmSync(file, { force: true });
}

function readPidFile(cluster: string): string[] {
  try {
    return readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
