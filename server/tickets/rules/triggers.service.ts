import type { Actor } from '#server/accounts/actor.ts';
import { requireAdministrator } from '#server/admin/admin.policy.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/rules.ts';
import { maxTriggers, type Trigger } from '#shared/contract/rules.ts';
import type { Tickets } from '../tickets.ts';
import * as store from './triggers.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & { audit: Audit; tickets: Pick<Tickets, 'requireTargets'> };

const targetOf = ({ id, name }: Trigger) => ({ kind: 'trigger', id, name });

/** What administrators decide about triggers. */
export function createTriggers({ db, clock, audit, tickets }: Parts) {
  async function save(actor: Actor, input: ParsedInputOf<typeof contract.saveTrigger>): Promise<Trigger> {
    requireAdministrator(actor);
    // What points at nothing any more can still be switched off.
    if (input.enabled) await tickets.requireTargets(actor, input.actions.changes);
    return await db.transaction(async (tx) => {
      const all = await store.lockTriggers(tx);
      const isNew = all.every(({ id }) => id !== input.id);
      if (isNew && all.length >= maxTriggers)
        throw new AppError('tooMany', `There are ${maxTriggers} triggers at most.`);
      const trigger: Trigger = { ...input, updatedAt: clock.now().toISOString() };
      await store.putTrigger(tx, trigger, all.length + 1);
      const facts = { event: trigger.when.event, enabled: trigger.enabled };
      audit.record(tx, { actor, action: 'triggers.saved', target: targetOf(trigger), facts });
      return trigger;
    });
  }

  async function remove(
    actor: Actor,
    { triggerId }: ParsedInputOf<typeof contract.deleteTrigger>,
  ): Promise<typeof nothing> {
    requireAdministrator(actor);
    await db.transaction(async (tx) => {
      const all = await store.lockTriggers(tx);
      const trigger = all.find(({ id }) => id === triggerId);
      if (!trigger) throw new AppError('notFound', 'There is no such trigger.');
      await store.deleteTrigger(tx, triggerId);
      const left = all.filter((each) => each !== trigger);
      await store.placeTriggers(
        tx,
        left.map(({ id }) => id),
      );
      audit.record(tx, { actor, action: 'triggers.deleted', target: targetOf(trigger) });
    });
    return nothing;
  }

  async function order(
    actor: Actor,
    { triggerIds }: ParsedInputOf<typeof contract.orderTriggers>,
  ): Promise<typeof nothing> {
    requireAdministrator(actor);
    await db.transaction(async (tx) => {
      const present = (await store.lockTriggers(tx)).map(({ id }) => id);
      if (present.toSorted().join() !== triggerIds.toSorted().join())
        throw new AppError('conflict', 'Other triggers are there by now.', {
          details: { reason: 'triggersChanged' },
        });
      await store.placeTriggers(tx, triggerIds);
    });
    return nothing;
  }

  return {
    save,
    remove,
    order,
    async list(actor: Actor): Promise<{ triggers: Trigger[] }> {
      requireAdministrator(actor);
      return { triggers: await store.listTriggers(db.read) };
    },
  };
}
