import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

// The one method of STUN (RFC 8489) that tells how far a node is: Binding, over UDP and IPv4.

const cookie = 0x2112_a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const xorMappedAddress = 0x0020;
const headerBytes = 20;
/** Requests carry little; what is larger is no probe. */
const maxRequestBytes = 548;

/** A request without attributes, as small as it can be. */
export function stunRequest(transactionId: Buffer): Buffer {
  const message = Buffer.alloc(headerBytes);
  message.writeUInt16BE(bindingRequest, 0);
  message.writeUInt32BE(cookie, 4);
  transactionId.copy(message, 8, 0, 12);
  return message;
}

/** The transaction of a well-formed success response; undefined for anything else. */
export const answeredTransaction = (message: Buffer): string | undefined =>
  isMessage(message, bindingSuccess) ? message.toString('latin1', 8, headerBytes) : undefined;

/**
 * The response to a well-formed Binding request: the header and one address, 32 bytes whatever was asked. Undefined for all
 * else, which gets no answer at all: 20 bytes in are the least, so nobody gains by sending them in another's name.
 */
export function stunAnswer(request: Buffer, { address, port }: Pick<RemoteInfo, 'address' | 'port'>) {
  if (!isMessage(request, bindingRequest) || !isIPv4(address)) return undefined;
  const answer = Buffer.alloc(headerBytes + 12);
  answer.writeUInt16BE(bindingSuccess, 0);
  answer.writeUInt16BE(12, 2);
  request.copy(answer, 4, 4, headerBytes);
  answer.writeUInt16BE(xorMappedAddress, 20);
  answer.writeUInt16BE(8, 22);
  answer.writeUInt16BE(0x0001, 24);
  answer.writeUInt16BE(port ^ (cookie >>> 16), 26);
  answer.writeUInt32BE((numberOf(address) ^ cookie) >>> 0, 28);
  return answer;
}

const numberOf = (ipv4: string): number =>
  ipv4.split('.').reduce((value, part) => ((value << 8) | Number(part)) >>> 0, 0);

/** Header and attributes fit together (RFC 8489 sections 5 and 14), and nothing in it has to be understood. */
function isMessage(message: Buffer, type: number): boolean {
  if (message.length < headerBytes || message.length > maxRequestBytes) return false;
  if (message.readUInt16BE(0) !== type || message.readUInt32BE(4) !== cookie) return false;
  if (message.readUInt16BE(2) !== message.length - headerBytes || message.length % 4 !== 0) return false;
  for (let at = headerBytes; at < message.length; ) {
    const kind = message.readUInt16BE(at);
    // Below 0x8000 an attribute must be understood; of those we know only our own answer's.
    if (kind < 0x8000 && !(type === bindingSuccess && kind === xorMappedAddress)) return false;
    at += 4 + Math.ceil(message.readUInt16BE(at + 2) / 4) * 4;
    if (at > message.length) return false;
  }
  return true;
}

/** Answers Binding requests on a UDP port of its own; 0 takes any. */
export async function startStun({ address, port }: { address: string; port: number }) {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = stunAnswer(message, from);
    if (answer) socket.send(answer, from.port, from.address, () => {});
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  // A destination that cannot be reached is no trouble of ours.
  socket.on('error', () => {});
  let closed = false;
  return {
    port: socket.address().port,
    async close(): Promise<void> {
      if (closed) return;
      closed = true;
      await new Promise<void>((resolve) => void socket.close(() => resolve()));
    },
  };
}
export type Stun = Awaited<ReturnType<typeof startStun>>;
