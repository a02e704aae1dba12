import { describe, expect, it } from 'vitest';
import { aNode, someFigures } from './nodes.fixtures.ts';
import { byRegion, refugesOf, totalsOf } from './totals.ts';

const hub = aNode('hub', { roles: ['hub'], figures: { ...someFigures, participants: 0, capacity: null } });

describe('totals', () => {
  it('count what active media nodes can carry', () => {
    const nodes = [hub, aNode('a'), aNode('b', { status: 'cordoned' })];
    expect(totalsOf(nodes)).toMatchObject({ nodes: 3, media: 2, participants: 16, capacity: 100 });
  });

  it('say nothing of a capacity that nobody measured', () => {
    expect(totalsOf([hub]).capacity).toBeNull();
    expect(totalsOf([aNode('a', { figures: { ...someFigures, capacity: null } })]).capacity).toBeNull();
  });

  it('group by region in the fixed order', () => {
    const groups = byRegion([aNode('x', { region: 'ap' }), aNode('y')]);
    expect(groups.map(({ region }) => region)).toEqual(['eu', 'ap']);
  });

  it('find where the people of a node could go', () => {
    const node = aNode('a');
    const others = [
      hub,
      node,
      aNode('b', { status: 'draining' }),
      aNode('c', { trouble: 'no port' }),
      aNode('d'),
    ];
    expect(refugesOf(node, others).map(({ id }) => id)).toEqual(['d']);
  });
});
