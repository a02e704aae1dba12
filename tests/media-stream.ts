import type { Peer } from './bench/media/peer.ts';

export const videoPayloadType = 96;
/** Bytes of payload by layer, so that a receiver can tell from the length alone what it got. */
export const payloadBytes = [200, 500, 1_000] as const;
const sealBytes = 12 + 16;

/** Which layer a sealed packet carries; undefined: none of these. */
export function layerOfPacket(packet: Buffer): number | undefined {
  const hasExtension = ((packet[0] ?? 0) & 0x10) !== 0;
  const extensionBytes = hasExtension ? 4 + packet.readUInt16BE(14) * 4 : 0;
  const layer = payloadBytes.findIndex((bytes) => packet.length === bytes + sealBytes + extensionBytes);
  return layer < 0 ? undefined : layer;
}

/**
 * A camera of three layers as a browser sends it: VP8, a key frame only at the start of a layer and when one is asked for (PLI,
 * RFC 4585), sender reports that put the layers on one clock (RFC 3550 6.4.1).
 */
export function startCamera(peer: Peer, firstSsrc: number, everyMs = 20) {
  const layers = payloadBytes.map((bytes, nth) => ({
    ssrc: firstSsrc + nth,
    packet: Buffer.alloc(12 + bytes, 0x5a),
    sequence: 100,
    sent: 0,
    active: true,
    keyFrame: true,
  }));
  const asked = [0, 0, 0];

  peer.onRtcp((packet) => {
    for (const ssrc of keyFramesAskedIn(packet)) {
      const nth = ssrc - firstSsrc;
      const layer = layers[nth];
      if (!layer) continue;
      layer.keyFrame = true;
      asked[nth] = (asked[nth] ?? 0) + 1;
    }
  });

  function sendOne(layer: (typeof layers)[number]): void {
    const { packet, ssrc } = layer;
    packet[0] = 0x80;
    packet[1] = 0x80 | videoPayloadType;
    packet.writeUInt16BE(layer.sequence & 0xffff, 2);
    packet.writeUInt32BE(timestamp(), 4);
    packet.writeUInt32BE(ssrc, 8);
    // RFC 7741: start of partition 0; of the frame's tag the first bit is 0 in a key frame.
    packet.set(
      [0x10, layer.keyFrame ? 0x10 : 0x11, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01],
      12,
    );
    layer.keyFrame = false;
    layer.sequence += 1;
    layer.sent += 1;
    peer.sendRtp(packet);
  }

  const frames = setInterval(() => {
    for (const layer of layers) if (layer.active) sendOne(layer);
  }, everyMs);
  const reports = setInterval(() => {
    for (const { ssrc, active, sent } of layers) if (active) peer.sendRtcp(senderReport(ssrc, sent));
  }, 200);

  return {
    sent: (layer: number) => layers[layer]?.sent ?? 0,
    /** Key frames that receivers asked for. */
    asked: (layer: number) => asked[layer] ?? 0,
    setActive(layer: number, active: boolean): void {
      const found = layers[layer];
      if (found) Object.assign(found, { active, keyFrame: true });
    },
    stop(): void {
      clearInterval(frames);
      clearInterval(reports);
    },
  };
}

const timestamp = () => Math.floor(performance.now() * 90) >>> 0;

function senderReport(ssrc: number, packets: number): Buffer {
  const report = Buffer.alloc(28);
  report[0] = 0x80;
  report[1] = 200;
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  const now = Date.now() / 1_000 + 2_208_988_800;
  report.writeUInt32BE(Math.floor(now), 8);
  report.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), 12);
  report.writeUInt32BE(timestamp(), 16);
  report.writeUInt32BE(packets, 20);
  report.writeUInt32BE(packets * 100, 24);
  return report;
}

/** The streams for which a compound packet asks a key frame. */
function keyFramesAskedIn(compound: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 12 <= compound.length; ) {
    const bytes = (compound.readUInt16BE(at + 2) + 1) * 4;
    const isPli = compound[at + 1] === 206 && ((compound[at] ?? 0) & 0x1f) === 1;
    if (isPli) found.push(compound.readUInt32BE(at + 8));
    at += bytes;
  }
  return found;
}
