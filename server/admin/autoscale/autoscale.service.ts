import type { Actor } from '#server/accounts/actor.ts';
import { type Lease, topic } from '#server/platform/bus.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Autoscaling, getAutoscaling } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { Region } from '#shared/contract/regions.ts';
import { requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';
import type { Nodes } from '../nodes/nodes.service.ts';
import { createEvaluator, readScene } from './evaluate.ts';
import { committedIn, regionsOf } from './fleet.ts';
import { hasHook } from './hooks.ts';
import { createPerformer } from './perform.ts';
import { listDecisions, readScaling, writeScaling } from './scaling.store.ts';

type Parts = Pick<Platform, 'config' | 'db' | 'bus' | 'clock' | 'logger'> &
  Pick<AdminNeeds, 'audit' | 'joined' | 'publicUrl'> & { nodes: Pick<Nodes, 'now'> };

const everyMs = 15_000;
/** Outlives the slowest hook, so that no second hub orders the same node meanwhile. */
const leaseMs = 90_000;
/** Somebody is waiting: the rule is asked at once, for all who come within this time. */
const gatherMs = 300;
const retryAfterMs = 10_000;

const missedTopic = topic<{ region: Region }>('admin:missedNode');
const changedTopic = topic<object>('admin:autoscalingChanged');

/** Media nodes come and go with the people: settings here, decisions by a rule, carried out by a hook. */
export function createAutoscale(parts: Parts) {
  const { config, db, bus, logger, audit } = parts;
  const perform = createPerformer(parts);
  const evaluate = createEvaluator({ ...parts, perform });
  let settings: Autoscaling = { enabled: false, monthlyCap: null, regions: {} };
  let missed = new Map<Region, number>();
  let lease: Lease | undefined;
  let evaluating: Promise<void> | undefined;
  let soon: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function decidesForAll(): Promise<boolean> {
    if (lease && !lease.lost.aborted && (await lease.renew())) return true;
    lease = await bus.lease('admin:autoscale', leaseMs);
    return lease !== undefined;
  }

  async function turn(): Promise<void> {
    settings = await readScaling(db.read);
    if (!settings.enabled || isClosed || !(await decidesForAll())) return;
    const counted = missed;
    missed = new Map();
    await evaluate(counted);
  }

  const look = (): Promise<void> =>
    (evaluating ??= turn()
      .catch((error: unknown) => {
        if (!isClosed) logger.warn({ err: error }, 'autoscaling was not evaluated');
      })
      .finally(() => {
        evaluating = undefined;
      }));

  function lookSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      void (evaluating ?? Promise.resolve()).then(look);
    }, gatherMs).unref();
  }

  const timer = setInterval(look, everyMs).unref();
  const listening = Promise.all([
    bus.subscribe(missedTopic, ({ region }) => {
      missed.set(region, (missed.get(region) ?? 0) + 1);
      lookSoon();
    }),
    bus.subscribe(changedTopic, lookSoon),
  ]);
  void look();

  return {
    /** Somebody found no node in the region; where one can be ordered, when to come again. */
    missed(region: Region): { retryAfterMs: number } | undefined {
      const way = settings.regions[region];
      if (!settings.enabled || !way || way.ceiling === 0 || !hasHook(way, config.scaling)) return undefined;
      bus.publish(missedTopic, { region });
      return { retryAfterMs };
    },

    async get(actor: Actor): Promise<OutputOf<typeof getAutoscaling>> {
      requireAdministrator(actor);
      const scene = await readScene(parts);
      const { enabled, monthlyCap, regions } = scene.settings;
      const forecast = regionsOf(scene.settings).reduce(
        (sum, [region, way]) => sum + committedIn(scene, region, way),
        0,
      );
      return {
        settings: { enabled, monthlyCap, regions },
        spentThisMonth: [...scene.spent.values()].reduce((sum, spent) => sum + spent, 0),
        forecastThisMonth: forecast,
        decisions: await listDecisions(db.read),
      };
    },

    async set(actor: Actor, next: Autoscaling): Promise<Autoscaling> {
      requireAdministrator(actor);
      await db.transaction(async (tx) => {
        await writeScaling(tx, next, actor.personId);
        const { enabled, monthlyCap, regions } = next;
        const facts = { enabled, monthlyCap, regions: Object.keys(regions).join(' ') };
        audit.record(tx, { actor, action: 'autoscaling.changed', facts });
        tx.afterCommit(() => {
          settings = next;
          bus.publish(changedTopic, {});
        });
      });
      return next;
    },

    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(soon);
      for (const stop of await listening) await stop();
      await evaluating;
      await lease?.release().catch(() => {});
    },
  };
}
