import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PersonId } from '#shared/contract/ids.ts';
import { type Agent, deal } from './dealing.ts';

const agent = (name: string, load = 0, dealt?: number): Agent => ({
  personId: name as PersonId,
  load,
  dealtAt: dealt === undefined ? null : new Date(dealt),
});

test('in turn, whoever waited longest first', () => {
  const agents = [agent('a', 0, 2), agent('b', 9, 1), agent('c', 5)];
  expect(deal(5, agents, 'turn')).toEqual(['c', 'b', 'a', 'c', 'b']);
});

test('by load, each to whoever has the fewest by then; of equals in turn', () => {
  const agents = [agent('a', 3), agent('b', 1, 5), agent('c', 1, 4)];
  expect(deal(6, agents, 'load')).toEqual(['c', 'b', 'c', 'b', 'a', 'c']);
});

test('nobody gets more than their part, and no load is far from the others', () => {
  const agents = fc
    .uniqueArray(fc.nat(50), { minLength: 1, maxLength: 12 })
    .chain((ids) => fc.tuple(...ids.map((id) => fc.nat(20).map((load) => agent(`p${id}`, load, id)))));
  fc.assert(
    fc.property(agents, fc.nat(200), (all, count) => {
      const turns = Map.groupBy(deal(count, all, 'turn'), (id) => id);
      for (const { length } of turns.values())
        expect(length).toBeLessThanOrEqual(Math.ceil(count / all.length));
      const dealt = Map.groupBy(deal(count, all, 'load'), (id) => id);
      const gained = all.map(({ personId, load }) => ({ load, got: dealt.get(personId)?.length ?? 0 }));
      const most = Math.max(...gained.filter(({ got }) => got > 0).map(({ load, got }) => load + got), 0);
      for (const { load, got } of gained) expect(load + got).toBeGreaterThanOrEqual(most - 1);
    }),
  );
});
