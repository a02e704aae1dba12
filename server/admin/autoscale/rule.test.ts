import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideScale, type FleetNode, type RegionFleet, type ScaleRule } from './rule.ts';

const nodes = (...cpus: number[]): FleetNode[] =>
  cpus.map((cpu, nth) => ({ node: `n${nth}`, state: 'active', cpu, participants: Math.round(cpu * 100) }));
const fleet = (list: FleetNode[], changes: Partial<RegionFleet> = {}): RegionFleet => ({
  nodes: list,
  booting: 0,
  turnedAway: 0,
  ...changes,
});
const rule: ScaleRule = {
  floor: 1,
  ceiling: 10,
  capEur: 1_000,
  spentEur: 0,
  monthLeft: 1,
  eurPerNodeMonth: 50,
};

describe('a region grows', () => {
  test('to its floor', () => {
    expect(decideScale(fleet([]), { ...rule, floor: 2 })).toMatchObject({
      action: 'add',
      count: 2,
      reason: 'belowFloor',
    });
  });

  test('when it is busy, to where it has room again', () => {
    expect(decideScale(fleet(nodes(0.7, 0.65)), rule)).toMatchObject({
      action: 'add',
      count: 1,
      reason: 'busy',
    });
    expect(decideScale(fleet(nodes(1, 1, 1)), rule)).toMatchObject({ action: 'add', count: 4 });
  });

  test('not again for what boots already', () => {
    expect(decideScale(fleet(nodes(0.7, 0.65), { booting: 1 }), rule).action).toBe('nothing');
  });

  test('from nothing when somebody was turned away', () => {
    const asleep = { ...rule, floor: 0 };
    expect(decideScale(fleet([], { turnedAway: 3 }), asleep)).toMatchObject({ action: 'add', count: 1 });
    expect(decideScale(fleet([]), asleep).action).toBe('nothing');
  });

  test('no further than its ceiling', () => {
    expect(decideScale(fleet(nodes(1, 1)), { ...rule, ceiling: 3 })).toMatchObject({
      action: 'add',
      count: 1,
    });
    expect(decideScale(fleet(nodes(1, 1, 1)), { ...rule, ceiling: 3 })).toMatchObject({
      action: 'nothing',
      reason: 'atCeiling',
    });
  });

  test('no further than the month can pay for', () => {
    const poor = { ...rule, capEur: 150 };
    expect(decideScale(fleet(nodes(1, 1)), poor)).toMatchObject({ action: 'add', count: 1 });
    expect(decideScale(fleet(nodes(1, 1, 1)), poor)).toMatchObject({ action: 'nothing', reason: 'atCap' });
    // Half of the month is over and cost a third of the cap: the rest buys twice as much.
    expect(decideScale(fleet(nodes(1, 1, 1)), { ...poor, spentEur: 50, monthLeft: 0.5 })).toMatchObject({
      action: 'add',
      count: 1,
    });
    // A node that drains is paid for too.
    const [first, ...others] = nodes(1, 1, 1);
    const draining = first ? [{ ...first, state: 'draining' as const }, ...others] : others;
    expect(decideScale(fleet(draining), poor)).toMatchObject({ reason: 'atCap' });
  });
});

describe('a region shrinks', () => {
  test('by the node with the fewest people', () => {
    expect(decideScale(fleet(nodes(0.2, 0.1, 0.15)), rule)).toMatchObject({
      action: 'drain',
      node: 'n1',
      reason: 'idle',
    });
  });

  test('not when the others would be busy', () => {
    expect(decideScale(fleet(nodes(0.3, 0.3)), rule)).toMatchObject({ action: 'nothing', reason: 'steady' });
  });

  test('not below its floor, not while a node boots or drains', () => {
    expect(decideScale(fleet(nodes(0, 0)), { ...rule, floor: 2 }).action).toBe('nothing');
    expect(decideScale(fleet(nodes(0, 0), { booting: 1 }), rule).reason).toBe('waiting');
    const [first, ...others] = nodes(0, 0, 0);
    const draining = first ? [{ ...first, state: 'draining' as const }, ...others] : others;
    expect(decideScale(fleet(draining), rule).reason).toBe('waiting');
  });

  test('to nothing when the floor is none and nobody is there', () => {
    const asleep = { ...rule, floor: 0 };
    expect(decideScale(fleet(nodes(0)), asleep)).toMatchObject({ action: 'drain', node: 'n0' });
    expect(decideScale(fleet(nodes(0.02)), asleep).action).toBe('nothing');
  });
});

const anyFleet = fc.record({
  nodes: fc
    .array(
      fc.record({
        state: fc.constantFrom('active', 'active', 'cordoned', 'draining'),
        cpu: fc.float({ min: 0, max: 1, noNaN: true }),
        participants: fc.nat(500),
      }),
      { maxLength: 12 },
    )
    .map((all) => all.map((each, nth): FleetNode => ({ ...each, node: `n${nth}` }) as FleetNode)),
  booting: fc.nat(3),
  turnedAway: fc.nat(3),
});

test('whatever the region is like, the ceiling, the cap and the floor hold and there are words', () => {
  const anyRule = fc.record({ floor: fc.nat(3), ceiling: fc.nat(12), capEur: fc.nat(800) });
  fc.assert(
    fc.property(anyFleet, anyRule, (region, limits) => {
      const decision = decideScale(region, { ...rule, ...limits });
      const active = region.nodes.filter(({ state }) => state === 'active').length;
      expect(decision.words).not.toBe('');
      if (decision.action === 'add') {
        expect(active + region.booting + decision.count).toBeLessThanOrEqual(limits.ceiling);
        const paid = region.nodes.length + region.booting + decision.count;
        expect(paid * rule.eurPerNodeMonth).toBeLessThanOrEqual(limits.capEur);
      }
      if (decision.action === 'drain') expect(active - 1).toBeGreaterThanOrEqual(limits.floor);
    }),
  );
});

test('a steady region is left alone: growing and shrinking do not chase each other', () => {
  fc.assert(
    fc.property(fc.float({ min: 0, max: 6, noNaN: true }), (load) => {
      let count = 1;
      const seen: string[] = [];
      for (let round = 0; round < 30; round += 1) {
        const decision = decideScale(fleet(nodes(...Array.from({ length: count }, () => load / count))), {
          ...rule,
          ceiling: 100,
          capEur: 100_000,
        });
        if (decision.action === 'add') count += decision.count;
        if (decision.action === 'drain') count -= 1;
        seen.push(decision.action);
      }
      expect(seen.slice(-5)).toEqual(Array(5).fill('nothing'));
    }),
  );
});
