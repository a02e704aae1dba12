import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Bus } from '#server/platform/bus.ts';
import { violatedUnique } from '#server/platform/db-errors.ts';
import type { Db } from '#server/platform/db.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import type * as contract from '#shared/contract/desk.ts';
import { maxQueues } from '#shared/contract/desk.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { firstQueue } from '../desk.store.ts';
import { queuesTopic } from '../figures/figures.ts';
import { findQueues, lockQueues, putQueue, setArchived, setQueueMembers } from './queues.store.ts';
import { unknownQueue } from '../refusals.ts';
import type { Targets } from '../targets.ts';
import { canSetUpQueues } from '../tickets.policy.ts';

type Parts = {
  db: Db;
  bus: Bus;
  audit: Audit;
  publisher: Publisher;
  people: Pick<People, 'cards'>;
  targets: Targets;
};

function requireRight(actor: Actor): void {
  if (!canSetUpQueues(actor)) throw new AppError('forbidden', 'Only administrators set up queues.');
}

/** Which queues there are, and whose. */
export function createQueues({ db, bus, audit, publisher, people, targets }: Parts) {
  async function list(id?: QueueId): Promise<contract.QueueSetup[]> {
    const found = await findQueues(db.read, id, maxQueues);
    const cards = await people.cards(db.read, new Set(found.flatMap(({ memberIds }) => memberIds)));
    return found.map(({ memberIds, ...queue }) => ({
      ...queue,
      members: memberIds.flatMap((memberId) => cards.get(memberId) ?? []),
    }));
  }

  async function show(id: QueueId): Promise<contract.QueueSetup> {
    const [queue] = await list(id);
    if (!queue) throw unknownQueue();
    return queue;
  }

  return {
    async list(actor: Actor): Promise<OutputOf<typeof contract.listQueueSetups>> {
      requireRight(actor);
      return { queues: await list() };
    },

    async get(
      actor: Actor,
      { queueId }: ParsedInputOf<typeof contract.getQueueSetup>,
    ): Promise<contract.QueueSetup> {
      requireRight(actor);
      return await show(queueId);
    },

    async save(
      actor: Actor,
      { memberIds, ...queue }: ParsedInputOf<typeof contract.saveQueue>,
    ): Promise<contract.QueueSetup> {
      requireRight(actor);
      const members = [...new Set(memberIds)];
      await targets.requireAgents(members);
      await db.transaction(async (tx) => {
        const present = await lockQueues(tx);
        if (present.length >= maxQueues && !present.includes(queue.id))
          throw new AppError('tooMany', `There are ${maxQueues} queues at most.`);
        await putQueue(tx, queue).catch(rethrowNameTaken);
        await setQueueMembers(tx, queue.id, members);
        audit.record(tx, {
          actor,
          action: 'tickets.queueSetUp',
          target: { kind: 'queue', id: queue.id, name: queue.name },
          facts: { restricted: queue.restricted, members: members.length },
        });
        tx.afterCommit(() => bus.publish(queuesTopic, {}));
        if (!queue.restricted) return;
        // Whoever has just lost it stops to hear it at once.
        const heard = audience.ticketQueue(queue.id);
        tx.afterCommit(() => {
          publisher.disband(heard);
          for (const id of members) publisher.admit(id, heard);
        });
      });
      return await show(queue.id);
    },

    async archive(
      actor: Actor,
      { queueId, archived }: ParsedInputOf<typeof contract.archiveQueue>,
    ): Promise<contract.QueueSetup> {
      requireRight(actor);
      await db.transaction(async (tx) => {
        await lockQueues(tx);
        const name = await setArchived(tx, queueId, archived);
        if (name === undefined) throw unknownQueue();
        if (!(await firstQueue(tx))) throw lastQueue();
        audit.record(tx, {
          actor,
          action: archived ? 'tickets.queueArchived' : 'tickets.queueRestored',
          target: { kind: 'queue', id: queueId, name },
        });
      });
      return await show(queueId);
    },
  };
}

const lastQueue = () =>
  new AppError('conflict', 'One queue that everybody reads has to take tickets.', {
    details: { reason: 'lastQueue' },
  });

function rethrowNameTaken(error: unknown): never {
  if (!violatedUnique(error)) throw error;
  throw new AppError('conflict', 'There is a queue of this name already.', {
    details: { reason: 'nameTaken' },
  });
}
