import type { Candidate } from '#server/media/allocation.ts';
import { busProtocol } from '#server/platform/bus.ts';
import type { Region } from '#shared/contract/regions.ts';

/** A media node that is simulated: what it really does, and what each hub believes of it. */
export type SimNode = {
  name: string;
  region: Region;
  workers: number;
  alive: boolean;
  /** In which tenth of the second it tells its load. */
  phase: number;
  /** How many loads it has told. */
  told: number;
  /** Cores in use, streams of joins under way not yet included. */
  cores: number;
  coresAtReport: number;
  people: number;
  rooms: Set<SimRoom>;
  /** What all hubs heard last. */
  load: Candidate['load'];
  /** One a hub: each counts the people that it has placed itself. */
  views: Candidate[];
};

/** A room. `seats`: where its people were placed; `parts` and `size`: those whose media has begun, which is what costs. */
export type SimRoom = {
  size: number;
  parts: Map<SimNode, number>;
  seats: Map<SimNode, number>;
  people: Set<SimPerson>;
};
export type SimPerson = {
  region: Region;
  room: SimRoom;
  node: SimNode | undefined;
  /** The media has begun. */
  sits: boolean;
  askedAt: number;
  /** Nodes that failed this person. */
  avoid: Set<string> | undefined;
};

export function aNode(name: string, region: Region, workers: number, hubs: number): SimNode {
  const load = firstLoad(name, region, workers);
  return {
    name,
    region,
    workers,
    load,
    alive: true,
    phase: 0,
    told: 0,
    cores: 0,
    coresAtReport: 0,
    people: 0,
    rooms: new Set(),
    views: Array.from({ length: hubs }, () => ({ load, placedSince: 0, inRoom: 0 })),
  };
}

const firstLoad = (node: string, region: Region, workers: number): Candidate['load'] => ({
  node,
  name: node,
  region,
  state: 'active',
  version: 'simulated',
  busProtocol,
  startedAt: '1970-01-01T00:00:00.000Z',
  addresses: [],
  probe: null,
  capacity: Number.MAX_SAFE_INTEGER,
  roomsVersion: 0,
  lossShare: 0,
  peers: [],
  accepting: true,
  trouble: null,
  workers,
  cpu: 0,
  rooms: 0,
  participants: 0,
  producers: 0,
  consumers: 0,
  packetsPerSecond: 0,
  bitrate: 0,
});

/** What it says once a second: the mean since the last time, as a meter of CPU time sees it; never more than all cores. */
export function tellLoad(node: SimNode): void {
  const mean = (node.coresAtReport + node.cores) / 2 / node.workers;
  node.coresAtReport = node.cores;
  node.told += 1;
  node.load.cpu = Math.min(1, mean);
  node.load.participants = node.people;
  for (const view of node.views) view.placedSince = 0;
}
