import type { Actor } from '#server/accounts/actor.ts';
import { newId } from '#server/platform/ids.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketEntryId } from '#shared/contract/ids.ts';
import type { confirmTicket, rateTicket, Ticket } from '#shared/contract/tickets.ts';
import type { Changes, Words } from './changes.ts';
import { afterConfirmation, isOver } from './life.ts';
import { notForYou } from './refusals.ts';
import type { Standings } from './standings.ts';
import { canConfirm, canRate } from './tickets.policy.ts';

type Parts = { standings: Standings; changes: Changes };

/** What the customer says when the desk says that it is done. */
export function createEndings({ standings, changes: { change, repeated } }: Parts) {
  async function confirm(
    actor: Actor,
    { ticketId, clientId, confirmed, body }: ParsedInputOf<typeof confirmTicket>,
  ): Promise<OutputOf<typeof confirmTicket>> {
    const standing = await standings.of(actor);
    const { personId: authorId } = actor;
    const earlier = await repeated(standing, ticketId, clientId);
    if (earlier) return earlier;
    const { ticket, entry } = await change(standing, ticketId, (found, at) => {
      if (!canConfirm(standing, found)) throw notForYou('Only the customer says whether it is solved.');
      if (found.status !== 'solved') throw notSolved();
      const after = afterConfirmation(found, confirmed, at);
      const turn = {
        kind: 'change',
        authorId,
        before: { status: found.status },
        after: { status: after.status },
      } as const;
      if (body === undefined) return { after, entry: { ...turn, id: clientId } };
      const words: Words = { kind: 'reply', id: clientId, authorId, body, attachments: [] };
      return { after, entry: words, beyond: [{ ...turn, id: newId<TicketEntryId>() }] };
    });
    if (!entry) throw new Error('a confirmation without an entry');
    return { ticket, entry };
  }

  async function rate(
    actor: Actor,
    { ticketId, stars, comment: words }: ParsedInputOf<typeof rateTicket>,
  ): Promise<Ticket> {
    const standing = await standings.of(actor);
    const comment = words.trim() || null;
    const { ticket } = await change(standing, ticketId, (found, at) => {
      if (!canRate(standing, found)) throw notForYou('Only the requester rates.');
      if (!isOver(found)) throw notSolved();
      const { rating } = found;
      if (rating?.stars === stars && rating.comment === comment) return undefined;
      const id = newId<TicketEntryId>();
      return {
        after: { ...found, rating: { stars, comment, at } },
        entry: { kind: 'rating', id, authorId: actor.personId, stars, comment },
      };
    });
    return ticket;
  }

  return { confirm, rate };
}

const notSolved = () =>
  new AppError('conflict', 'The ticket is not solved.', { details: { reason: 'notSolved' } });
