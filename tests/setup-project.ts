import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

type Result = { code: number | null; output: string };

/** A small project of its own in a temporary folder, with this repository's set-up in it. */
export type Project = AsyncDisposable & {
  path(...parts: string[]): string;
  write(file: string, text: string): void;
  read(file: string): string;
  /** This repository's modules, all but mediasoup's worker: that is what set-up is to bring. */
  linkModules(): void;
  setUp(options: string[], env?: Record<string, string>): Promise<Result>;
};

export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'entente-setup-'));
  const path = (...parts: string[]) => join(folder, ...parts);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  cpSync(join(root, 'scripts'), path('scripts'), { recursive: true });
  return {
    path,
    write,
    read: (file) => readFileSync(path(file), 'utf8'),
    linkModules() {
      linkAll(join(root, 'node_modules'), path('node_modules'), 'mediasoup');
      linkAll(join(root, 'node_modules', 'mediasoup'), path('node_modules', 'mediasoup'), 'worker');
    },
    setUp: (options, env = {}) =>
      run(path('scripts', 'setup.mjs'), options, { XDG_CACHE_HOME: path('cache'), ...env }),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
    },
  };
}

function linkAll(from: string, to: string, except: string) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((each) => each !== except)) {
    symlinkSync(join(from, name), join(to, name));
  }
}

function run(script: string, options: string[], env: Record<string, string>): Promise<Result> {
  const child = spawn(process.execPath, [script, ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
