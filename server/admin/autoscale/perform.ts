import type { Platform } from '#server/platform/platform.ts';
import type { AuditAction } from '#shared/audit-actions.ts';
import type { AdminNode, RegionScaling, ScalingDecision } from '#shared/contract/admin.ts';
import type { NodeId, PersonId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import type { ScalingReason } from '#shared/scaling-reasons.ts';
import type { AdminNeeds, By } from '../needs.ts';
import { callHook, hasHook } from './hooks.ts';
import type { ScaleReason } from './rule.ts';
import { addOrder, closeOrder, findActing, keepDecision, type OpenOrder } from './scaling.store.ts';

type Parts = Pick<Platform, 'config' | 'db' | 'clock' | 'logger'> &
  Pick<AdminNeeds, 'audit' | 'joined' | 'publicUrl'>;
type Reason = ScalingReason | ScaleReason;
type Told = Pick<ScalingDecision, 'region' | 'action' | 'node' | 'outcome'> & { reason: Reason };
type Place = { region: Region; way: RegionScaling };

/** A hook that fails is asked again after this long, then twice as long, up to ten minutes. */
const firstPauseMs = 30_000;
const longestPauseMs = 600_000;

/** Carries decisions out, and writes down each of them. */
export function createPerformer({ config, db, clock, logger, audit, joined, publicUrl }: Parts) {
  const { scaling } = config;
  const pauses = new Map<string, { until: number; ms: number }>();
  const lastTold = new Map<Region, string>();

  async function tell(
    decision: Told,
    action?: AuditAction,
    facts: Record<string, string> = {},
  ): Promise<void> {
    await db.transaction(async (tx) => {
      await keepDecision(tx, { ...decision, at: clock.now() });
      const { region, reason, node } = decision;
      const target = node ? { target: { kind: 'node', id: node, name: facts['name'] ?? node } } : {};
      if (action) audit.record(tx, { actor: null, action, ...target, facts: { region, reason, ...facts } });
    });
    lastTold.delete(decision.region);
  }

  /** What stays as it is is told once, not every fifteen seconds. */
  async function hold(region: Region, reason: Reason, outcome: Told['outcome'] = 'none'): Promise<void> {
    if (lastTold.get(region) === reason) return;
    const action = outcome === 'failed' ? 'autoscaling.failed' : undefined;
    await tell({ region, action: 'hold', node: null, reason, outcome }, action);
    lastTold.set(region, reason);
  }

  const isPaused = (what: string) => performance.now() < (pauses.get(what)?.until ?? 0);
  function pause(what: string): void {
    const ms = Math.min(longestPauseMs, (pauses.get(what)?.ms ?? firstPauseMs / 2) * 2);
    pauses.set(what, { until: performance.now() + ms, ms });
  }

  /** In the name of an administrator: a join token is worth what its maker is. */
  async function actingFor(preferred: PersonId | null): Promise<By | undefined> {
    const personId = await findActing(db.read, preferred);
    return personId && { personId, kind: 'member', isAdmin: true };
  }

  async function failed(decision: Omit<Told, 'outcome'>, what: string, error: unknown): Promise<void> {
    pause(what);
    const why = error instanceof Error ? error.message : String(error);
    logger.error({ err: error, ...decision }, 'a media node was not ordered');
    await tell({ ...decision, outcome: 'failed' }, 'autoscaling.failed', {
      action: decision.action,
      error: why.slice(0, 200),
    });
  }

  /** The order is kept before the hook is called: a node that comes although the hook failed is paid for too. */
  async function add({ region, way }: Place, reason: Reason, by: By): Promise<void> {
    const what = `add ${region}`;
    if (isPaused(what)) return;
    if (!hasHook(way, scaling)) return await hold(region, 'noHook', 'failed');
    const at = clock.now();
    const { token } = await joined.createJoinToken(by, { region, label: `${region} ${labelTime(at)}` });
    const order = { region, action: 'add', node: null, orderedAt: at } as const;
    const id = await db.transaction((tx) => addOrder(tx, order));
    try {
      await callHook(scaling, way, {
        action: 'add',
        region,
        token,
        hubUrl: publicUrl(),
        at: at.toISOString(),
      });
    } catch (error) {
      await db.transaction((tx) => closeOrder(tx, id));
      return await failed({ region, action: 'add', node: null, reason: 'hookFailed' }, what, error);
    }
    pauses.delete(what);
    await tell({ region, action: 'add', node: null, reason, outcome: 'done' }, 'autoscaling.nodeAdded');
  }

  async function drain(node: AdminNode, reason: Reason, by: By): Promise<void> {
    const { region, id, name } = node;
    const order = { region, action: 'remove', node: id, orderedAt: clock.now() } as const;
    await db.transaction((tx) => addOrder(tx, order));
    await joined.setState(by, id, 'draining');
    await tell({ region, action: 'drain', node: id, reason, outcome: 'done' }, 'autoscaling.nodeDrained', {
      name,
    });
  }

  /** The machine first: were the key worthless before it is gone, it would cost without being of use. */
  async function remove({ region, way }: Place, order: OpenOrder & { node: NodeId }, name: string, by: By) {
    const { node } = order;
    const what = `remove ${node}`;
    if (isPaused(what)) return;
    if (!hasHook(way, scaling)) return await hold(region, 'noHook', 'failed');
    const at = clock.now().toISOString();
    try {
      await callHook(scaling, way, { action: 'remove', region, node, name, hubUrl: publicUrl(), at });
    } catch (error) {
      return await failed({ region, action: 'remove', node, reason: 'hookFailed' }, what, error);
    }
    pauses.delete(what);
    await joined.removeNode(by, node);
    await db.transaction((tx) => closeOrder(tx, order.id));
    await tell(
      { region, action: 'remove', node, reason: 'drained', outcome: 'done' },
      'autoscaling.nodeRemoved',
      { name },
    );
  }

  return { add, drain, remove, hold, actingFor };
}
export type Performer = ReturnType<typeof createPerformer>;

/** `01-31 23:59:59`: enough to tell machines of one installation apart. */
const labelTime = (at: Date): string => at.toISOString().slice(5, 19).replace('T', ' ');
