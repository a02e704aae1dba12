import type { Peer } from './peer.ts';

export const payloadType = 96;

/** Bytes of payload of one packet: with header and tag it fills what usual networks carry. */
const payloadBytes = 1_172;

/** A VP8 stream that every packet of could start at (RFC 7741: start of partition 0, key frame). */
export function createStream(peer: Peer, ssrc: number) {
  const packet = Buffer.alloc(12 + payloadBytes, 0x5a);
  packet[0] = 0x80;
  packet[1] = 0x80 | payloadType;
  packet.writeUInt32BE(ssrc, 8);
  packet[12] = 0x10;
  packet.set([0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01], 13);
  let sequence = 0;

  return function sendOne(): void {
    packet.writeUInt16BE(sequence & 0xffff, 2);
    packet.writeUInt32BE(Math.floor(performance.now() * 90) >>> 0, 4);
    sequence += 1;
    peer.sendRtp(packet);
  };
}
