import type { Region } from '#shared/contract/regions.ts';
import { crossRegionStreams } from './costs.ts';
import type { SimNode, SimPerson, SimRoom } from './fleet.ts';

/** Loads in steps of 1 %, up to four times what a node can do: more is shown as that. */
const steps = 400;

/** What a scenario's row is made of. */
export function createTally() {
  const loads = new Float64Array(steps + 1);
  const waits: number[] = [];
  const away = new Map<Region, number>();
  let [sampled, overloaded, highest, mostStreams, mostPeople, mostNodes] = [0, 0, 0, 0, 0, 0];

  const quantile = (share: number): number => {
    let left = share * sampled;
    for (let step = 0; step <= steps; step += 1) if ((left -= loads[step] ?? 0) <= 0) return step / 100;
    return steps / 100;
  };

  const counts = { placed: 0, refused: 0, retries: 0, moves: 0, ownRegion: 0, crowded: 0 };
  return Object.assign(counts, {
    place(person: SimPerson, node: SimNode, now: number): void {
      counts.placed += 1;
      if (node.region === person.region) counts.ownRegion += 1;
      if (person.avoid) waits.push(now - person.askedAt);
    },
    turnedAway: (region: Region) => void away.set(region, (away.get(region) ?? 0) + 1),
    /** And begins to count anew. */
    takeTurnedAway(region: Region): number {
      const count = away.get(region) ?? 0;
      away.delete(region);
      return count;
    },
    sample(nodes: ReadonlySet<SimNode>, rooms: ReadonlySet<SimRoom>): void {
      let [people, streams] = [0, 0];
      for (const { cores, workers, people: here } of nodes) {
        const load = cores / workers;
        const step = Math.min(steps, Math.max(0, Math.round(load * 100)));
        loads[step] = (loads[step] ?? 0) + 1;
        sampled += 1;
        if (load > 1) overloaded += 1;
        highest = Math.max(highest, load);
        people += here;
      }
      for (const room of rooms) streams += crossRegionStreams(room);
      mostPeople = Math.max(mostPeople, people);
      mostStreams = Math.max(mostStreams, streams);
      mostNodes = Math.max(mostNodes, nodes.size);
    },
    row(name: string) {
      const round = (value: number, digits = 3) => Number(value.toFixed(digits));
      return {
        scenario: name,
        placed: counts.placed,
        refused: counts.refused,
        retries: counts.retries,
        slowestRetryMs: Math.round(waits.reduce((most, wait) => Math.max(most, wait), 0)),
        ownRegion: round(counts.ownRegion / Math.max(1, counts.placed)),
        loadP50: quantile(0.5),
        loadP99: quantile(0.99),
        loadMax: round(highest, 2),
        overloadedShare: round(overloaded / Math.max(1, sampled), 4),
        joinedCrowded: counts.crowded,
        crossRegionStreams: mostStreams,
        moves: counts.moves,
        mostPeople,
        mostNodes,
      };
    },
  });
}
export type Row = ReturnType<ReturnType<typeof createTally>['row']>;
