import { decideScale } from '#server/admin/autoscale/rule.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { byShare, places } from './geography.ts';
import { coresPerNode, drainNode } from './scenarios.ts';
import type { World } from './world.ts';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** From being asked for to its first word. */
const bootMs = 90 * second;
/** Meetings a person has on a working day, how many come to one and how long it lasts. */
const meetingsADay = 1.6;
const sizes = [
  [2, 40],
  [3, 20],
  [5, 20],
  [8, 12],
  [15, 6],
  [40, 1.6],
  [120, 0.4],
] as const;
const lengths = [
  [15 * minute, 3],
  [30 * minute, 5],
  [60 * minute, 2],
] as const;
const meanSize =
  sizes.reduce((sum, [size, weight]) => sum + size * weight, 0) / sizes.reduce((sum, [, w]) => sum + w, 0);

/** Share of a day's meetings that begin in each hour of the local day. */
const curve = [0, 0, 0, 0, 0, 0, 0.2, 1, 5, 12, 14, 11, 5, 8, 13, 12, 9, 5, 2, 1, 0.6, 0.4, 0.2, 0.1];
const wholeCurve = curve.reduce((sum, share) => sum + share, 0);

/** 24 hours of so many users over four regions, with a fleet that the autoscale rule grows and shrinks. */
export function wholeDay(world: World, users = 1_000_000): void {
  for (const region of regions) {
    // What an administrator would keep over night: a node boots too late for eight o'clock sharp.
    const floor = Math.max(2, Math.ceil((users * places[region].share) / 40_000));
    for (let nth = 0; nth < floor; nth += 1) world.addNode(region, coresPerNode);
    let booting = 0;
    const look = () => {
      const nodes = [...world.nodes].filter((node) => node.region === region);
      const decision = decideScale(
        {
          booting,
          turnedAway: world.tally.takeTurnedAway(region),
          nodes: nodes.map(({ load }) => load),
        },
        { floor, ceiling: 1_000, capEur: 1e6, spentEur: 0, monthLeft: 1, eurPerNodeMonth: 1 },
      );
      if (decision.action === 'add') {
        booting += decision.count;
        world.agenda.at(world.agenda.now() + bootMs, () => {
          for (let nth = 0; nth < decision.count; nth += 1) world.addNode(region, coresPerNode);
          booting -= decision.count;
        });
      }
      if (decision.action === 'drain') {
        const node = nodes.find(({ name }) => name === decision.node);
        if (node) drainNode(world, node, 50);
      }
      world.agenda.at(world.agenda.now() + 30 * second, look);
    };
    world.agenda.at(0, look);
  }
  for (let nth = 0; nth < 24; nth += 1)
    world.agenda.at(nth * hour, () => {
      for (const region of regions) planHour(world, region, nth, users);
    });
  world.agenda.run(24 * hour);
}

function planHour(world: World, region: Region, utcHour: number, users: number): void {
  const { share, utcOffset } = places[region];
  const local = (utcHour + utcOffset + 24) % 24;
  const count = Math.round((users * share * meetingsADay * (curve[local] ?? 0)) / wholeCurve / meanSize);
  for (let nth = 0; nth < count; nth += 1) planMeeting(world, region, utcHour * hour);
}

/** Seven of ten begin on the hour or half past: that is when fleets are tested. People come from two minutes early to two late. */
function planMeeting(world: World, home: Region, hourAt: number): void {
  const { random, agenda } = world;
  const exact = random.next() < 0.7;
  const start = hourAt + (exact ? random.whole(0, 1) * 30 * minute : random.between(0, hour));
  const size = random.pick(sizes);
  const length = random.pick(lengths);
  agenda.at(start - 2 * minute, () => {
    const room = world.openRoom();
    for (let nth = 0; nth < size; nth += 1) {
      const region = random.next() < 1 / 8 ? random.pick(byShare) : home;
      const came = start + (random.next() + random.next() + random.next() - 1.5) * 80 * second;
      agenda.at(came, () => {
        const person = world.enter(region, room);
        agenda.at(came + length + random.between(-2, 2) * minute, () => world.leave(person));
      });
    }
  });
}
