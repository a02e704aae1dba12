import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Autoscaling, getAutoscaling } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';
import type { Nodes } from '../nodes/nodes.service.ts';
import { readScaling, writeScaling } from './scaling.store.ts';

type Parts = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger'> & Pick<AdminNeeds, 'audit'> & { nodes: Nodes };

/** Media nodes come and go with the people: settings here, decisions by a rule, carried out by a hook. */
export function createAutoscale({ db, audit }: Parts) {
  return {
    async get(actor: Actor): Promise<OutputOf<typeof getAutoscaling>> {
      requireAdministrator(actor);
      const settings = await readScaling(db.read);
      return { settings, spentThisMonth: 0, forecastThisMonth: 0, decisions: [] };
    },
    async set(actor: Actor, settings: Autoscaling): Promise<Autoscaling> {
      requireAdministrator(actor);
      await db.transaction(async (tx) => {
        await writeScaling(tx, settings, actor.personId);
        const facts = {
          enabled: settings.enabled,
          monthlyCap: settings.monthlyCap,
          regions: Object.keys(settings.regions).join(' '),
        };
        audit.record(tx, { actor, action: 'autoscaling.changed', facts });
      });
      return settings;
    },
    async close(): Promise<void> {},
  };
}
