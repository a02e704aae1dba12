import type { Db } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import type { TicketEntryId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { type Changes, type Done, toldBy } from './changes.ts';
import { findRules, listSilent } from './desk.store.ts';
import { afterChange, afterSilence } from './life.ts';
import { lockTicket } from './tickets.store.ts';

type Parts = { db: Db; clock: Clock; changes: Pick<Changes, 'changeLocked'> };

/** More than become due between two rounds; the rest waits for the next one. */
const maxAtOnce = 1_000;

/** Reminds customers who are asked and silent, and closes what is solved and not answered, as the queue's rules say. */
export function createReminders({ db, clock, changes }: Parts) {
  return async function remind(): Promise<void> {
    for (const ticketId of await listSilent(db.read, clock.now(), maxAtOnce))
      await db.transaction(async (tx) => {
        const ticket = await lockTicket(tx, ticketId);
        if (!ticket) return;
        const rules = await findRules(tx, ticket.queueId);
        // Judged again with the ticket locked: the customer may have answered meanwhile.
        await changes.changeLocked(tx, ticket, (found, at) =>
          become(found, afterSilence(found, rules, at), at),
        );
      });
  };
}

function become(ticket: Ticket, silence: ReturnType<typeof afterSilence>, at: string): Done | undefined {
  if (!silence) return undefined;
  if (silence.does === 'close') return toldBy(null, ticket, afterChange(ticket, { status: 'closed' }, at));
  const closesAt = silence.does === 'warn' ? silence.closesAt : null;
  return {
    after: { ...ticket, remindedAt: at },
    entry: { kind: 'reminder', id: newId<TicketEntryId>(), authorId: null, closesAt },
  };
}
