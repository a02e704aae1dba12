import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

// As much of STUN (RFC 8489) and ICE (RFC 8445) as a controlling agent needs against an ICE-lite server.

export type IceCredentials = { usernameFragment: string; password: string };

const magicCookie = 0x2112a442;
const types = { request: 0x0001, response: 0x0101 };
const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  xorMappedAddress: 0x0020,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
};

/** The first byte tells STUN (0 to 3), DTLS (20 to 63) and RTP (128 to 191) apart (RFC 7983). */
export const kindOfPacket = (packet: Buffer): 'stun' | 'dtls' | 'rtp' => {
  const first = packet[0] ?? 0;
  if (first < 4) return 'stun';
  return first < 64 ? 'dtls' : 'rtp';
};

export const isResponse = (packet: Buffer): boolean =>
  packet.length >= 20 && packet.readUInt16BE(0) === types.response;

function attribute(type: number, value: Buffer): Buffer {
  const padding = (4 - (value.length % 4)) % 4;
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padding)]);
}

/** A connectivity check that nominates its pair. */
export function bindingRequest(local: IceCredentials, remote: IceCredentials): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(1_845_501_695);
  const username = Buffer.from(`${remote.usernameFragment}:${local.usernameFragment}`);
  const body = [
    attribute(attributes.username, username),
    attribute(attributes.iceControlling, randomBytes(8)),
    attribute(attributes.useCandidate, Buffer.alloc(0)),
    attribute(attributes.priority, priority),
  ];
  return sealed(types.request, randomBytes(12), Buffer.concat(body), remote.password);
}

/** Servers that are not as lite as they say check us, too. */
export function bindingResponse(
  request: Buffer,
  from: { address: string; port: number },
  local: IceCredentials,
): Buffer {
  const value = Buffer.alloc(8);
  value[1] = 1;
  value.writeUInt16BE(from.port ^ (magicCookie >>> 16), 2);
  const address = Buffer.from(from.address.split('.').map(Number)).readUInt32BE();
  value.writeUInt32BE((address ^ magicCookie) >>> 0, 4);
  const body = attribute(attributes.xorMappedAddress, value);
  return sealed(types.response, request.subarray(8, 20), body, local.password);
}

/** With integrity and fingerprint: each is computed over a length that counts it already. */
function sealed(type: number, transaction: Buffer, body: Buffer, password: string): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(type, 0);
  head.writeUInt32BE(magicCookie, 4);
  transaction.copy(head, 8);
  const message = Buffer.concat([head, body]);
  message.writeUInt16BE(body.length + 24, 2);
  const integrity = createHmac('sha1', password).update(message).digest();
  const signed = Buffer.concat([message, attribute(attributes.messageIntegrity, integrity)]);
  signed.writeUInt16BE(body.length + 32, 2);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(signed) ^ 0x5354554e) >>> 0);
  return Buffer.concat([signed, attribute(attributes.fingerprint, fingerprint)]);
}
