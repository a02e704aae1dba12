import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from './host.ts';

export type Running = {
  readonly name: string;
  readonly host: Host;
  readonly child: ChildProcess;
  /** All it said so far. */
  output(): string;
  /** The first match in what it says; rejects when it ends before, or after `timeoutMs`. */
  said(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  readonly running: boolean;
  [Symbol.asyncDispose](): Promise<void>;
};

type StartOptions = { name: string; argv: readonly string[]; env?: Record<string, string>; cwd?: string };

/** Starts a program on a host; it ends with the test, by force when it does not listen. */
export function start(host: Host, { name, argv, env, cwd }: StartOptions): Running {
  const [command = '', ...rest] = host.command(argv);
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd ? { cwd } : {}),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output = (output + data).slice(-200_000);
      if (process.env['TEST_LOG'] !== undefined) process.stderr.write(`${name}: ${data}`);
    });
  const ended = once(child, 'exit').catch((error: unknown) => {
    output += String(error);
  });
  const running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;

  async function said(pattern: RegExp, timeoutMs = 120_000): Promise<RegExpExecArray> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      if (!running()) throw new Error(`${name} ended: ${output.slice(-2_000)}`);
      if (performance.now() > until)
        throw new Error(`${name} did not say ${pattern} within ${timeoutMs} ms: ${output.slice(-2_000)}`);
      await sleep(25);
    }
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!running()) return;
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(late);
  }

  return {
    name,
    host,
    child,
    output: () => output,
    said,
    stop,
    get running() {
      return running();
    },
    [Symbol.asyncDispose]: () => stop(),
  };
}
