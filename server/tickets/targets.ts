import type { People } from '#server/accounts/people.service.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { TicketChanges } from '#shared/contract/tickets.ts';
import { findCompany } from './desk.store.ts';
import { unknownCompany, unknownQueue } from './refusals.ts';
import type { AtDesk } from './tickets.policy.ts';

/** What a change points at has to be there, and to be within the reach of who points. */
export function createTargets({ db, people }: { db: Db; people: Pick<People, 'cards'> }) {
  async function requireAgents(ids: readonly PersonId[]): Promise<void> {
    const cards = await people.cards(db.read, ids);
    if (ids.some((id) => cards.get(id)?.kind !== 'member'))
      throw new AppError('invalid', 'Only an employee can have a ticket.');
  }

  return {
    requireAgents,
    async require(standing: AtDesk, { queueId, companyId, assigneeId }: TicketChanges): Promise<void> {
      if (queueId && !standing.queues.has(queueId)) throw unknownQueue();
      if (companyId && !(await findCompany(db.read, companyId))) throw unknownCompany();
      if (assigneeId) await requireAgents([assigneeId]);
    },
  };
}
export type Targets = ReturnType<typeof createTargets>;
