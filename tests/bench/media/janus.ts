import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = '/usr/bin/janus';
export const janusMissing = (): string | undefined =>
  existsSync(program) ? undefined : 'it is not installed (Debian package janus)';

export type Janus = { pid: number; url: string; close(): Promise<void> };

/** A Janus of its own on loopback, ICE-lite like ours, with the VideoRoom plugin and WebSockets only. */
export async function startJanus(): Promise<Janus> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-bench-janus-'));
  const port = await freePort();
  const [plugin] = globSync('/usr/lib/*/janus/plugins/libjanus_videoroom.so');
  if (!plugin) throw new Error('Janus comes without its VideoRoom plugin');
  const base = dirname(dirname(plugin));
  await writeFile(join(folder, 'janus.jcfg'), configuration(folder, base));
  await writeFile(join(folder, 'janus.transport.websockets.jcfg'), webSockets(port));
  const child = spawn(program, ['-F', folder, '-C', join(folder, 'janus.jcfg')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `ws://127.0.0.1:${port}`;
  const close = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(3_000).then(() => child.kill('SIGKILL'))]);
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, child);
    return { pid: child.pid ?? 0, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const configuration = (folder: string, base: string) => `
general: {
  configs_folder = "${folder}"
  plugins_folder = "${base}/plugins"
  transports_folder = "${base}/transports"
  events_folder = "${base}/events"
  loggers_folder = "${base}/loggers"
  debug_level = 1
}
media: { rtp_port_range = "23000-24999" }
nat: { ice_lite = true, ignore_mdns = true }
plugins: { disable = "${[...pluginsBut('videoroom')].join(',')}" }
transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so" }
`;

const pluginsBut = (kept: string) =>
  globSync('/usr/lib/*/janus/plugins/libjanus_*.so')
    .map((path) => path.split('/').at(-1) ?? '')
    .filter((name) => name !== `libjanus_${kept}.so`);

const webSockets = (port: number) => `
general: { json = "compact", ws = true, ws_port = ${port}, ws_ip = "127.0.0.1", wss = false }
admin: { admin_ws = false }
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function answering(url: string, child: { exitCode: number | null }): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until && child.exitCode === null; ) {
    const opened = await new Promise<boolean>((resolve) => {
      const socket = new WebSocket(url, 'janus-protocol');
      socket.addEventListener('open', () => {
        socket.close();
        resolve(true);
      });
      socket.addEventListener('error', () => resolve(false));
    });
    if (opened) return;
    await sleep(50);
  }
  throw new Error('Janus did not start');
}
