import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  type Attribute,
  attribute,
  errorCodeOf,
  type LongTerm,
  type Message,
  method,
  newTransaction,
  parse,
  request,
} from './stun.ts';

export type TurnServer = { host: string; port: number; transport: 'udp' | 'tcp' | 'tls' };
/** A way to send messages there and hear the answers; UDP loses some, the others frame none. */
type Wire = { send(bytes: Buffer): void; onData(listener: (bytes: Buffer) => void): void; close(): void };

const lifetimeSeconds = 60;
const requestUdp: Attribute = { type: attribute.requestedTransport, value: Buffer.from([17, 0, 0, 0]) };

/** `turn:host:3478?transport=udp` and its relatives (RFC 7065); undefined for what cannot be read. */
export function parseTurnUrl(url: string): TurnServer | undefined {
  const parts = /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (!parts) return undefined;
  const [, scheme = '', host = '', port, transport] = parts;
  const isSecure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (isSecure ? 5349 : 3478)),
    transport: isSecure ? 'tls' : transport?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
  };
}

/**
 * Asks for a relay as a browser would and gives it back at once. Rejects with what the server said (`401`, ...) or with the
 * abort's reason.
 */
export async function allocate(
  server: TurnServer,
  credentials: { username: string; password: string },
  signal: AbortSignal,
): Promise<void> {
  const wire = await open(server, signal);
  try {
    const challenge = await ask(wire, server, signal, (id) => request(method.allocate, id, [requestUdp]));
    const auth = longTerm(challenge, credentials);
    const lifetime = { type: attribute.lifetime, value: seconds(lifetimeSeconds) };
    const answer = await ask(wire, server, signal, (id) =>
      request(method.allocate, id, [requestUdp, lifetime], auth),
    );
    if (answer.class !== 'success') throw new TurnRefusal(errorCodeOf(answer) ?? 0);
    wire.send(
      request(method.refresh, newTransaction(), [{ type: attribute.lifetime, value: seconds(0) }], auth),
    );
  } finally {
    wire.close();
  }
}

/** The server is there and says no. */
export class TurnRefusal extends Error {
  constructor(code: number) {
    super(`refused with ${code}`);
    this.name = 'TurnRefusal';
  }
}

function longTerm(
  challenge: Message,
  { username, password }: { username: string; password: string },
): LongTerm {
  const realm = challenge.attributes.get(attribute.realm);
  const nonce = challenge.attributes.get(attribute.nonce);
  if (!realm || !nonce) throw new TurnRefusal(errorCodeOf(challenge) ?? 0);
  return { username, password, realm: realm.toString(), nonce };
}

function seconds(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Over UDP a request is repeated until it is answered (RFC 8489 section 6.2.1). */
function ask(
  wire: Wire,
  { transport }: TurnServer,
  signal: AbortSignal,
  make: (transaction: Buffer) => Buffer,
): Promise<Message> {
  const transaction = newTransaction();
  const bytes = make(transaction);
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  let received: Buffer = Buffer.alloc(0);
  wire.onData((data) => {
    received = transport === 'udp' ? data : Buffer.concat([received, data]);
    const message = parse(received);
    if (message?.transaction.equals(transaction)) resolve(message);
  });
  const giveUp = () => reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  wire.send(bytes);
  const repeat = transport === 'udp' ? setInterval(() => wire.send(bytes), 500) : undefined;
  return promise.finally(() => {
    clearInterval(repeat);
    signal.removeEventListener('abort', giveUp);
  });
}

async function open({ host, port, transport }: TurnServer, signal: AbortSignal): Promise<Wire> {
  return transport === 'udp'
    ? await openUdp(host, port, signal)
    : await openStream(host, port, transport, signal);
}

async function openUdp(host: string, port: number, signal: AbortSignal): Promise<Wire> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  // "Connection refused" of a port nobody listens on; the time limit says the same a moment later.
  socket.on('error', () => {});
  socket.connect(port, host);
  await once(socket, 'connect', { signal });
  let hear = (_bytes: Buffer): void => {};
  socket.on('message', (bytes) => hear(bytes));
  return {
    send: (bytes) => socket.send(bytes, () => {}),
    onData: (listener) => {
      hear = listener;
    },
    close: () => {
      // What was sent last leaves first.
      setImmediate(() => socket.close());
    },
  };
}

async function openStream(
  host: string,
  port: number,
  transport: 'tcp' | 'tls',
  signal: AbortSignal,
): Promise<Wire> {
  const socket =
    transport === 'tls'
      ? connectTls({ host, port, ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }) })
      : connectTcp({ host, port });
  socket.on('error', () => {});
  try {
    await once(socket, transport === 'tls' ? 'secureConnect' : 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  let hear = (_bytes: Buffer): void => {};
  socket.on('data', (bytes: Buffer) => hear(bytes));
  return {
    send: (bytes) => void socket.write(bytes),
    onData: (listener) => {
      hear = listener;
    },
    close: () => void socket.end(),
  };
}
