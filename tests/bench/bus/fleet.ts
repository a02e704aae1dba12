import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { type RedisServer, startRedis } from '#tests/redis-server.ts';
import { cpuSecondsOf, pin, serverCore } from '../processes.ts';
import type { Said } from './node.ts';

export type Program = 'node-own.ts' | 'node-peer.ts';
export type Fleet = AsyncDisposable & {
  redis: RedisServer;
  /** One connection a node. */
  sockets: Socket[];
  cpuSeconds(): number;
};

/** A Redis of its own and so many node processes, all on the servers' core. */
export async function startFleet(
  program: Program,
  count: number,
  hear: (node: number, said: Said) => void,
): Promise<Fleet> {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis());
  const pids = [redis.pid() ?? 0];
  const sockets: Socket[] = [];
  for (let node = 0; node < count; node++) {
    const file = fileURLToPath(new URL(program, import.meta.url));
    const child = spawn(process.execPath, [file, redis.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    stack.defer(async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    pids.push(child.pid ?? 0);
    const socket = io(String(line).replace('ready at ', ''), { transports: ['websocket'], forceNew: true });
    stack.defer(() => void socket.close());
    socket.on('said', (said: Said) => hear(node, said));
    await new Promise<void>((resolve) => void socket.once('connect', resolve));
    sockets.push(socket);
  }
  for (const pid of pids) pin(pid, serverCore);
  const moved = stack.move();
  return {
    redis,
    sockets,
    cpuSeconds: () => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}
