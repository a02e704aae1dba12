import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createHubClient } from '#shared/client.ts';
import { type Message, messageChanged, messagesSince } from '#shared/contract/chat.ts';
import { createStream } from '#shared/stream.ts';
import { startTestServer, template } from '#tests/database-server.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import { startRedis } from '#tests/redis-server.ts';
import { say, team } from '#tests/seeds/chat.ts';
import type { Sample } from '../compare.ts';
import { startFleet } from './fleet.ts';

export type Outage = { beforeMs: number; stopMs: number; afterMs: number };
const pauseMs = 20;
/** How long the last messages may take to arrive, catching up included. */
const patienceMs = 15_000;

/** Two hubs with their database, one person at each who speaks and listens: what arrived of what was acknowledged. */
export async function arrivedAtHubs(outage: Outage): Promise<Sample> {
  await using stack = new AsyncDisposableStack();
  const { place, close } = await startTestServer();
  stack.defer(close);
  const client = new pg.Client({ ...place, database: 'postgres' });
  await client.connect();
  await client.query(`create database outage template ${template} strategy file_copy`);
  await client.end();
  const redis = stack.use(await startRedis());
  const env = {
    DATABASE_URL: `postgres://${place.user}@localhost/outage?host=${encodeURIComponent(place.host)}`,
    REDIS_URL: redis.url,
    ENTENTE_ROLES: 'hub',
  };
  const a = stack.use(await startHubProcess({ env }));
  const secrets = { ENTENTE_SECRETS_FILE: `${a.dataDir}/secrets.json` };
  const { general: channelId } = await team(a.world);
  const b = stack.use(await startHubProcess({ env: { ...env, ...secrets } }));
  const acknowledged = new Set<string>();
  const listeners: Set<string>[] = [];
  const people = [
    [a.url, 'ada'],
    [b.url, 'ben'],
  ] as const;
  const clients = people.map(([url, name]) => {
    const person = createHubClient({ url, cookie: a.world.get(name).cookie });
    stack.defer(() => person.close());
    const heard = new Set<string>();
    const stream = createStream<Message>({
      seq: 0,
      since: async (seq) => {
        const { messages, lastSeq, complete } = await person.call(messagesSince, { channelId, seq });
        return { items: messages, lastSeq, complete };
      },
      apply: (items) => {
        for (const { id } of items) heard.add(id);
      },
    });
    person.on(messageChanged, (message) => stream.receive(message));
    person.onState((state) => state === 'online' && void stream.catchUp().catch(() => {}));
    listeners.push(heard);
    return person;
  });
  for (const person of clients) await person.connect();
  await duringOutage(redis, outage, async (nth) => {
    const person = clients[nth % 2];
    if (person) for (const { id } of await say(person, channelId, `message ${nth}`)) acknowledged.add(id);
  });
  return await shareOf(acknowledged.size, listeners);
}

/** Two nodes of socket.io with one room: what arrived of what was emitted. */
export async function arrivedAtAdapters(outage: Outage): Promise<Sample> {
  const listeners = [new Set<string>(), new Set<string>()];
  await using fleet = await startFleet('node-peer.ts', 2, (node, { id }) => void listeners[node]?.add(id));
  for (const socket of fleet.sockets) await socket.emitWithAck('join', ['room']);
  let said = 0;
  await duringOutage(fleet.redis, outage, async (nth) => {
    const message = { room: 'room', node: nth % 2, n: nth, id: `message ${nth}`, body: 'hello' };
    fleet.sockets[nth % 2]?.emit('say', { messages: [message] });
    said += 1;
  });
  return await shareOf(said, listeners);
}

async function duringOutage(
  redis: { kill(): Promise<void>; start(): Promise<void> },
  { beforeMs, stopMs, afterMs }: Outage,
  speak: (nth: number) => Promise<void>,
): Promise<void> {
  let isOver = false;
  const speaking = (async () => {
    for (let nth = 0; !isOver; nth++) {
      await speak(nth);
      await sleep(pauseMs);
    }
  })();
  await sleep(beforeMs);
  await redis.kill();
  await sleep(stopMs);
  await redis.start();
  await sleep(afterMs);
  isOver = true;
  await speaking;
}

/** In percent, over both listeners. */
async function shareOf(expected: number, listeners: readonly ReadonlySet<string>[]): Promise<Sample> {
  const arrived = () => listeners.reduce((sum, heard) => sum + heard.size, 0);
  const all = expected * listeners.length;
  for (const until = Date.now() + patienceMs; arrived() < all && Date.now() < until; ) await sleep(50);
  return { value: (100 * arrived()) / all };
}
