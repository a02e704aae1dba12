import type { Actor } from '#server/accounts/actor.ts';
import { requireAdministrator } from '#server/admin/admin.policy.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/sla.ts';
import { maxSlaPolicies, type SlaPolicy } from '#shared/contract/sla.ts';
import { unknownCompany, unknownQueue } from '../refusals.ts';
import { type Deciding, decide, unknownCalendar } from './deciding.ts';
import * as store from './sla.store.ts';

const targetOf = ({ id, name }: SlaPolicy) => ({ kind: 'slaPolicy', id, name });

/** What administrators promise. */
export function createPolicies(parts: Deciding) {
  const { db, clock, audit } = parts;

  async function save(actor: Actor, input: ParsedInputOf<typeof contract.saveSlaPolicy>): Promise<SlaPolicy> {
    requireAdministrator(actor);
    if (!(await store.areKnown(db.read, 'companies', input.companyIds))) throw unknownCompany();
    if (!(await store.areKnown(db.read, 'ticket_queues', input.queueIds))) throw unknownQueue();
    return await decide(parts, async (tx) => {
      const calendars = await store.listCalendars(tx);
      if (calendars.every(({ id }) => id !== input.calendarId)) throw unknownCalendar();
      const all = await store.listPolicies(tx);
      if (all.length >= maxSlaPolicies && all.every(({ id }) => id !== input.id))
        throw new AppError('tooMany', `There are ${maxSlaPolicies} service levels at most.`);
      const policy: SlaPolicy = { ...input, updatedAt: clock.now().toISOString() };
      await store.putPolicy(tx, policy);
      const facts = { enabled: policy.enabled, targets: JSON.stringify(policy.targets) };
      audit.record(tx, { actor, action: 'sla.policySaved', target: targetOf(policy), facts });
      return policy;
    });
  }

  async function remove(
    actor: Actor,
    { policyId }: ParsedInputOf<typeof contract.deleteSlaPolicy>,
  ): Promise<typeof nothing> {
    requireAdministrator(actor);
    await decide(parts, async (tx) => {
      const policy = await store.deletePolicy(tx, policyId);
      if (!policy) throw new AppError('notFound', 'There is no such service level.');
      audit.record(tx, { actor, action: 'sla.policyDeleted', target: targetOf(policy) });
    });
    return nothing;
  }

  return { save, remove };
}
