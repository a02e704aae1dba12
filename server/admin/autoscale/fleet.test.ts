import { expect, test } from 'vitest';
import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import { committedIn, fleetIn, ruleIn, type Scene } from './fleet.ts';

const way = { floor: 0, ceiling: 9, nodePrice: 20, webhook: null, useCommand: true };
const node = (id: string, changes: Partial<AdminNode> = {}): AdminNode => ({
  id: id as NodeId,
  name: id,
  roles: ['media'],
  region: 'eu',
  status: 'active',
  trouble: null,
  version: '1',
  busProtocol: 1,
  startedAt: null,
  addresses: [],
  removable: true,
  figures: null,
  peers: [],
  ...changes,
});
const joined = (id: string, region: Region = 'eu') => ({
  id: id as NodeId,
  label: id,
  region,
  state: 'active' as const,
  addresses: [],
  addedAt: new Date(0),
});
const scene = (changes: Partial<Scene> = {}): Scene => ({
  settings: { monthlyCap: 100, regions: { eu: way, na: way } },
  nodes: [],
  joined: [],
  orders: [],
  spent: new Map(),
  month: { name: '2026-01', seconds: 2_678_400, left: 0.5 },
  turnedAway: new Map(),
  ...changes,
});
const order = { id: 'o', region: 'na' as const, action: 'add' as const, node: null, orderedAt: new Date(0) };

test('the cap is for all regions: one gets what the others have cost and still will', () => {
  const here = scene({
    spent: new Map([
      ['eu', 5],
      ['na', 30],
    ]),
    joined: [joined('a', 'na')],
    orders: [order],
  });
  expect(committedIn(here, 'na', way)).toBe(50);
  expect(ruleIn(here, 'eu', way)).toMatchObject({ capEur: 50, spentEur: 5, monthLeft: 0.5 });
});

test('nodes of the installation’s own cost nothing here, silent ones that joined do', () => {
  const nodes = [node('own', { removable: false }), node('a'), node('b', { status: 'silent' })];
  const here = scene({ nodes, joined: [joined('a'), joined('b')] });
  expect(fleetIn(here, 'eu').nodes.map(({ node: id }) => id)).toEqual(['own', 'a']);
  expect(ruleIn(here, 'eu', way).capEur).toBe(100);
  expect(ruleIn(scene({ settings: { monthlyCap: null, regions: { eu: way } } }), 'eu', way).capEur).toBe(
    Number.POSITIVE_INFINITY,
  );
});
