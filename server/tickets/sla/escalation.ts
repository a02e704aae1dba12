import type { Db } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { TicketEntryId } from '#shared/contract/ids.ts';
import { SlaGoal, slaReckoned } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import type { Changes, Done } from '../changes.ts';
import type { Figures } from '../figures/figures.ts';
import { storeTickets } from '../tickets.store.ts';
import { untold } from './clock.ts';
import { listToTell, lockOutdated } from './sla.store.ts';

type Parts = {
  db: Db;
  clock: Clock;
  publisher: Publisher;
  changes: Pick<Changes, 'byItself' | 'promises'>;
  figures: Pick<Figures, 'tell'>;
};

const batch = 200;
/** The rest waits for the next round. */
const [maxBatches, maxTold] = [50, 1_000];

/** What time and changed policies bring about: clocks are reckoned anew, and the desk is told when they run out. */
export function createEscalation({ db, clock, publisher, changes, figures }: Parts) {
  /** Kept in the ticket, so that who is killed in the middle goes on where they were. Answers how many there were. */
  async function reckonSome(): Promise<number> {
    return await db.transaction(async (tx) => {
      const promise = await changes.promises(tx);
      const tickets = await lockOutdated(tx, batch);
      const at = clock.now().toISOString();
      await storeTickets(
        tx,
        tickets.map((ticket) => promise(ticket, { before: ticket, at })),
      );
      tx.afterCommit(() => figures.tell(new Set(tickets.map(({ queueId }) => queueId)), []));
      return tickets.length;
    });
  }

  return async function escalate(): Promise<void> {
    let batches = 0;
    while (batches < maxBatches && (await reckonSome()) > 0) batches += 1;
    // One word for all of them: pages ask again for the few tickets that they show.
    if (batches > 0) publisher.publish(audience.organisation(), slaReckoned, {});
    // Judged again with the ticket locked: another hub may have told of it, or somebody answered meanwhile.
    for (const ticketId of await listToTell(db.read, clock.now(), maxTold))
      await changes.byItself(ticketId, async (ticket, at) => tell(ticket, at));
  };
}

function tell(ticket: Ticket, at: string): Done[] {
  return SlaGoal.options.flatMap((goal): Done[] => {
    const level = ticket.sla ? untold(ticket.sla[goal], at) : undefined;
    if (!level) return [];
    const id = newId<TicketEntryId>();
    return [{ after: ticket, entry: { kind: 'sla', id, authorId: null, goal, level } }];
  });
}
