import type { Probe } from './nearness.ts';

const limitMs = 2_000;

/**
 * The time that a STUN server (RFC 8489) takes to answer this browser: a page has no other way to send a datagram without a
 * permission. The answer shows as a candidate of type `srflx`, a few milliseconds late. Undefined without an answer in time.
 */
export async function measureRoundTrip({ address, port }: Probe): Promise<number | undefined> {
  const frame = frameWithoutDevices();
  const host = address.includes(':') ? `[${address}]` : address;
  try {
    const Connection = frame.contentWindow?.RTCPeerConnection ?? RTCPeerConnection;
    const connection = new Connection({ iceServers: [{ urls: `stun:${host}:${port}` }] });
    try {
      connection.createDataChannel('');
      return await answered(connection, await connection.createOffer());
    } finally {
      connection.close();
    }
  } catch {
    return undefined;
  } finally {
    frame.remove();
  }
}

type Frame = HTMLIFrameElement & { contentWindow: (Window & typeof globalThis) | null };

/**
 * A page that may use the camera shows its real addresses, and then the browser keeps an answer to itself that names one of
 * them (no NAT between), until all gathering ends: 0.12 s at least. A frame without that permission hides them.
 */
function frameWithoutDevices(): Frame {
  const frame = document.createElement('iframe');
  frame.allow = "camera 'none'; microphone 'none'";
  frame.hidden = true;
  document.body.append(frame);
  return frame as Frame;
}

function answered(
  connection: RTCPeerConnection,
  offer: RTCSessionDescriptionInit,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), limitMs);
    const began = performance.now();
    const done = (rttMs: number | undefined) => {
      clearTimeout(timer);
      resolve(rttMs);
    };
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'srflx') done(performance.now() - began);
    });
    connection.addEventListener('icecandidateerror', () => done(undefined));
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') done(performance.now() - began);
    });
    connection.setLocalDescription(offer).catch(() => done(undefined));
  });
}
