// Runs in the browser: the flow of Janus' own VideoRoom demo, without its page.
import { type JanusEvent, type JanusSession, openSession } from './janus-session.ts';

export type JanusPage = {
  /** Up to a session: what a warm page has. */
  open(url: string): Promise<void>;
  publish(create: Record<string, unknown>): Promise<void>;
  /** Milliseconds from entering the room to the first picture of somebody else. */
  watch(room: number): Promise<number | null>;
};

let session: JanusSession;

async function answered(pc: RTCPeerConnection, handle: Awaited<ReturnType<JanusSession['attach']>>) {
  pc.addEventListener('icecandidate', ({ candidate }) => {
    void handle.trickle(candidate?.toJSON() ?? { completed: true });
  });
}

async function publish(create: Record<string, unknown>): Promise<void> {
  const video = { width: 640, height: 360, frameRate: 24 };
  const stream = await navigator.mediaDevices.getUserMedia({ video });
  const handle = await session.attach();
  await handle.request(create);
  await handle.request({ request: 'join', ptype: 'publisher', room: create['room'] });
  const pc = new RTCPeerConnection();
  await answered(pc, handle);
  for (const track of stream.getTracks()) pc.addTransceiver(track, { direction: 'sendonly' });
  await pc.setLocalDescription();
  const offer = { type: 'offer', sdp: pc.localDescription?.sdp ?? '' } as const;
  const { jsep } = await handle.request({ request: 'configure', video: true }, offer);
  if (jsep) await pc.setRemoteDescription(jsep);
}

async function watch(room: number): Promise<number | null> {
  const begun = performance.now();
  const main = await session.attach();
  const joined: JanusEvent = await main.request({ request: 'join', ptype: 'publisher', room });
  const publishers = (joined.plugindata?.data['publishers'] ?? []) as { id: number }[];
  const handle = await session.attach();
  const streams = publishers.map(({ id }) => ({ feed: id }));
  const { jsep } = await handle.request({ request: 'join', ptype: 'subscriber', room, streams });
  if (!jsep) return null;
  const pc = new RTCPeerConnection();
  await answered(pc, handle);
  const seen = new Promise<number>((resolve) => {
    pc.addEventListener('track', ({ track }) => {
      const element = document.createElement('video');
      element.autoplay = true;
      element.muted = true;
      element.srcObject = new MediaStream([track]);
      element.requestVideoFrameCallback(() => resolve(performance.now() - begun));
      document.body.append(element);
    });
  });
  await pc.setRemoteDescription(jsep);
  await pc.setLocalDescription();
  const answer = { type: 'answer', sdp: pc.localDescription?.sdp ?? '' } as const;
  await handle.request({ request: 'start', room }, answer);
  const none = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5_000));
  return await Promise.race([seen, none]);
}

const page: JanusPage = {
  open: async (url) => {
    session = await openSession(url);
  },
  publish,
  watch,
};
Object.assign(globalThis, { janusPage: page });
