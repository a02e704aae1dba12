import type { Region } from '#shared/contract/regions.ts';
import { regions } from '#shared/contract/regions.ts';
import type { SimPerson } from './fleet.ts';
import { byShare, places } from './geography.ts';
import type { World } from './world.ts';

/** Workers of a node: one a core. */
export const coresPerNode = 16;
const second = 1_000;

/** Nodes enough for so many people at the given share of their cores, by where people are. */
function build(world: World, people: number, coresEach: number, share: number): void {
  for (const region of regions) {
    const cores = (people * places[region].share * coresEach) / share;
    const count = Math.max(2, Math.ceil(cores / coresPerNode));
    for (let nth = 0; nth < count; nth += 1) world.addNode(region, coresPerNode);
  }
}

/** Companies meet mostly at home: the others of a meeting are elsewhere one time in eight. */
function regionOf(world: World, home: Region): Region {
  return world.random.next() < 1 / 8 ? world.random.pick(byShare) : home;
}

/** Fills the fleet with meetings of five over a while, for the scenarios that need a usual day under way. */
function fill(world: World, people: number, overMs: number): SimPerson[] {
  const all: SimPerson[] = [];
  for (let met = 0; met < people; met += 5) {
    const home = world.random.pick(byShare);
    const room = world.openRoom();
    const at = world.random.between(0, overMs);
    for (let nth = 0; nth < 5; nth += 1)
      world.agenda.at(at + nth * 400, () => all.push(world.enter(regionOf(world, home), room)));
  }
  return all;
}

/** After an all-hands mail: 10,000 people in 10 s, in rooms of 200, into a fleet that was made for them at 60 %. */
export function storm(world: World, people = 10_000): void {
  const size = 200;
  build(world, people, 0.0125, 0.6);
  world.agenda.run(3 * second);
  for (let from = 0; from < people; from += size) {
    const room = world.openRoom();
    for (let nth = 0; nth < Math.min(size, people - from); nth += 1)
      world.agenda.at(3 * second + world.random.between(0, 10 * second), () =>
        world.enter(world.random.pick(byShare), room),
      );
  }
  world.agenda.run(60 * second);
}

/** All nodes of one region die at once at its peak; everybody there comes again within 5 s. */
export function failure(world: World, people = 20_000, dead: Region = 'na'): void {
  build(world, people, 0.014, 0.4);
  fill(world, people, 60 * second);
  world.agenda.run(80 * second);
  for (const node of [...world.nodes].filter(({ region }) => region === dead))
    for (const person of world.kill(node))
      world.agenda.at(world.agenda.now() + world.random.between(0, 5 * second), () =>
        world.rejoin(person, node.name),
      );
  world.agenda.run(140 * second);
}

/** One node of each region is drained while everybody talks: twenty people a second move, make before break. */
export function drain(world: World, people = 20_000): void {
  build(world, people, 0.014, 0.5);
  fill(world, people, 60 * second);
  world.agenda.run(80 * second);
  for (const region of regions) {
    const node = [...world.nodes].find((each) => each.region === region);
    if (node) drainNode(world, node, 20);
  }
  world.agenda.run(200 * second);
}

/** `perSecond` people move each second until nobody is there; then the node is gone. */
export function drainNode(world: World, node: Parameters<World['peopleOn']>[0], perSecond: number): void {
  world.setState(node, 'draining');
  const step = () => {
    const people = world.peopleOn(node);
    if (people.length === 0) return world.remove(node);
    for (const person of people.slice(0, perSecond)) world.move(person);
    world.agenda.at(world.agenda.now() + second, step);
  };
  step();
}
