import { createCipheriv } from 'node:crypto';

const zeros = Buffer.alloc(64);

/** Session key or salt from the master's (RFC 3711 4.3.1, with the 96-bit salt of RFC 7714 11). */
function derive(masterKey: Buffer, masterSalt: Buffer, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  masterSalt.copy(iv);
  iv[7] = (iv[7] ?? 0) ^ label;
  return createCipheriv('aes-128-ctr', masterKey, iv).update(zeros).subarray(0, length);
}

/** The client's half of what DTLS exported for SRTP_AEAD_AES_128_GCM: two keys, then two salts (RFC 5764 4.2). */
export function sealerOf(keyingMaterial: Buffer): (packet: Buffer, headerBytes?: number) => Buffer {
  const [masterKey, masterSalt] = [keyingMaterial.subarray(0, 16), keyingMaterial.subarray(32, 44)];
  const key = derive(masterKey, masterSalt, 0x00, 16);
  const salt = derive(masterKey, masterSalt, 0x02, 12);
  const streams = new Map<number, { last: number; rollOver: number }>();

  /** Takes the packets of a stream in order. */
  return (packet, headerBytes = 12) => {
    const sequence = packet.readUInt16BE(2);
    const ssrc = packet.readUInt32BE(8);
    const stream = streams.get(ssrc) ?? { last: 0, rollOver: 0 };
    streams.set(ssrc, stream);
    if (sequence < stream.last) stream.rollOver += 1;
    stream.last = sequence;
    const iv = Buffer.alloc(12);
    packet.copy(iv, 2, 8, 12);
    iv.writeUInt32BE(stream.rollOver, 6);
    iv.writeUInt16BE(sequence, 10);
    for (let at = 0; at < 12; at += 1) iv[at] = (iv[at] ?? 0) ^ (salt[at] ?? 0);
    const cipher = createCipheriv('aes-128-gcm', key, iv);
    cipher.setAAD(packet.subarray(0, headerBytes));
    const sealed = cipher.update(packet.subarray(headerBytes));
    cipher.final();
    return Buffer.concat([packet.subarray(0, headerBytes), sealed, cipher.getAuthTag()]);
  };
}
