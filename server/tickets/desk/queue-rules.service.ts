import type { Actor } from '#server/accounts/actor.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Db } from '#server/platform/db.ts';
import type { ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Queue, setQueueRules } from '#shared/contract/tickets.ts';
import { storeRules } from '../desk.store.ts';
import { unknownQueue } from '../refusals.ts';
import type { Standings } from '../standings.ts';
import { canSetRules } from '../tickets.policy.ts';

type Parts = { db: Db; audit: Audit; standings: Standings };

/** What happens in a queue by itself. */
export function createQueueRules({ db, audit, standings }: Parts) {
  async function setRules(
    actor: Actor,
    { queueId, rules }: ParsedInputOf<typeof setQueueRules>,
  ): Promise<Queue> {
    await standings.requireDesk(actor);
    if (!canSetRules(actor)) throw new AppError('forbidden', 'Only administrators set the rules of a queue.');
    return await db.transaction(async (tx) => {
      const queue = await storeRules(tx, queueId, rules);
      if (!queue) throw unknownQueue();
      const target = { kind: 'queue', id: queueId, name: queue.name };
      const { attachments, ...facts } = rules;
      audit.record(tx, {
        actor,
        action: 'tickets.queueRulesChanged',
        target,
        facts: { ...facts, ...attachments, kinds: attachments.kinds.join() },
      });
      return queue;
    });
  }

  return { setRules };
}
