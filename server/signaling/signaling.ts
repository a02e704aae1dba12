import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Actor } from '#server/accounts/actor.ts';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { Metrics } from '#server/platform/metrics.ts';
import type { Me } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import { draining, revoked, welcomed } from '#shared/contract/hub.ts';
import type { SessionId } from '#shared/contract/ids.ts';
import { protocolVersion } from '#shared/contract/version.ts';
import { type Audience, audience } from './audience.ts';
import { createAudiences } from './audiences.ts';
import { bind, type Commands, type Connection } from './bind.ts';
import { obey } from './control.ts';
import { type Handshake, readHandshake } from './handshake.ts';
import { type Gate, openOnlookers } from './onlookers.ts';
import { registerPresence } from './presence.socket.ts';
import { createPresence } from './presence.ts';
import { createResync } from './resync.ts';
import { controlTopic, type RevokeReason } from './publisher.ts';
import { reachOf } from './socket-reach.ts';
import { refusal } from './wire-error.ts';

type SignalingOptions = {
  bus: Bus;
  logger: Logger;
  metrics: Metrics;
  version: string;
  commands: Commands;
  /** Who opened the connection, where a proxy stands in front. */
  addressOf(request: IncomingMessage): string;
  /** undefined: nobody this hub knows. */
  authenticate(handshake: Handshake): Promise<Actor | undefined>;
  meOf(actor: Actor): Promise<Me>;
  /** What a new connection of this person hears, by every domain. */
  audiencesOf(actor: Actor): Promise<Audience[]>;
};

/** Bytes of one frame. A larger one closes the connection (WebSocket close code 1009) before it is decoded. */
const maxFrameBytes = 256 * 1024;
const drainReconnectMs = 1_000;

export function createSignaling(options: SignalingOptions) {
  const { bus, logger, metrics, commands, addressOf } = options;
  const io = new Server({
    transports: ['websocket'],
    maxHttpBufferSize: maxFrameBytes,
    serveClient: false,
    pingInterval: 15_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    perMessageDeflate: false,
    httpCompression: false,
  });
  const audiences = createAudiences(io.sockets, bus);
  const presence = createPresence(io, bus);
  registerPresence(commands, presence);

  const connections = metrics.gauge({ name: 'entente_connections', help: 'Open socket connections' });
  const duration = metrics.histogram({
    name: 'entente_command_seconds',
    help: 'Time from a command to its acknowledgement',
    labelNames: ['command', 'code'],
    buckets: [0.002, 0.01, 0.05, 0.25, 1, 5],
  });

  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => next(refusal(error, logger)),
    );
  });

  async function admit(socket: Socket): Promise<void> {
    const handshake = readHandshake(socket.handshake);
    if (handshake.protocol !== undefined && handshake.protocol !== protocolVersion) {
      throw new AppError('protocolMismatch', `This hub speaks protocol ${protocolVersion}.`);
    }
    const actor = await options.authenticate(handshake);
    if (!actor) throw new AppError('unauthenticated', 'Sign in first.');
    socket.data.actor = actor;
    socket.data.address = addressOf(socket.request);
  }

  io.on('connection', (socket) => {
    const connection = connectionOf(socket);
    connections.inc();
    socket.on('disconnecting', () => part(socket));
    bind(socket, connection, commands, logger, (command, code, seconds) =>
      duration.observe({ command, code }, seconds),
    );
    welcome(socket, connection).catch((error: unknown) => {
      logger.error({ err: error }, 'a connection could not join its audiences');
      socket.disconnect(true);
    });
  });

  /** What a connection of this person hears without asking for it. */
  async function hearing(actor: Actor): Promise<Audience[]> {
    const heard = await options.audiencesOf(actor);
    if (actor.kind === 'member') return [...heard, audience.organisation()];
    return actor.kind === 'customer' && actor.widgetId === null ? [...heard, audience.customers()] : heard;
  }

  /**
   * Listens for orders about this person first and asks what they may hear second, so that a revocation or an expulsion
   * that comes in between is not missed.
   */
  async function welcome(socket: Socket, connection: Connection): Promise<void> {
    const { actor } = connection;
    const expelled = new Set<Audience>();
    socket.data.expelled = expelled;
    await audiences.join(socket, audience.person(actor.personId));
    const judged = await options.authenticate(readHandshake(socket.handshake));
    if (judged?.isAdmin !== actor.isAdmin) return drop(socket, 'accessChanged');
    const [me, heard] = await Promise.all([options.meOf(actor), hearing(actor)]);
    if (actor.kind === 'member') presence.add(socket.id, actor.personId);
    const open = heard.filter((each) => !expelled.has(each));
    await Promise.all(open.map((each) => audiences.join(socket, each)));
    socket.data.welcomed = true;
    connection.send(welcomed, { me, protocol: protocolVersion, version: options.version });
    // The request of the upgrade would stay in memory as long as the connection; nothing asks for it any more.
    Object.assign(socket.conn, { request: undefined });
  }

  function part(socket: Socket): void {
    connections.dec();
    presence.remove(socket.id);
    audiences
      .leaveAll([...socket.rooms], socket.id)
      .catch((error: unknown) => logger.error({ err: error }, 'leaving audiences failed'));
  }

  function connectionOf(socket: Socket): Connection {
    const { actor, address } = socket.data;
    return { ...reachOf(socket, audiences), actor, address };
  }

  /** The last word of a connection whose access ended. The transport closes after the word has left. */
  function drop(socket: Socket, reason: RevokeReason): void {
    socket.emit(revoked.name, { reason });
    socket.disconnect(true);
  }

  const obeying = bus.subscribe(controlTopic, (order) => {
    obey(io, audiences, drop, order).catch((error: unknown) =>
      logger.error({ err: error }, 'a control order failed'),
    );
  });

  const resync = createResync({
    io,
    bus,
    logger,
    audiences,
    hearing,
    drop,
    authenticate: (socket) => options.authenticate(readHandshake(socket.handshake)),
  });

  let closing: Promise<void> | undefined;
  async function shut(): Promise<void> {
    io.emit(draining.name, { reconnectAfterMs: drainReconnectMs });
    resync.close();
    await (await obeying)();
    await presence.close();
    io.disconnectSockets(true);
    io.engine.close();
    for (const namespace of io._nsps.values()) namespace.removeAllListeners();
  }

  return {
    presence,
    attach: (server: HttpServer) => void io.attach(server),
    /** Lets in those who have no account but a secret that opens one thing, at a namespace of its own. */
    openGate: <P>(name: string, gate: Gate<P>) => openOnlookers({ io, bus, logger, addressOf }, name, gate),
    /** The sessions behind the open connections of this node. */
    openSessions: (): Set<SessionId> =>
      new Set(
        [...io.sockets.sockets.values()].flatMap(
          ({ data }) => (data.actor as Actor | undefined)?.sessionId ?? [],
        ),
      ),
    /** Open connections of this node. */
    connections: () => io.sockets.sockets.size,
    /** Sockets and audiences still open, for tests that must end with nothing left. */
    dump: () => ({ connections: io.sockets.sockets.size, audiences: audiences.dump() }),
    close: () => (closing ??= shut()),
    [Symbol.asyncDispose]: () => (closing ??= shut()),
  };
}
export type Signaling = ReturnType<typeof createSignaling>;
