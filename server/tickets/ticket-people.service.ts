import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Db } from '#server/platform/db.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  type addToTicket,
  maxTicketPeople,
  type removeFromTicket,
  type Ticket,
} from '#shared/contract/tickets.ts';
import { type Changes, toldBy } from './changes.ts';
import { forDeskOnly } from './refusals.ts';
import type { Standings } from './standings.ts';
import { canRemovePerson, hasTickets, worksOn } from './tickets.policy.ts';

type Parts = {
  db: Db;
  publisher: Publisher;
  people: Pick<People, 'card'>;
  standings: Standings;
  changes: Pick<Changes, 'change'>;
};

/** Whom the desk brings into a ticket beside the requester. */
export function createTicketPeople({ db, publisher, people, standings, changes }: Parts) {
  async function addPerson(
    actor: Actor,
    { ticketId, personId }: ParsedInputOf<typeof addToTicket>,
  ): Promise<Ticket> {
    const [standing, card] = await Promise.all([standings.of(actor), people.card(db.read, personId)]);
    if (!hasTickets(card)) throw new AppError('invalid', 'Guests of a meeting have no tickets.');
    const { ticket } = await changes.change(standing, ticketId, (found) => {
      if (!worksOn(standing, found)) throw forDeskOnly();
      if (found.people.includes(personId) || found.requesterId === personId) return undefined;
      if (found.people.length >= maxTicketPeople) throw tooManyPeople();
      return toldBy(standing.personId, found, { ...found, people: [...found.people, personId] });
    });
    return ticket;
  }

  async function removePerson(
    actor: Actor,
    { ticketId, personId }: ParsedInputOf<typeof removeFromTicket>,
  ): Promise<Ticket> {
    const standing = await standings.of(actor);
    const { ticket, entry } = await changes.change(standing, ticketId, (found) => {
      if (!canRemovePerson(standing, found, personId)) throw forDeskOnly();
      return toldBy(standing.personId, found, {
        ...found,
        people: found.people.filter((id) => id !== personId),
      });
    });
    if (entry) publisher.expel(personId, audience.ticketCustomers(ticketId));
    return ticket;
  }

  return { addPerson, removePerson };
}

const tooManyPeople = () =>
  new AppError('conflict', `${maxTicketPeople} people at most can be added to a ticket.`, {
    details: { reason: 'tooManyPeople' },
  });
