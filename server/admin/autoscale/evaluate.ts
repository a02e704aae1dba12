import type { Platform } from '#server/platform/platform.ts';
import type { AdminNode, RegionScaling } from '#shared/contract/admin.ts';
import type { Region } from '#shared/contract/regions.ts';
import type { AdminNeeds, By } from '../needs.ts';
import type { Nodes } from '../nodes/nodes.service.ts';
import { billedIn, fleetIn, regionsOf, ruleIn, type Scene } from './fleet.ts';
import { monthOf } from './month.ts';
import type { Performer } from './perform.ts';
import { decideScale } from './rule.ts';
import {
  addUsage,
  closeOrder,
  listOrders,
  type OpenOrder,
  readScaling,
  readSpent,
  setAccounted,
} from './scaling.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> &
  Pick<AdminNeeds, 'joined'> & { nodes: Pick<Nodes, 'now'>; perform: Performer };

/** A node that was ordered and is not heard after this long will not come. */
const bootMs = 600_000;
/** After a longer silence of the whole installation nobody knows what was running. */
const longestGapSeconds = 86_400;

export async function readScene(
  { db, clock, joined, nodes }: Pick<Parts, 'db' | 'clock' | 'joined' | 'nodes'>,
  turnedAway: ReadonlyMap<Region, number> = new Map(),
) {
  const month = monthOf(clock.now());
  const [settings, orders, spent, rows, seen] = await Promise.all([
    readScaling(db.read),
    listOrders(db.read),
    readSpent(db.read, month.name),
    joined.allNodes(),
    nodes.now(),
  ]);
  return { settings, orders, spent, month, turnedAway, joined: rows, nodes: seen };
}

/** One look at all regions: what was ordered and has come, what it costs, and what the rule says now. */
export function createEvaluator(parts: Parts) {
  const { db, clock, perform } = parts;

  async function account(scene: Scene, since: Date | null): Promise<void> {
    const now = clock.now();
    const passed = since ? (now.getTime() - since.getTime()) / 1000 : 0;
    const seconds = Math.min(longestGapSeconds, Math.max(0, passed));
    await db.transaction(async (tx) => {
      for (const [region, { nodePrice }] of regionsOf(scene.settings)) {
        const nodeSeconds = billedIn(scene, region) * seconds;
        const spent = (nodeSeconds / scene.month.seconds) * nodePrice;
        if (nodeSeconds > 0) await addUsage(tx, { month: scene.month.name, region, nodeSeconds, spent });
      }
      await setAccounted(tx, now);
    });
  }

  /** Orders whose node is there are closed; so are those whose node will not come. Returns what is still open. */
  async function settle(scene: Scene): Promise<OpenOrder[]> {
    const arrived = new Set<string>();
    const open: OpenOrder[] = [];
    for (const order of scene.orders) {
      const node = order.action === 'add' ? arrivalOf(order, scene, arrived) : undefined;
      if (node) arrived.add(node.id);
      const isLate = order.action === 'add' && clock.now().getTime() - order.orderedAt.getTime() > bootMs;
      if (node || isLate) await db.transaction((tx) => closeOrder(tx, order.id));
      else open.push(order);
      if (isLate && !node) await perform.hold(order.region, 'bootTimeout', 'failed');
    }
    return open;
  }

  async function finishDrains(scene: Scene, region: Region, way: RegionScaling, by: By): Promise<void> {
    for (const order of scene.orders) {
      const { node } = order;
      if (order.action !== 'remove' || order.region !== region || !node) continue;
      const row = scene.joined.find(({ id }) => id === node);
      // Removed by hand, or wanted again.
      if (row?.state !== 'draining') {
        await db.transaction((tx) => closeOrder(tx, order.id));
        continue;
      }
      const seen = scene.nodes.find(({ id }) => id === node);
      if ((seen?.figures?.participants ?? 0) === 0)
        await perform.remove({ region, way }, { ...order, node }, row.label, by);
    }
  }

  async function decide(scene: Scene, region: Region, way: RegionScaling, by: By): Promise<void> {
    const decision = decideScale(fleetIn(scene, region), ruleIn(scene, region, way));
    if (decision.action === 'add')
      for (let nth = 0; nth < decision.count; nth++) await perform.add({ region, way }, decision.reason, by);
    if (decision.action === 'drain') {
      const node = drainable(scene.nodes, region, decision.node);
      if (node) await perform.drain(node, 'idle', by);
    }
    const { reason } = decision;
    if (reason === 'atCeiling' || reason === 'atCap') await perform.hold(region, reason);
  }

  return async function evaluate(turnedAway: ReadonlyMap<Region, number>): Promise<void> {
    const { settings, ...rest } = await readScene(parts, turnedAway);
    if (!settings.enabled) return;
    const scene: Scene = { ...rest, settings };
    await account(scene, settings.accountedAt);
    const by = await perform.actingFor(settings.changedBy);
    if (!by) return;
    const now: Scene = { ...scene, orders: await settle(scene) };
    for (const [region, way] of regionsOf(settings)) {
      await finishDrains(now, region, way, by);
      await decide(now, region, way, by);
    }
  };
}

/** A node of the region that joined after the order, is heard, and answers no other order. */
const arrivalOf = (order: OpenOrder, { joined, nodes }: Scene, taken: ReadonlySet<string>) =>
  joined.find(
    ({ id, region, addedAt }) =>
      region === order.region &&
      addedAt >= order.orderedAt &&
      !taken.has(id) &&
      nodes.some((node) => node.id === id && node.status !== 'silent'),
  );

/** What the rule chose; where that belongs to the installation for good, the joined one with the fewest people. */
function drainable(nodes: readonly AdminNode[], region: Region, chosen: string): AdminNode | undefined {
  const open = nodes.filter((node) => node.region === region && node.removable && node.status === 'active');
  const people = (node: AdminNode) => node.figures?.participants ?? 0;
  return open.find(({ id }) => id === chosen) ?? open.toSorted((a, b) => people(a) - people(b))[0];
}
