import type { Server, Socket } from 'socket.io';
import type { Actor } from '#server/accounts/actor.ts';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { resync } from '#shared/contract/hub.ts';
import type { Audience } from './audience.ts';
import type { Audiences } from './audiences.ts';
import type { RevokeReason } from './publisher.ts';

type Options = {
  io: Server;
  bus: Bus;
  logger: Logger;
  audiences: Audiences;
  authenticate(socket: Socket): Promise<Actor | undefined>;
  hearing(actor: Actor): Promise<Audience[]>;
  drop(socket: Socket, reason: RevokeReason): void;
};

/** The hubs come back one after the other: once for those that do so together, and not much later for any of them. */
const settleMs = 500;
const settleAtMostMs = 3_000;
/** Connections that are judged at once, so that a hub full of people does not bury its database. */
const atOnce = 8;

/**
 * After news may have been lost on the bus. Revocations and expulsions may be among them, so every connection of this node
 * is judged as a new one would be, and is then told that it has to catch up.
 */
export function createResync({ io, bus, logger, audiences, authenticate, hearing, drop }: Options) {
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    since ??= performance.now();
    clearTimeout(timer);
    timer = setTimeout(run, Math.min(settleMs, since + settleAtMostMs - performance.now())).unref();
  }

  function run(): void {
    since = undefined;
    // One that is not welcome yet is being judged right now.
    const sockets = [...io.sockets.sockets.values()].filter(({ data }) => data.welcomed === true);
    if (sockets.length > 0) logger.info({ connections: sockets.length }, 'connections are asked to catch up');
    const work = async () => {
      for (let socket = sockets.shift(); socket; socket = sockets.shift()) await judge(socket);
    };
    for (let n = 0; n < atOnce; n++) void work();
  }

  async function judge(socket: Socket): Promise<void> {
    try {
      const before: Actor = socket.data.actor;
      const actor = await authenticate(socket);
      if (!socket.connected) return;
      if (actor?.isAdmin !== before.isAdmin) return drop(socket, 'accessChanged');
      const expelled: Set<Audience> = socket.data.expelled;
      expelled.clear();
      const heard = await hearing(before);
      await adjust(socket, new Set(heard.filter((each) => !expelled.has(each))));
      socket.emit(resync.name, {});
    } catch (error) {
      logger.warn({ err: error }, 'a connection could not be judged afresh');
      drop(socket, 'accessChanged');
    }
  }

  /** What was joined by asking for something is joined again by asking again; a call keeps its room. */
  async function adjust(socket: Socket, heard: ReadonlySet<Audience>): Promise<void> {
    const joined = [...socket.rooms].filter((room) => room !== socket.id) as Audience[];
    const strange = joined.filter((each) => !heard.has(each) && !/^(person|meeting):/.test(each));
    await Promise.all(strange.map((each) => audiences.leave(socket, each)));
    await Promise.all([...heard].map((each) => audiences.join(socket, each)));
  }

  const stop = bus.onState((state) => state === 'connected' && schedule());
  return {
    close(): void {
      stop();
      clearTimeout(timer);
    },
  };
}
