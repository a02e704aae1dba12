import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regions } from '#shared/contract/regions.ts';
import { type Candidate, chooseNode, costOfParticipant, spreadAfter, type Wish } from './allocation.ts';
import { busProtocol } from '#server/platform/bus.ts';
import type { NodeLoad } from './media.commands.ts';

type Changes = Partial<NodeLoad> & { node: string };
const aNode = (changes: Changes, placed: Partial<Omit<Candidate, 'load'>> = {}): Candidate => ({
  placedSince: 0,
  inRoom: 0,
  ...placed,
  load: {
    name: changes.node,
    region: 'eu',
    state: 'active',
    version: '1.0.0',
    busProtocol,
    startedAt: '2026-01-01T00:00:00.000Z',
    addresses: [],
    probe: null,
    capacity: 1_000,
    roomsVersion: 0,
    lossShare: 0,
    peers: [],
    accepting: true,
    trouble: null,
    workers: 4,
    cpu: 0.2,
    rooms: 0,
    participants: 0,
    producers: 0,
    consumers: 0,
    packetsPerSecond: 0,
    bitrate: 0,
    ...changes,
  },
});
const home: Wish = { near: [], home: 'eu' };
const european: Wish = {
  near: [
    { region: 'eu', rttMs: 20 },
    { region: 'na', rttMs: 100 },
    { region: 'sa', rttMs: 200 },
  ],
  home: 'ap',
};

/** Places people one after the other as a hub does between two loads; answers how many each node got. */
function placeMany(nodes: readonly Candidate[], count: number, wish: Wish, sameRoom = false) {
  const got = new Map(nodes.map(({ load }) => [load.node, 0]));
  for (let join = 0; join < count; join += 1) {
    const chosen = nodes.find(({ load }) => load.node === chooseNode(nodes, wish));
    if (!chosen) throw new Error('nobody was able');
    chosen.placedSince += 1;
    if (sameRoom) chosen.inRoom += 1;
    got.set(chosen.load.node, (got.get(chosen.load.node) ?? 0) + 1);
  }
  return got;
}

describe('which nodes are able', () => {
  test.each<[string, Partial<NodeLoad>]>([
    ['does not accept', { accepting: false }],
    ['has no workers', { workers: 0 }],
    ['is cordoned', { state: 'cordoned' }],
    ['is drained', { state: 'draining' }],
    ['says another protocol', { busProtocol: busProtocol + 1 }],
  ])('not one that %s', (_, changes) => {
    expect(chooseNode([aNode({ node: 'a', ...changes })], home)).toBeUndefined();
    expect(
      chooseNode([aNode({ node: 'a', ...changes, cpu: 0 }), aNode({ node: 'b', cpu: 0.95 })], home),
    ).toBe('b');
  });

  test('not one that is excluded, even where it holds the room', () => {
    const nodes = [aNode({ node: 'a' }, { inRoom: 3 }), aNode({ node: 'b', region: 'ap', cpu: 0.7 })];
    expect(chooseNode(nodes, { ...home, exclude: new Set(['a']) })).toBe('b');
    expect(chooseNode(nodes, { ...home, exclude: new Set(['a', 'b']) })).toBeUndefined();
  });

  test('none of none', () => expect(chooseNode([], home)).toBeUndefined());
});

describe('the region', () => {
  const [eu, na, sa, ap] = regions.map((region) => aNode({ node: `${region}-1`, region })) as [
    Candidate,
    Candidate,
    Candidate,
    Candidate,
  ];
  const busy = (candidate: Candidate): Candidate => ({
    ...candidate,
    load: { ...candidate.load, cpu: 0.85 },
  });

  test('is the nearest one that was measured', () => {
    expect(chooseNode([ap, sa, na, eu], european)).toBe('eu-1');
    expect(chooseNode([ap, sa, na], european)).toBe('na-1');
  });

  test('is the next nearest when it is full or dead', () => {
    expect(chooseNode([busy(eu), na, sa], european)).toBe('na-1');
    expect(chooseNode([busy(eu), busy(na), sa], european)).toBe('sa-1');
  });

  test('that nobody measured comes after those measured, the own one first', () => {
    const gone = aNode({ node: 'x', region: 'mars', cpu: 0 });
    expect(chooseNode([gone, ap], european)).toBe('ap-1');
    expect(chooseNode([gone], european)).toBe('x');
  });

  test('is the own one when nothing was measured', () => {
    expect(chooseNode([ap, busy(na), { ...eu, load: { ...eu.load, cpu: 0.7 } }], home)).toBe('eu-1');
  });

  test('within 15 ms of the nearest is as near', () => {
    const near = (rttMs: number): Wish => ({
      near: [
        { region: 'eu', rttMs: 40 },
        { region: 'na', rttMs },
      ],
      home: 'eu',
    });
    const idle = { ...na, load: { ...na.load, cpu: 0.1 } };
    expect(chooseNode([eu, idle], near(55))).toBe('na-1');
    expect(chooseNode([eu, idle], near(56))).toBe('eu-1');
  });

  test('matters no more when all are full: the least loaded of all', () => {
    const fuller = { ...eu, load: { ...eu.load, cpu: 0.99 } };
    expect(chooseNode([fuller, busy(sa)], european)).toBe('sa-1');
  });

  test('matters, and the room does, between nodes that are as full', () => {
    const near = { ...eu, load: { ...eu.load, cpu: 0.9 } };
    expect(chooseNode([near, busy(sa)], european)).toBe('eu-1');
    const held = aNode({ node: 'eu-2', cpu: 0.94 }, { inRoom: 2 });
    expect(chooseNode([near, held, busy(sa)], european)).toBe('eu-2');
  });

  test('is full when its nodes have as many people as they are meant for', () => {
    const crowded = aNode({ node: 'a', capacity: 10, participants: 9 });
    expect(chooseNode([crowded, na], european)).toBe('a');
    expect(chooseNode([{ ...crowded, placedSince: 1 }, na], european)).toBe('na-1');
  });
});

describe('between nodes of a region', () => {
  test('the least loaded, the first by name of equals', () => {
    expect(chooseNode([aNode({ node: 'a', cpu: 0.5 }), aNode({ node: 'b', cpu: 0.1 })], home)).toBe('b');
    expect(chooseNode([aNode({ node: 'b' }), aNode({ node: 'a' })], home)).toBe('a');
    expect(chooseNode([aNode({ node: 'a', consumers: 9 }), aNode({ node: 'b', consumers: 8 })], home)).toBe(
      'b',
    );
  });

  test('one that holds the room, unless it is full', () => {
    const nodes = (cpu: number) => [aNode({ node: 'a', cpu: 0.1 }), aNode({ node: 'b', cpu }, { inRoom: 2 })];
    expect(chooseNode(nodes(0.79), home)).toBe('b');
    expect(chooseNode(nodes(0.81), home)).toBe('a');
  });

  test('the room does not draw people far away', () => {
    const far = aNode({ node: 'a', region: 'sa' }, { inRoom: 30 });
    expect(chooseNode([far, aNode({ node: 'b' })], european)).toBe('b');
  });

  test('the one that holds more of the room', () => {
    const nodes = [aNode({ node: 'a' }, { inRoom: 1 }), aNode({ node: 'b' }, { inRoom: 4 })];
    expect(chooseNode(nodes, home)).toBe('b');
  });

  test('a large room is spread over two', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((node) => aNode({ node, workers: 32 }));
    expect([...placeMany(nodes, spreadAfter, home, true).values()]).toEqual([50, 0, 0, 0]);
    expect([...placeMany(nodes, 150, home, true).values()]).toEqual([50, 100, 0, 0]);
    expect(nodes.map(({ inRoom }) => inRoom)).toEqual([100, 100, 0, 0]);
  });

  test('a large room stays together where there is one node only', () => {
    expect(chooseNode([aNode({ node: 'a' }, { inRoom: spreadAfter + 20 })], home)).toBe('a');
  });
});

describe('a burst between two loads', () => {
  test('is spread by what each participant costs', () => {
    const nodes = [aNode({ node: 'a', cpu: 0.1 }), aNode({ node: 'b', cpu: 0.12 }), aNode({ node: 'c' })];
    const got = [...placeMany(nodes, 120, home).values()];
    expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual((0.1 * 4) / costOfParticipant + 1);
  });

  test('counts by the number of workers', () => {
    const nodes = [aNode({ node: 'small', workers: 2 }), aNode({ node: 'large', workers: 8 })];
    const got = placeMany(nodes, 100, home);
    expect(got.get('large')).toBe(80);
  });

  test('flows over to the next region before a node is past the limit', () => {
    const nodes = [aNode({ node: 'a', workers: 1 }), aNode({ node: 'b', region: 'na', workers: 16 })];
    const got = placeMany(nodes, 100, european);
    expect(got.get('a')).toBe(Math.ceil(0.6 / costOfParticipant));
  });
});

describe('whatever the fleet', () => {
  const candidate = fc.record({
    node: fc.integer({ min: 0, max: 8 }),
    region: fc.constantFrom(...regions, 'local'),
    state: fc.constantFrom('active', 'active', 'cordoned', 'draining'),
    busProtocol: fc.constantFrom(busProtocol, busProtocol, busProtocol + 1),
    accepting: fc.boolean(),
    workers: fc.integer({ min: 0, max: 8 }),
    capacity: fc.integer({ min: 0, max: 100 }),
    cpu: fc.float({ min: 0, max: 1, noNaN: true }),
    placedSince: fc.integer({ min: 0, max: 100 }),
    inRoom: fc.integer({ min: 0, max: 120 }),
  });
  const fleet = fc
    .uniqueArray(candidate, { selector: ({ node }) => node, maxLength: 9 })
    .map((all) =>
      all.map(({ node, placedSince, inRoom, ...load }) =>
        aNode({ node: `n${node}`, ...load } as Changes, { placedSince, inRoom }),
      ),
    );
  const wish = fc.record({
    near: fc.uniqueArray(
      fc.record({ region: fc.constantFrom(...regions), rttMs: fc.integer({ min: 1, max: 400 }) }),
      { selector: ({ region }) => region },
    ),
    home: fc.constantFrom(...regions),
    exclude: fc.uniqueArray(fc.constantFrom('n0', 'n1', 'n2', 'n3')).map((all) => new Set(all)),
  });
  const able = ({ load }: Candidate, { exclude }: Wish) =>
    load.accepting &&
    load.state === 'active' &&
    load.busProtocol === busProtocol &&
    load.workers > 0 &&
    !exclude?.has(load.node);

  test('the answer is an able node, and there is one when a node is able', () => {
    fc.assert(
      fc.property(fleet, wish, (nodes, wish) => {
        const names = nodes.filter((each) => able(each, wish)).map(({ load }) => load.node);
        const chosen = chooseNode(nodes, wish);
        expect(chosen === undefined).toBe(names.length === 0);
        if (chosen) expect(names).toContain(chosen);
      }),
    );
  });

  test('the order of the nodes does not matter', () => {
    fc.assert(
      fc.property(fleet, wish, (nodes, wish) => {
        expect(chooseNode(nodes.toReversed(), wish)).toBe(chooseNode(nodes, wish));
      }),
    );
  });
});
