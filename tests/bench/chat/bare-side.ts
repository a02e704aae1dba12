import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pin, serverCore } from '../processes.ts';
import type { Side } from './load.ts';
import { type Plan, personOf, seatsBySpace, spaceOf } from './plan.ts';
import { type Dialect, openSocket } from './socket-seat.ts';

type BareMessage = { channelId: string; position: number; body: string };

export async function startBare(plan: Plan): Promise<Side> {
  const file = fileURLToPath(new URL('bare-server.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  if (!child.pid) throw new Error('the bare server did not start');
  pin(child.pid, serverCore);
  const rooms: string[] = Array.from({ length: plan.spaces }, () => randomUUID());
  const people: string[] = Array.from({ length: plan.people }, () => randomUUID());
  const numbers = new Map(rooms.map((room, nth) => [room, nth]));
  const seats = seatsBySpace(plan);
  const dialect: Dialect = {
    url: String(line).replace('ready at ', ''),
    ready: 'welcome',
    heard: 'message',
    handshake: (nth) => ({
      query: { rooms: rooms[spaceOf(plan, nth)] ?? '', person: people[personOf(plan, nth)] ?? '' },
    }),
    post(socket, channel, body, answered) {
      const message = { channelId: rooms[channel], clientId: randomUUID(), body };
      socket.emit('send', message, answered);
    },
    read(message) {
      const { channelId, position, body } = message as BareMessage;
      const channel = numbers.get(channelId);
      return channel === undefined ? undefined : { channel, position, body };
    },
  };
  return {
    pid: child.pid,
    open: (nth, hear) => openSocket(dialect, nth, hear),
    seatsOf: (channel) => seats[channel] ?? [],
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
