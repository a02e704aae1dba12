import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, chooseNode } from './allocation.ts';
import type { NodeLoad } from './media.commands.ts';

const aNode = (changes: Partial<NodeLoad> & { node: string }, placedSince = 0): Candidate => ({
  placedSince,
  load: {
    name: changes.node,
    region: 'eu',
    state: 'active',
    version: '0',
    busProtocol: 1,
    startedAt: '',
    addresses: [],
    probe: null,
    capacity: 400,
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

describe('the node for a new room', () => {
  test('is none without nodes that accept rooms', () => {
    expect(chooseNode([])).toBeUndefined();
    expect(
      chooseNode([aNode({ node: 'a', accepting: false }), aNode({ node: 'b', workers: 0 })]),
    ).toBeUndefined();
  });

  test('is the least loaded one', () => {
    expect(chooseNode([aNode({ node: 'a', cpu: 0.5 }), aNode({ node: 'b', cpu: 0.1 })])).toBe('b');
  });

  test('is near the caller, unless all nodes there are busy', () => {
    const far = aNode({ node: 'far', region: 'na', cpu: 0.1 });
    expect(chooseNode([far, aNode({ node: 'near', cpu: 0.8 })], 'eu')).toBe('near');
    expect(chooseNode([far, aNode({ node: 'near', cpu: 0.9 })], 'eu')).toBe('far');
    expect(chooseNode([far], 'asia')).toBe('far');
  });

  test('is the least busy of busy ones when there is nothing better', () => {
    expect(chooseNode([aNode({ node: 'a', cpu: 1 }), aNode({ node: 'b', cpu: 0.95 })], 'eu')).toBe('b');
  });

  test('spreads a burst between two reports', () => {
    const nodes = [aNode({ node: 'a', cpu: 0.1 }), aNode({ node: 'b', cpu: 0.12 }), aNode({ node: 'c' })];
    const got = new Map<string, number>();
    for (let join = 0; join < 90; join += 1) {
      const node = chooseNode(nodes);
      const chosen = nodes.find(({ load }) => load.node === node);
      if (chosen) chosen.placedSince += 1;
      got.set(node ?? '', (got.get(node ?? '') ?? 0) + 1);
    }
    expect(Math.max(...got.values()) - Math.min(...got.values())).toBeLessThan(12);
  });

  test('does not depend on the order of the nodes', () => {
    const cpus = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(cpus, (values) => {
        const nodes = values.map((cpu, index) => aNode({ node: `n${index}`, cpu }));
        expect(chooseNode(nodes.toReversed())).toBe(chooseNode(nodes));
      }),
    );
  });
});
