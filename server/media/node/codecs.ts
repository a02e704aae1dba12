import { getSupportedRtpCapabilities } from 'mediasoup';
import type { RouterRtpCodecCapability } from 'mediasoup/types';

const startBitrate = { 'x-google-start-bitrate': 1000 };

/** Best first: browsers take the first one that both sides can do. */
const wanted: RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, parameters: startBitrate },
  {
    kind: 'video',
    mimeType: 'video/VP9',
    clockRate: 90_000,
    parameters: { 'profile-id': 0, ...startBitrate },
  },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    // Constrained baseline, level 3.1: what every browser and phone can do.
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
      ...startBitrate,
    },
  },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000, parameters: startBitrate },
];

/** Those of the wanted codecs that the installed mediasoup can forward. */
export function mediaCodecs(): RouterRtpCodecCapability[] {
  const supported = new Set(
    (getSupportedRtpCapabilities().codecs ?? []).map(({ mimeType }) => mimeType.toLowerCase()),
  );
  return wanted.filter(({ mimeType }) => supported.has(mimeType.toLowerCase()));
}
