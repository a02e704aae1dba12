import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorld, type World } from './world.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export type HubProcessOptions = { dataDir?: string; env?: Record<string, string>; timeoutMs?: number };
export type HubProcess = {
  url: string;
  port: number;
  dataDir: string;
  child: ChildProcess;
  setupLink: string | undefined;
  output(): string;
  world: World;
  /** Ends the process and keeps the data: start another one on the same folder. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Entente as an administrator runs it: a process of its own on free ports of the loopback. */
function startProcess(dataDir: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ENTENTE_PORT: '0',
      ENTENTE_HOST: '127.0.0.1',
      ENTENTE_DATA: dataDir,
      ENTENTE_MEDIA_PORT: '0',
      ENTENTE_MEDIA_ADDRESS: '127.0.0.1',
      ENTENTE_MEDIA_ANNOUNCED_ADDRESS: '127.0.0.1',
      ENTENTE_LOG_LEVEL: 'warn',
      ...env,
    },
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const ended = once(child, 'exit');

  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    return { code: child.exitCode, signal: child.signalCode };
  }
  return { child, output: () => output, ended, stop };
}

const newFolder = () => mkdtemp(join(tmpdir(), 'entente-process-'));

export type MediaProcessOptions = {
  dataDir?: string;
  hubUrl: string;
  token?: string;
  env?: Record<string, string>;
};

/** A media node on a machine of its own: its words, and whether it runs. Does not wait for its link. */
export async function startMediaProcess({ dataDir, hubUrl, token, env }: MediaProcessOptions) {
  const folder = dataDir ?? (await newFolder());
  const media = startProcess(folder, {
    ENTENTE_ROLES: 'media',
    ENTENTE_HUB_URL: hubUrl,
    ENTENTE_MEDIA_WORKERS: '1',
    ...(token && { ENTENTE_JOIN_TOKEN: token }),
    ...env,
  });
  return {
    ...media,
    dataDir: folder,
    async [Symbol.asyncDispose]() {
      await media.stop();
      if (!dataDir) await rm(folder, { recursive: true, force: true });
    },
  };
}
export type MediaProcess = Awaited<ReturnType<typeof startMediaProcess>>;

/** The hub with an embedded database in `dataDir`. */
export async function startHubProcess(options: HubProcessOptions = {}): Promise<HubProcess> {
  const dataDir = options.dataDir ?? (await newFolder());
  const { child, output, stop } = startProcess(dataDir, options.env);
  const url = await readyAt(output, child, options.timeoutMs ?? 30_000);
  const setupLink = () => /https?:\S+\/setup\/\S+(?=\n)/.exec(output())?.[0];
  const world = createWorld(url, async () => (await printed(setupLink))?.split('/').at(-1) ?? '');
  return {
    url,
    port: Number(new URL(url).port),
    dataDir,
    child,
    get setupLink() {
      return setupLink();
    },
    output,
    world,
    stop,
    async [Symbol.asyncDispose]() {
      world.close();
      await stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function readyAt(output: () => string, child: ChildProcess, timeoutMs: number): Promise<string> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const ready = /ready at (https?:\/\/\S+)/.exec(output());
    if (ready?.[1]) return ready[1];
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGKILL');
  throw new Error(`the hub did not start: ${output()}`);
}

/** The set-up link comes a moment after the word that the hub is ready. */
async function printed(find: () => string | undefined, timeoutMs = 3_000): Promise<string | undefined> {
  for (let waited = 0; waited < timeoutMs && find() === undefined; waited += 25)
    await new Promise((resolve) => setTimeout(resolve, 25));
  return find();
}
