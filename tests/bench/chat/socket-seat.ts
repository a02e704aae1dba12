import { io, type Socket } from 'socket.io-client';
import { addressOf, type Heard, type Seat } from './load.ts';

/** How one server uses socket.io. */
export type Dialect = {
  url: string;
  /** The event after which a connection hears everything. */
  ready: string;
  /** The event of a message. */
  heard: string;
  /** What connection number `nth` says of itself. */
  handshake(nth: number): {
    auth?: Record<string, unknown>;
    extraHeaders?: Record<string, string>;
    query?: Record<string, string>;
  };
  post(socket: Socket, channel: number, body: string, answered: (reply: { ok: boolean }) => void): void;
  /** Undefined for a message of a channel that is not measured. */
  read(message: unknown): Heard | undefined;
};

export async function openSocket(
  dialect: Dialect,
  nth: number,
  hear: (message: Heard) => void,
): Promise<Seat> {
  const address = { localAddress: addressOf(nth) };
  const socket = io(dialect.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...address,
    ...dialect.handshake(nth),
  });
  socket.on(dialect.heard, (payload: unknown) => {
    const message = dialect.read(payload);
    if (message) hear(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(dialect.ready, () => resolve());
    socket.once('connect_error', reject);
  });
  return {
    post: (channel, body, answered) => dialect.post(socket, channel, body, ({ ok }) => answered(ok)),
    close: () => void socket.disconnect(),
  };
}
