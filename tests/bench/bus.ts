import type { Area, Bench, Metric } from './area.ts';
import { openRooms, type Shape } from './bus/load.ts';
import { arrivedAtAdapters, arrivedAtHubs, type Outage } from './bus/outage.ts';
import { compare } from './compare.ts';
import { driverCore, pin } from './processes.ts';

const peer = 'socket.io with @socket.io/redis-adapter';
const unit = 'deliveries to other nodes / CPU-s of 4 nodes and Redis';
const perCpu = (name: string, what: string): Metric => ({
  name: `cross-node-per-cpu-s.${name}`,
  unit,
  better: 'more',
  peer,
  what: `4 nodes, ${what}, members placed by chance, one connection a node`,
});
const useful = (name: string, what: string): Metric => ({
  name: `useful-share.${name}`,
  unit: '% of the nodes Redis sends to that have a member',
  better: 'more',
  peer,
  what: `4 nodes, ${what}, members placed by chance, as Redis counts its subscribers`,
});
const arrived: Metric = {
  name: 'arrived-over-redis-stop',
  unit: '% of what was said, at 2 nodes',
  better: 'more',
  peer,
  what: 'Redis is killed for 5 s while people speak at both nodes; ours with database and catching up, the peer stores nothing',
};

type Case = { shape: Shape; metrics: { perCpu: Metric; useful: Metric } };
const caseOf = (name: string, what: string, shape: Omit<Shape, 'nodes' | 'seconds'>): Case => ({
  shape: { ...shape, nodes: 4, seconds: 6 },
  metrics: { perCpu: perCpu(name, what), useful: useful(name, what) },
});
const cases: readonly Case[] = [
  caseOf('rooms-10', '500 rooms of 10', { rooms: 500, members: 10, perSecond: 1_500 }),
  caseOf('rooms-1000', '5 rooms of 1,000', { rooms: 5, members: 1_000, perSecond: 1_500 }),
  caseOf('rooms-2', '2,000 conversations of 2', { rooms: 2_000, members: 2, perSecond: 3_000 }),
];

/** What travels between the nodes of an installation. */
export const bus: Area = {
  name: 'bus',
  metrics: [...cases.flatMap(({ metrics }) => [metrics.perCpu, metrics.useful]), arrived],
  settings:
    'bus over one Redis 7 on loopback (sharded pub/sub, no persistence), publisher, audiences and fan-out of a hub in 4 processes; no TLS, no compression, no people, no database; messages asked for in tens',
  peers: async () => [
    {
      name: peer,
      settings:
        'adapter 8.3.0 over redis 6 on the same kind of Redis, socket.io of the same version in 4 processes; otherwise the same, the same Redis client options',
    },
  ],
  async run(bench) {
    pin(process.pid, driverCore);
    for (const each of cases) await measureCase(bench, each);
    await measureOutage(bench);
  },
};

async function measureCase(bench: Bench, { shape: full, metrics }: Case): Promise<void> {
  const isWanted = ({ name }: Metric) => !bench.only || bench.only.has(name);
  if (![metrics.perCpu, metrics.useful].some(isWanted)) return;
  const shape = bench.quick ? { ...full, perSecond: full.perSecond / 5, seconds: 1 } : full;
  await using own = await openRooms('node-own.ts', shape);
  await using theirs = await openRooms('node-peer.ts', shape);
  for (const side of [own, theirs]) await side.measure(bench.quick ? 0.5 : 3);
  await compare(bench, metrics.perCpu, own, theirs);
  await compare(bench, metrics.useful, { measure: own.usefulShare }, { measure: theirs.usefulShare });
}

async function measureOutage(bench: Bench): Promise<void> {
  const outage: Outage = bench.quick
    ? { beforeMs: 500, stopMs: 1_000, afterMs: 1_000 }
    : { beforeMs: 1_000, stopMs: 5_000, afterMs: 3_000 };
  const measuring = (measure: (outage: Outage) => ReturnType<typeof arrivedAtHubs>) => ({
    measure: () => measure(outage),
  });
  await compare(bench, arrived, measuring(arrivedAtHubs), measuring(arrivedAtAdapters));
}
