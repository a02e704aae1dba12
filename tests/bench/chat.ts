import { setTimeout as sleep } from 'node:timers/promises';
import type { Area, Bench, Metric, Peer } from './area.ts';
import { startBare } from './chat/bare-side.ts';
import { startHub } from './chat/hub-side.ts';
import { type Crowd, connectCrowd, type Load, type Run, type Side, sampleOf } from './chat/load.ts';
import type { Plan } from './chat/plan.ts';
import { prosodyMissing, startProsody } from './chat/prosody-side.ts';
import { type Contestant, compare } from './compare.ts';
import { driverCore, pin, rssOf } from './processes.ts';

const bare = 'bare socket.io';
const large = {
  name: 'delivered-per-cpu-s.channel-200',
  unit: 'messages / server CPU-s',
  better: 'more',
  peer: bare,
  what: '200 connections in one channel, 50 messages/s; ours authenticated, authorised, acknowledged, stored with fsync',
} satisfies Metric;
const small = {
  name: 'delivered-per-cpu-s.channels-10',
  unit: 'messages / server CPU-s',
  better: 'more',
  peer: bare,
  what: '200 connections, 10 in each of 20 channels, 600 messages/s in all; otherwise the same',
} satisfies Metric;
const latency = {
  name: 'p99-delivery.channel-200',
  unit: 'ms',
  better: 'less',
  peer: bare,
  what: 'from sending to hearing, 200 connections in one channel, 50 messages/s; ours only after fsync',
} satisfies Metric;
const prosody = 'Prosody MUC + MAM';
const largeXmpp = { ...large, peer: prosody } satisfies Metric;
const smallXmpp = { ...small, peer: prosody } satisfies Metric;
const memory = {
  name: 'rss-per-idle-connection',
  unit: 'KB',
  better: 'less',
  peer: bare,
  what: 'growth of the server process from 100 to 1,100 idle connections of 20 people in one space',
} satisfies Metric;

type Shape = { plan: Plan; load: Load };
const shapes = {
  large: {
    plan: { connections: 200, people: 20, spaces: 1 },
    load: { channels: 1, perSecond: 50, seconds: 6 },
  },
  small: {
    plan: { connections: 200, people: 40, spaces: 20 },
    load: { channels: 20, perSecond: 600, seconds: 6 },
  },
} satisfies Record<string, Shape>;
const quickly = ({ plan, load }: Shape): Shape => ({
  plan: { ...plan, connections: plan.connections / 5, people: Math.max(plan.spaces, plan.people / 2) },
  load: { ...load, perSecond: load.perSecond / 5, seconds: 1 },
});

export const chat: Area = {
  name: 'chat',
  metrics: [large, largeXmpp, small, smallXmpp, latency, memory],
  settings:
    'the hub process with its embedded PostgreSQL (fsync on, synchronous commit), no TLS, no compression, session cookies, a ceiling of 120 calls/s a connection',
  async peers(): Promise<Peer[]> {
    const missing = prosodyMissing();
    return [
      {
        name: bare,
        settings:
          'socket.io of the same version in a process of its own, nothing stored, nobody authenticated, no TLS, no compression, no ceiling',
      },
      {
        name: prosody,
        settings:
          'Debian package, multi-user chat with the message archive in its internal storage (files, no fsync), plain passwords, TCP, no TLS, no compression; the room’s echo is the acknowledgement',
        ...(missing ? { missing } : {}),
      },
    ];
  },
  async run(bench) {
    pin(process.pid, driverCore);
    const wanted = (...metrics: Metric[]) => metrics.some(({ name }) => !bench.only || bench.only.has(name));
    if (wanted(large, latency)) await measureDelivery(bench, shapes.large, [large, latency, largeXmpp]);
    if (wanted(small)) await measureDelivery(bench, shapes.small, [small, smallXmpp]);
    if (wanted(memory)) await measureMemory(bench);
  },
};

/** Our side stays up while the peers come one after the other. */
async function measureDelivery(bench: Bench, full: Shape, metrics: readonly Metric[]): Promise<void> {
  const { plan, load } = bench.quick ? quickly(full) : full;
  await using own = await contestant(bench, await startHub(plan), plan, load);
  for (const [name, start] of [
    [bare, startBare],
    [prosody, startProsody],
  ] as const) {
    const against = metrics.filter(
      ({ peer, name: metric }) => peer === name && (!bench.only || bench.only.has(metric)),
    );
    if (against.length === 0 || (name === prosody && prosodyMissing())) continue;
    await using peer = await contestant(bench, await start(plan), plan, load);
    for (const metric of against) await compare(bench, metric, own.measuring(metric), peer.measuring(metric));
  }
}

async function contestant(bench: Bench, side: Side, plan: Plan, load: Load) {
  const crowd = await connectCrowd(side, plan.connections);
  await crowd.run({ ...load, seconds: bench.quick ? 0.5 : 3 });
  const valueOf = ({ delivered, cpuSeconds, p99 }: Run, metric: Metric) =>
    metric.name === latency.name ? p99 : delivered / cpuSeconds;
  return {
    measuring: (metric: Metric): Contestant => ({
      async measure() {
        const run = await crowd.run(load);
        return sampleOf(run, valueOf(run, metric));
      },
    }),
    async [Symbol.asyncDispose](): Promise<void> {
      crowd.close();
      await side.close();
    },
  };
}

async function measureMemory(bench: Bench): Promise<void> {
  const scale = bench.quick ? 10 : 1;
  const plan = { connections: 1_100 / scale, people: 20, spaces: 1 };
  const growth = (start: (plan: Plan) => Promise<Side>): Contestant => ({
    async measure() {
      const side = await start(plan);
      const crowds: Crowd[] = [];
      try {
        crowds.push(await connectCrowd(side, 100 / scale));
        await sleep(bench.quick ? 500 : 3_000);
        const before = rssOf(side.pid);
        crowds.push(await connectCrowd(side, 1_000 / scale));
        await sleep(bench.quick ? 500 : 5_000);
        return { value: (rssOf(side.pid) - before) / 1_024 / (1_000 / scale) };
      } finally {
        for (const crowd of crowds) crowd.close();
        await side.close();
      }
    },
  });
  await compare(bench, memory, growth(startHub), growth(startBare));
}
