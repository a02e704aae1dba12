import type { Capacity } from '#server/admin/cost/capacity.ts';
import { chooseNode } from '#server/media/allocation.ts';
import type { Region } from '#shared/contract/regions.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { createCosts } from './costs.ts';
import { aNode, type SimNode, type SimPerson, type SimRoom, tellLoad } from './fleet.ts';
import { wishOf } from './geography.ts';
import { createRandom } from './random.ts';
import { createTally } from './tally.ts';

export type WorldOptions = {
  capacity: Capacity;
  seed: number;
  /** False: people placed since the last load do not count, to see what the guard is good for. */
  guard: boolean;
  hubs: number;
  /** Hubs count what others placed too, as soon as the nodes' room lists say so. */
  share: boolean;
  /** How often loads are looked at for the table. */
  sampleEveryMs?: number;
};

/** Loads are told once a second, each node at its own moment; a node that fell silent is dropped after this. As in server/media. */
const beatMs = 1_000;
const phases = 10;
const silentMs = 3_500;
/** From the answer of the hub to media that costs something: ICE, DTLS, the first pictures. */
const rampMs = 1_500;
/** A join at a node that is dead fails, and the client asks again. */
const retryMs = 1_000;
const mostTries = 8;
/** A node tells its rooms in frames of 50 ms; then the bus. */
const listedMs = 120;

/** Nodes, hubs that believe what they were told up to a second ago, and people who come and go. The allocation is production's. */
export function createWorld({ capacity, seed, guard, hubs, share, sampleEveryMs = 1_000 }: WorldOptions) {
  const agenda: Agenda = createAgenda();
  const random = createRandom(seed);
  const costs = createCosts(capacity);
  const tally = createTally();
  const nodes = new Set<SimNode>();
  const rooms = new Set<SimRoom>();
  /** What each hub chooses from: nodes leave it only when they have been silent long enough. */
  const known = new Map<string, SimNode>();
  const candidates = Array.from({ length: hubs }, (): SimNode['views'] => []);
  let made = 0;

  function refresh(): void {
    for (let hub = 0; hub < hubs; hub += 1)
      candidates[hub] = [...known.values()].flatMap(({ views }) => views[hub] ?? []);
  }

  function addNode(region: Region, workers: number): SimNode {
    const node = aNode(`${region}-${String(++made).padStart(4, '0')}`, region, workers, hubs);
    node.phase = random.whole(0, phases - 1);
    nodes.add(node);
    known.set(node.name, node);
    refresh();
    return node;
  }

  function forget(node: SimNode): void {
    known.delete(node.name);
    refresh();
  }

  /** What the room costs everywhere, before and after it changes. */
  function change(room: SimRoom, act: () => void): void {
    for (const node of room.parts.keys()) node.cores -= costs.ofPart(room, node);
    act();
    for (const node of room.parts.keys()) node.cores += costs.ofPart(room, node);
  }

  function sit(person: SimPerson, node: SimNode): void {
    const { room } = person;
    if (!node.alive || person.node !== node) return;
    change(room, () => {
      room.size += 1;
      room.parts.set(node, (room.parts.get(node) ?? 0) + 1);
    });
    person.sits = true;
    if (node.cores > node.workers) tally.crowded += 1;
  }

  function getUp(person: SimPerson, node: SimNode): void {
    const { room } = person;
    const here = room.parts.get(node) ?? 0;
    if (here === 0) return;
    person.sits = false;
    change(room, () => {
      room.size -= 1;
      if (here > 1) room.parts.set(node, here - 1);
      else room.parts.delete(node);
    });
    // Rounding must not add up over a million people.
    if (node.rooms.size === 0) node.cores = 0;
  }

  /** The very function that production calls, on what this hub believes. */
  function choose(person: SimPerson, hub: number): SimNode | undefined {
    const { seats } = person.room;
    for (const [{ views }, count] of seats) {
      const view = views[hub];
      if (view) view.inRoom = count;
    }
    const wish = person.avoid ? { ...wishOf(person.region), exclude: person.avoid } : wishOf(person.region);
    const name = chooseNode(candidates[hub] ?? [], wish);
    for (const { views } of seats.keys()) {
      const view = views[hub];
      if (view) view.inRoom = 0;
    }
    return name === undefined ? undefined : known.get(name);
  }

  function count(node: SimNode, hub: number): void {
    const own = node.views[hub];
    if (own) own.placedSince += 1;
    if (!share || hubs === 1 || !node.alive) return;
    const { told } = node;
    agenda.at(agenda.now() + listedMs, () => {
      // A load that was taken meanwhile has them already.
      if (node.told !== told) return;
      for (const view of node.views) if (view !== own) view.placedSince += 1;
    });
  }

  function seat(person: SimPerson, node: SimNode): void {
    person.node = node;
    node.people += 1;
    node.rooms.add(person.room);
    person.room.seats.set(node, (person.room.seats.get(node) ?? 0) + 1);
  }

  function unseat({ room }: SimPerson, node: SimNode): void {
    node.people -= 1;
    const left = (room.seats.get(node) ?? 0) - 1;
    if (left > 0) room.seats.set(node, left);
    else {
      room.seats.delete(node);
      node.rooms.delete(room);
    }
  }

  function join(person: SimPerson, tries = 1): void {
    if (!person.room.people.has(person)) return;
    const hub = hubs === 1 ? 0 : random.whole(0, hubs - 1);
    const node = choose(person, hub);
    if (!node) {
      tally.refused += 1;
      tally.turnedAway(person.region);
      person.room.people.delete(person);
      return;
    }
    if (guard) count(node, hub);
    if (!node.alive) {
      tally.retries += 1;
      (person.avoid ??= new Set()).add(node.name);
      if (tries < mostTries) agenda.at(agenda.now() + retryMs, () => join(person, tries + 1));
      else {
        tally.refused += 1;
        person.room.people.delete(person);
      }
      return;
    }
    seat(person, node);
    tally.place(person, node, agenda.now());
    agenda.at(agenda.now() + rampMs, () => sit(person, node));
  }

  function leave(person: SimPerson): void {
    person.room.people.delete(person);
    const { node, room } = person;
    person.node = undefined;
    if (node) {
      unseat(person, node);
      if (person.sits) getUp(person, node);
    }
    if (room.people.size === 0) rooms.delete(room);
  }

  /** Make before break: a new place first, then the old one is left. */
  function move(person: SimPerson): boolean {
    const from = person.node;
    if (!from) return false;
    person.avoid = new Set([from.name]);
    const to = choose(person, 0);
    person.avoid = undefined;
    if (!to?.alive || to === from) return false;
    if (guard) count(to, 0);
    const sat = person.sits;
    unseat(person, from);
    seat(person, to);
    tally.moves += 1;
    agenda.at(agenda.now() + rampMs, () => {
      if (sat) getUp(person, from);
      sit(person, to);
    });
    return true;
  }

  function kill(node: SimNode): SimPerson[] {
    const lost = peopleOn(node);
    node.alive = false;
    for (const person of lost) {
      person.node = undefined;
      unseat(person, node);
      if (person.sits) getUp(person, node);
    }
    nodes.delete(node);
    agenda.at(agenda.now() + silentMs, () => forget(node));
    return lost;
  }

  const peopleOn = (node: SimNode) =>
    [...node.rooms].flatMap((room) => [...room.people].filter((each) => each.node === node));

  let beats = 0;
  const beat = () => {
    const phase = beats++ % phases;
    for (const node of nodes) if (node.phase === phase) tellLoad(node);
    agenda.at(agenda.now() + beatMs / phases, beat);
  };
  agenda.at(0, beat);

  const sample = () => {
    tally.sample(nodes, rooms);
    agenda.at(agenda.now() + sampleEveryMs, sample);
  };
  agenda.at(0, sample);

  return {
    agenda,
    random,
    tally,
    nodes,
    rooms,
    addNode,
    openRoom(): SimRoom {
      const room: SimRoom = { size: 0, parts: new Map(), seats: new Map(), people: new Set() };
      rooms.add(room);
      return room;
    },
    /** Somebody asks to come in, now. */
    enter(region: Region, room: SimRoom): SimPerson {
      const person: SimPerson = {
        region,
        room,
        node: undefined,
        sits: false,
        askedAt: agenda.now(),
        avoid: undefined,
      };
      room.people.add(person);
      rooms.add(room);
      join(person);
      return person;
    },
    /** Again, after the node died. */
    rejoin(person: SimPerson, avoid: string): void {
      person.askedAt = agenda.now();
      person.avoid = new Set([avoid]);
      join(person);
    },
    leave,
    move,
    kill,
    setState(node: SimNode, state: 'active' | 'draining'): void {
      node.load.state = state;
    },
    remove(node: SimNode): void {
      node.alive = false;
      nodes.delete(node);
      forget(node);
    },
    peopleOn,
  };
}
export type World = ReturnType<typeof createWorld>;
