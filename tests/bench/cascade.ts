import type { Area, Bench, Metric } from './area.ts';
import { compare } from './compare.ts';
import { startCascadeSide } from './media/cascade-side.ts';
import { createIdentity } from './media/dtls.ts';
import { forwarding, type Load } from './media/forward.ts';
import { delays } from './media/hop-delay.ts';
import { driverCore, pin } from './processes.ts';

const oneNode = 'all on one node';
const cost = {
  name: 'hop-delivered-per-cpu-s.1-to-100',
  unit: 'packets / worker CPU-s',
  better: 'more',
  peer: oneNode,
  what: 'one VP8 stream of 1,200-byte packets, 150 a second, to 100 receivers on another node than the sender, over one trunk; a ratio of 0.95 is 5 % for the hop',
} satisfies Metric;
const middle = {
  name: 'hop-delay.median',
  unit: 'ms',
  better: 'less',
  peer: oneNode,
  what: 'from sending a packet to its arrival at one receiver, 100 a second, over loopback',
} satisfies Metric;
const late = { ...middle, name: 'hop-delay.p99' } satisfies Metric;

const full: Load = { receivers: 100, packetsPerSecond: 150, seconds: 6 };
const quick: Load = { receivers: 5, packetsPerSecond: 100, seconds: 1 };

export const cascade: Area = {
  name: 'cascade',
  metrics: [cost, middle, late],
  settings:
    'two media nodes of one worker each, their workers on one core; SRTP to people and between the nodes',
  peers: async () => [{ name: oneNode, settings: 'the same program, sender and receivers on the same node' }],
  async run(bench) {
    pin(process.pid, driverCore);
    const load = bench.quick ? quick : full;
    await inBothWays(bench, load, cost, (side) => forwarding(side, load));
    const one: Load = { receivers: 1, packetsPerSecond: 100, seconds: bench.quick ? 1 : 6 };
    await inBothWays(bench, one, middle, (side) => delays(side, one, 0.5));
    await inBothWays(bench, one, late, (side) => delays(side, one, 0.99));
  },
};

async function inBothWays(
  bench: Bench,
  { receivers }: Load,
  metric: Metric,
  contestant: (side: Awaited<ReturnType<typeof startCascadeSide>>) => Parameters<typeof compare>[2],
): Promise<void> {
  if (bench.only && !bench.only.has(metric.name)) return;
  const identity = createIdentity();
  try {
    const own = await startCascadeSide(identity, { receivers, hop: true });
    try {
      const peer = await startCascadeSide(identity, { receivers, hop: false });
      try {
        await compare(bench, metric, contestant(own), contestant(peer));
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
