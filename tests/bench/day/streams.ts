import { randomBytes } from 'node:crypto';
import type { RtpParameters } from '#shared/contract/media.ts';
import { videoCodec } from '../media/hub-side.ts';
import type { Peer } from '../media/peer.ts';
import { createStream, payloadType } from '../media/stream.ts';

export const audioCodec = {
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  parameters: { useinbandfec: 1 },
  rtcpFeedback: [],
};
export const levelExtension = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 10 };
const audioType = 100;
/** 20 ms of Opus at 32 kbit/s. */
const opusBytes = 80;
/** Header of 12 bytes, then one extension in 8 (RFC 8285): who is heard is told by it. */
const audioHeader = 20;
export const kinds = { video: { packetsPerSecond: 110 }, audio: { packetsPerSecond: 50 } } as const;
export type Kind = keyof typeof kinds;

export const newSsrc = (): number => (randomBytes(4).readUInt32BE() | 1) >>> 0;

export function parametersOf(kind: Kind, ssrc: number): RtpParameters {
  const rest = { mid: kind, encodings: [{ ssrc }], rtcp: { cname: `day-${ssrc}` } };
  return kind === 'video'
    ? { ...rest, codecs: [{ ...videoCodec, payloadType }] }
    : { ...rest, codecs: [{ ...audioCodec, payloadType: audioType }], headerExtensions: [levelExtension] };
}

/** Sends one packet of the kind at each call. */
export function createSender(kind: Kind, peer: Peer, ssrc: number, turn: number): () => void {
  return kind === 'video' ? createStream(peer, ssrc) : createVoice(peer, ssrc, turn);
}

/** Somebody who speaks one second in five, at their turn, and sends quiet packets otherwise (no DTX: the dear case). */
function createVoice(peer: Peer, ssrc: number, turn: number): () => void {
  const packet = Buffer.alloc(audioHeader + opusBytes, 0x5a);
  packet[0] = 0x90;
  packet[1] = audioType;
  packet.writeUInt32BE(ssrc, 8);
  packet.set([0xbe, 0xde, 0x00, 0x01, levelExtension.id << 4, 0, 0, 0], 12);
  let sequence = 0;
  return () => {
    const speaks = Math.floor(sequence / kinds.audio.packetsPerSecond) % 5 === turn;
    packet[17] = speaks ? 20 + (sequence % 7) : 100;
    packet.writeUInt16BE(sequence & 0xffff, 2);
    packet.writeUInt32BE((sequence * 960) >>> 0, 4);
    sequence += 1;
    peer.sendRtp(packet, audioHeader);
  };
}
