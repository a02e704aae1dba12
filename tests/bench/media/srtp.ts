import { createCipheriv, createDecipheriv } from 'node:crypto';

const zeros = Buffer.alloc(64);

/** Session key or salt from the master's (RFC 3711 4.3.1, with the 96-bit salt of RFC 7714 11). */
function derive(masterKey: Buffer, masterSalt: Buffer, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  masterSalt.copy(iv);
  iv[7] = (iv[7] ?? 0) ^ label;
  return createCipheriv('aes-128-ctr', masterKey, iv).update(zeros).subarray(0, length);
}

type Labels = { key: number; salt: number };
const labels = { rtp: { key: 0x00, salt: 0x02 }, rtcp: { key: 0x03, salt: 0x05 } };

/** What DTLS exported for SRTP_AEAD_AES_128_GCM: two keys, then two salts, each the client's first (RFC 5764 4.2). */
function keysOf(material: Buffer, side: 'client' | 'server', { key, salt }: Labels) {
  const [keyAt, saltAt] = side === 'client' ? [0, 32] : [16, 44];
  const master = [material.subarray(keyAt, keyAt + 16), material.subarray(saltAt, saltAt + 12)] as const;
  return { key: derive(...master, key, 16), salt: derive(...master, salt, 12) };
}

/** With the client's half of what DTLS exported. */
export function sealerOf(keyingMaterial: Buffer): (packet: Buffer) => Buffer {
  const { key, salt } = keysOf(keyingMaterial, 'client', labels.rtp);
  const streams = new Map<number, { rollOver: number; last: number }>();

  /** Takes the packets of each stream in order, with a header of 12 bytes. */
  return (packet) => {
    const ssrc = packet.readUInt32BE(8);
    const sequence = packet.readUInt16BE(2);
    const stream = streams.get(ssrc) ?? { rollOver: 0, last: 0 };
    streams.set(ssrc, stream);
    if (sequence < stream.last) stream.rollOver += 1;
    stream.last = sequence;
    const iv = Buffer.alloc(12);
    packet.copy(iv, 2, 8, 12);
    iv.writeUInt32BE(stream.rollOver, 6);
    iv.writeUInt16BE(sequence, 10);
    const cipher = createCipheriv('aes-128-gcm', key, mix(iv, salt));
    cipher.setAAD(packet.subarray(0, 12));
    const sealed = cipher.update(packet.subarray(12));
    cipher.final();
    return Buffer.concat([packet.subarray(0, 12), sealed, cipher.getAuthTag()]);
  };
}

/** The same for RTCP: 8 bytes in the clear, and a number of its own at the end (RFC 7714 9). */
export function rtcpSealerOf(keyingMaterial: Buffer): (packet: Buffer) => Buffer {
  const { key, salt } = keysOf(keyingMaterial, 'client', labels.rtcp);
  let index = 0;
  return (packet) => {
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE((encrypted | index++) >>> 0);
    const cipher = createCipheriv('aes-128-gcm', key, rtcpIv(packet, trailer, salt));
    cipher.setAAD(Buffer.concat([packet.subarray(0, 8), trailer]));
    const sealed = cipher.update(packet.subarray(8));
    cipher.final();
    return Buffer.concat([packet.subarray(0, 8), sealed, cipher.getAuthTag(), trailer]);
  };
}

/** Reads what the server says; a packet that was tampered with throws. */
export function rtcpOpenerOf(keyingMaterial: Buffer): (packet: Buffer) => Buffer {
  const { key, salt } = keysOf(keyingMaterial, 'server', labels.rtcp);
  return (packet) => {
    const trailer = packet.subarray(-4);
    const decipher = createDecipheriv('aes-128-gcm', key, rtcpIv(packet, trailer, salt));
    decipher.setAAD(Buffer.concat([packet.subarray(0, 8), trailer]));
    decipher.setAuthTag(packet.subarray(-20, -4));
    const opened = decipher.update(packet.subarray(8, -20));
    decipher.final();
    return Buffer.concat([packet.subarray(0, 8), opened]);
  };
}

const encrypted = 0x8000_0000;

function rtcpIv(packet: Buffer, trailer: Buffer, salt: Buffer): Buffer {
  const iv = Buffer.alloc(12);
  packet.copy(iv, 2, 4, 8);
  iv.writeUInt32BE(trailer.readUInt32BE() & 0x7fff_ffff, 8);
  return mix(iv, salt);
}

function mix(iv: Buffer, salt: Buffer): Buffer {
  for (let at = 0; at < 12; at += 1) iv[at] = (iv[at] ?? 0) ^ (salt[at] ?? 0);
  return iv;
}
