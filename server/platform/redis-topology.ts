import type { RedisAddress, RedisPlace } from '#server/config/redis-url.ts';
import { askOnce, type RedisClient, type RedisTimings } from './redis-link.ts';
import { lastSlot } from './redis-slot.ts';

/** A server that takes writes, and the slots it is for. */
export type Shard = { address: RedisAddress; slots: { from: number; to: number }[] };

const whole = [{ from: 0, to: lastSlot }];
export const nameOf = ({ host, port }: RedisAddress) => `${host}:${port}`;

/** Where to connect right now. Rejects while nobody can say. `known`: open links that may be asked first. */
export async function findShards(
  place: RedisPlace,
  known: readonly RedisClient[],
  timings: RedisTimings,
): Promise<Shard[]> {
  const [first] = place.hosts;
  if (!first) throw new Error('no host of Redis is known');
  if (place.kind === 'single') return [{ address: first, slots: whole }];
  if (place.kind === 'sentinel') return [{ address: await findMaster(place, timings), slots: whole }];
  return await findCluster(place, known, timings);
}

async function findMaster(place: RedisPlace, timings: RedisTimings): Promise<RedisAddress> {
  const sentinels: RedisPlace = {
    ...place,
    username: undefined,
    password: place.sentinelPassword,
    database: 0,
  };
  return await firstOf(
    place.hosts.map((address) => async () => {
      const ask = (client: RedisClient) =>
        client.sendCommand<string[] | null>(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', place.name]);
      const [host, port] = (await askOnce(sentinels, address, ask, timings)) ?? [];
      if (!host || !port) throw new Error(`the sentinel ${nameOf(address)} knows no master "${place.name}"`);
      return { host: String(host), port: Number(port) };
    }),
  );
}

async function findCluster(
  place: RedisPlace,
  known: readonly RedisClient[],
  timings: RedisTimings,
): Promise<Shard[]> {
  const ask = (client: RedisClient) => client.clusterSlots();
  const ranges = await firstOf([
    ...known.map((client) => () => ask(client)),
    ...place.hosts.map((address) => () => askOnce(place, address, ask, timings)),
  ]);
  const shards = new Map<string, Shard>();
  for (const { from, to, master } of ranges) {
    const address = { host: String(master.host), port: Number(master.port) };
    const shard = shards.get(nameOf(address)) ?? { address, slots: [] };
    shard.slots.push({ from, to });
    shards.set(nameOf(address), shard);
  }
  const covered = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (covered <= lastSlot) throw new Error('the cluster does not cover all slots');
  return [...shards.values()];
}

/** One after the other: the first that answers is believed. */
async function firstOf<T>(attempts: readonly (() => Promise<T>)[]): Promise<T> {
  let failure: unknown = new Error('there is nobody to ask');
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
