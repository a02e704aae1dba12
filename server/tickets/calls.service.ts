import type { Actor } from '#server/accounts/actor.ts';
import type { Meetings } from '#server/meetings/meetings.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketEntryId } from '#shared/contract/ids.ts';
import type { startTicketCall } from '#shared/contract/tickets.ts';
import type { Changes } from './changes.ts';
import { notForYou } from './refusals.ts';
import type { Standings } from './standings.ts';
import { canCall, isDesk } from './tickets.policy.ts';
import { findLastEntry } from './tickets.store.ts';

type Parts = {
  db: Db;
  standings: Standings;
  changes: Changes;
  meetings: Pick<Meetings, 'openFor' | 'isLive'>;
};

/** A call that was started this lately runs, though nobody has entered it yet. */
const freshMs = 120_000;
const maxTitle = 120;

/** Calls about a ticket: one meeting for all of them, made with the first. Employees lead it, the requester need not knock. */
export function createCalls({ db, standings, changes, meetings }: Parts) {
  return async function start(
    actor: Actor,
    { ticketId }: ParsedInputOf<typeof startTicketCall>,
  ): Promise<OutputOf<typeof startTicketCall>> {
    const standing = await standings.of(actor);
    const { personId: authorId } = actor;
    const { entry } = await changes.change(standing, ticketId, async (ticket, at, tx) => {
      if (!canCall(standing, ticket)) throw notForYou('Only employees and the requester call.');
      if (ticket.status === 'closed') throw closed();
      const last = await findLastEntry(tx, ticketId, 'call');
      const { id: meetingId, code } = await meetings.openFor(tx, actor, {
        meetingId: ticket.meetingId,
        title: `#${ticket.number} ${ticket.subject}`.slice(0, maxTitle),
        createdBy: ticket.assigneeId ?? authorId,
        hosts: isDesk(standing) ? [authorId] : [],
        admitted: [ticket.requesterId],
      });
      const isFresh = last !== undefined && Date.parse(at) - Date.parse(last.at) < freshMs;
      if (last?.meetingId === meetingId && (isFresh || meetings.isLive(meetingId))) return undefined;
      const id = newId<TicketEntryId>();
      return { after: { ...ticket, meetingId }, entry: { kind: 'call', id, authorId, meetingId, code } };
    });
    const call = entry?.kind === 'call' ? entry : await findLastEntry(db.read, ticketId, 'call');
    if (!call) throw new Error('a call without an entry');
    return { meetingId: call.meetingId, code: call.code };
  };
}

const closed = () => new AppError('conflict', 'The ticket is closed.', { details: { reason: 'closed' } });
