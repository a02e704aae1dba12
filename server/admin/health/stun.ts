import { createHash, createHmac, randomBytes } from 'node:crypto';

// STUN messages (RFC 8489) as far as asking a TURN server for an allocation (RFC 8656) needs them.

export const magicCookie = 0x2112a442;
export const method = { allocate: 0x0003, refresh: 0x0004 } as const;
const classBits = { request: 0x0000, success: 0x0100, error: 0x0110 } as const;
export const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
} as const;

export type Attribute = { type: number; value: Buffer };
export type Message = {
  method: number;
  class: 'success' | 'error' | 'other';
  transaction: Buffer;
  attributes: Map<number, Buffer>;
};
/** Of the long-term credential mechanism (RFC 8489 section 9.2). */
export type LongTerm = { username: string; password: string; realm: string; nonce: Buffer };

export const newTransaction = (): Buffer => randomBytes(12);

export function request(
  method: number,
  transaction: Buffer,
  attributes: readonly Attribute[],
  auth?: LongTerm,
): Buffer {
  const all = auth ? [...attributes, ...identityOf(auth)] : attributes;
  const body = Buffer.concat(all.map(encode));
  if (!auth) return Buffer.concat([header(method, body.length, transaction), body]);
  // The length counts the integrity attribute already while it is computed (RFC 8489 section 14.5).
  const signed = Buffer.concat([header(method, body.length + 24, transaction), body]);
  const key = createHash('md5').update(`${auth.username}:${auth.realm}:${auth.password}`).digest();
  const value = createHmac('sha1', key).update(signed).digest();
  return Buffer.concat([signed, encode({ type: attribute.messageIntegrity, value })]);
}

const identityOf = ({ username, realm, nonce }: LongTerm): Attribute[] => [
  { type: attribute.username, value: Buffer.from(username) },
  { type: attribute.realm, value: Buffer.from(realm) },
  { type: attribute.nonce, value: nonce },
];

function header(method: number, length: number, transaction: Buffer): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(method | classBits.request, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(magicCookie, 4);
  return Buffer.concat([bytes, transaction]);
}

function encode({ type, value }: Attribute): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** undefined for what is no STUN message. */
export function parse(bytes: Buffer): Message | undefined {
  if (bytes.length < 20 || bytes.readUInt32BE(4) !== magicCookie) return undefined;
  const type = bytes.readUInt16BE(0);
  const end = 20 + bytes.readUInt16BE(2);
  if (end > bytes.length) return undefined;
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= end; ) {
    const length = bytes.readUInt16BE(at + 2);
    if (at + 4 + length > end) return undefined;
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  const bits = type & 0x0110;
  const kind = bits === classBits.success ? 'success' : bits === classBits.error ? 'error' : 'other';
  return { method: type & ~0x0110, class: kind, transaction: bytes.subarray(8, 20), attributes };
}

/** 401 and the like (RFC 8489 section 14.8). */
export function errorCodeOf({ attributes }: Message): number | undefined {
  const value = attributes.get(attribute.errorCode);
  return value && value.length >= 4 ? (value.readUInt8(2) & 7) * 100 + value.readUInt8(3) : undefined;
}
