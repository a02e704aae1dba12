import { createClient } from 'redis';
import type { RedisAddress, RedisPlace } from '#server/config/redis-url.ts';

export type RedisTimings = {
  connectMs: number;
  /** Each link is asked this often, and counts as lost when this many questions stay unanswered. */
  pingMs: number;
  pings: number;
};

/** A busy server may take a second; a half-open connection is found after about four. */
export const redisTimings: RedisTimings = { connectMs: 2_000, pingMs: 1_000, pings: 3 };

/**
 * A client that gives up with its connection: who uses it decides where to connect next. Commands on a lost one fail at
 * once instead of waiting, since what waits would be told late and twice.
 */
function createOneClient(place: RedisPlace, address: RedisAddress, connectMs: number) {
  const { username, password, database } = place;
  return createClient({
    RESP: 3,
    socket: {
      host: address.host,
      port: address.port,
      connectTimeout: connectMs,
      reconnectStrategy: false,
      ...(place.tls && { tls: true }),
    },
    ...(username && { username }),
    ...(password && { password }),
    ...(database > 0 && { database }),
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    // A timer per command would cost more than the command; the pings watch over all of them.
    commandOptions: { timeout: 0 },
  });
}
export type RedisClient = ReturnType<typeof createOneClient>;

/** One question on a connection of its own. */
export async function askOnce<T>(
  place: RedisPlace,
  address: RedisAddress,
  question: (client: RedisClient) => Promise<T>,
  timings: RedisTimings,
): Promise<T> {
  const client = createOneClient(place, address, timings.connectMs);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  client.on('error', reject);
  const timer = setTimeout(
    () => reject(new Error(`${address.host}:${address.port} does not answer`)),
    2 * timings.connectMs,
  );
  const answer = async () => {
    await client.connect();
    return await question(client);
  };
  try {
    return await Promise.race([answer(), failed]);
  } finally {
    clearTimeout(timer);
    client.destroy();
  }
}

/** A watched connection to one server, for commands and subscriptions alike (RESP3). */
export type RedisLink = {
  readonly address: RedisAddress;
  readonly client: RedisClient;
  isOpen(): boolean;
  /** After what was sent has been answered, or a moment later. */
  close(): Promise<void>;
};

/** `onLost` once, unless it was closed. */
export async function openLink(
  place: RedisPlace,
  address: RedisAddress,
  timings: RedisTimings,
  onLost: (link: RedisLink, error: Error) => void,
): Promise<RedisLink> {
  const client = createOneClient(place, address, timings.connectMs);
  let state: 'opening' | 'open' | 'over' = 'opening';
  let unanswered = 0;
  let timer: NodeJS.Timeout | undefined;

  function end(): void {
    clearInterval(timer);
    state = 'over';
    client.destroy();
  }
  function lose(error: Error): void {
    if (state === 'over') return;
    const wasOpen = state === 'open';
    end();
    if (wasOpen) onLost(link, error);
  }
  /** By count, not by time: a process that was stalled itself has to hear what came meanwhile first. */
  function ping(): void {
    if (unanswered >= timings.pings) return lose(new Error('the server does not answer'));
    unanswered += 1;
    client.ping().then(
      () => (unanswered = 0),
      () => {},
    );
  }

  const link: RedisLink = {
    address,
    client,
    isOpen: () => state === 'open',
    async close() {
      if (state !== 'open') return;
      state = 'over';
      clearInterval(timer);
      const done = client.close().catch(() => {});
      const late = new Promise((resolve) => setTimeout(resolve, 500).unref());
      await Promise.race([done, late]);
      client.destroy();
    },
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('the connection ended')));
  try {
    await withLimit(client.connect(), 2 * timings.connectMs);
    if (place.kind === 'sentinel') await requireMaster(client);
  } catch (error) {
    end();
    throw error;
  }
  state = 'open';
  timer = setInterval(ping, timings.pingMs).unref();
  return link;
}

/** Sentinels may not know yet that the master they name has been replaced. */
async function requireMaster(client: RedisClient): Promise<void> {
  const answer = await client.role();
  if (answer?.role !== 'master') throw new Error('this server is a replica');
}

async function withLimit<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server accepts no connection')), ms);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
