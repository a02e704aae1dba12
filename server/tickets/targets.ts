import type { People } from '#server/accounts/people.service.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { TicketChanges } from '#shared/contract/tickets.ts';
import { findCompany, findOpenQueue } from './desk.store.ts';
import { requireHolding } from './desk/fields.policy.ts';
import { listFields } from './desk/fields.store.ts';
import { findLabels } from './desk/labels.store.ts';
import { archivedQueue, unknownCompany, unknownLabel, unknownQueue } from './refusals.ts';
import type { AtDesk } from './tickets.policy.ts';

/** What a change points at has to be there, and to be within the reach of who points. */
export function createTargets({ db, people }: { db: Db; people: Pick<People, 'cards'> }) {
  async function requireAgents(ids: readonly PersonId[]): Promise<void> {
    const cards = await people.cards(db.read, ids);
    if (ids.some((id) => cards.get(id)?.kind !== 'member'))
      throw new AppError('invalid', 'Only an employee can have a ticket.');
  }

  async function valuesOf({ statusLabelId, priorityLabelId }: TicketChanges): Promise<TicketChanges> {
    const values: TicketChanges = {};
    const ids = [statusLabelId, priorityLabelId].flatMap((id) => id ?? []);
    if (ids.length === 0) return values;
    const labels = new Map((await findLabels(db.read, ids)).map((label) => [label.id, label]));
    if (statusLabelId) {
      const label = labels.get(statusLabelId);
      if (label?.field !== 'status') throw unknownLabel();
      values.status = label.value;
    }
    if (priorityLabelId) {
      const label = labels.get(priorityLabelId);
      if (label?.field !== 'priority') throw unknownLabel();
      values.priority = label.value;
    }
    return values;
  }

  /** All but the words of the desk. */
  async function requirePlaces(standing: AtDesk, changes: TicketChanges): Promise<void> {
    const { queueId, companyId, assigneeId } = changes;
    if (queueId && !standing.queues.has(queueId)) throw unknownQueue();
    if (queueId && !(await findOpenQueue(db.read, queueId))) throw archivedQueue();
    if (companyId && !(await findCompany(db.read, companyId))) throw unknownCompany();
    if (assigneeId) await requireAgents([assigneeId]);
  }

  /** Answers the changes with the values that labels stand for. */
  async function require(standing: AtDesk, changes: TicketChanges): Promise<TicketChanges> {
    await requirePlaces(standing, changes);
    return { ...changes, ...(await valuesOf(changes)) };
  }

  return {
    requireAgents,
    requirePlaces,
    require,
    /** Of changes that a rule or a macro keeps for later: the installation has the fields, too, and they can hold that. */
    async requireKept(standing: AtDesk, changes: TicketChanges): Promise<void> {
      await require(standing, changes);
      if (changes.fields) requireHolding(await listFields(db.read), changes.fields);
    },
  };
}
export type Targets = ReturnType<typeof createTargets>;
