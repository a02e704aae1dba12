import { openBrowser } from '#tests/e2e/browser.ts';
import type { Area, Bench, Metric, Peer } from './area.ts';
import { compare } from './compare.ts';
import { createIdentity } from './media/dtls.ts';
import { hubFirstFrame, janusFirstFrame } from './media/first-frame.ts';
import { forwarding, type Load } from './media/forward.ts';
import { startHubSide } from './media/hub-side.ts';
import { janusMissing } from './media/janus.ts';
import { startJanusSide } from './media/janus-side.ts';
import { driverCore, pin } from './processes.ts';

const janus = 'Janus VideoRoom';
const forward = {
  name: 'srtp-forwarded-per-cpu-s.1-to-50',
  unit: 'packets / server CPU-s',
  better: 'more',
  peer: janus,
  what: 'one VP8 stream of 1,200-byte packets, 300 a second, to 50 receivers over ICE, DTLS and SRTP (AES-128-GCM, NACK on); ours with hub and database',
} satisfies Metric;

const firstFrame = {
  name: 'join-to-first-frame',
  unit: 'ms',
  better: 'less',
  peer: janus,
  what: 'from entering a call with one camera to the first decoded picture, in Chromium, page and socket warm, over loopback; peer: the flow of its VideoRoom demo',
} satisfies Metric;

const full: Load = { receivers: 50, packetsPerSecond: 300, seconds: 6 };
const quick: Load = { receivers: 5, packetsPerSecond: 100, seconds: 1 };

export const media: Area = {
  name: 'media',
  metrics: [forward, firstFrame],
  settings:
    'the hub process with its database and one media worker, all on one core; ICE-lite, WebRTC all the way',
  async peers(): Promise<Peer[]> {
    const missing = janusMissing();
    const settings =
      'Debian package, VideoRoom, ICE-lite, one handle a subscriber, the same streams and ciphers';
    return [{ name: janus, settings, ...(missing ? { missing } : {}) }];
  },
  async run(bench) {
    if (janusMissing()) return;
    pin(process.pid, driverCore);
    const wanted = ({ name }: Metric) => !bench.only || bench.only.has(name);
    if (wanted(forward)) await measureForwarding(bench);
    if (wanted(firstFrame)) await measureFirstFrame(bench);
  },
};

async function measureForwarding(bench: Bench): Promise<void> {
  const load = bench.quick ? quick : full;
  const identity = createIdentity();
  try {
    const own = await startHubSide(identity, load.receivers);
    try {
      const peer = await startJanusSide(identity, load.receivers);
      try {
        await compare(
          bench,
          forward,
          forwarding({ ...own, pids: [own.pid] }, load),
          forwarding({ ...peer, pids: [peer.pid] }, load),
        );
      } finally {
        await peer.close();
      }
    } finally {
      await own.close();
    }
  } finally {
    identity.remove();
  }
}

async function measureFirstFrame(bench: Bench): Promise<void> {
  const browser = await openBrowser();
  try {
    const own = await hubFirstFrame(browser);
    try {
      const peer = await janusFirstFrame(browser, `${own.url}/healthz`);
      try {
        await own.measure();
        await peer.measure();
        await compare(bench, firstFrame, own, peer);
      } finally {
        await peer.close();
      }
    } finally {
      await own.close();
    }
  } finally {
    await browser.close();
  }
}
