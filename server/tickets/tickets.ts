import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/tickets.ts';
import { changed, createChanges } from './changes.ts';
import { createCompanies } from './companies.service.ts';
import { readCounts } from './counts.store.ts';
import * as desk from './desk.store.ts';
import type { Figures } from './figures.ts';
import { afterReply } from './life.ts';
import { forDeskOnly, rethrowTaken, taken, unknownCompany, unknownQueue } from './refusals.ts';
import { createStandings, requireReadable } from './standings.ts';
import { type AtDesk, entryFor, isDesk, type Standing, ticketFor } from './tickets.policy.ts';
import * as store from './tickets.store.ts';

type Ticket = contract.Ticket;
type TicketEntry = contract.TicketEntry;
type Needs = { publisher: Publisher; people: Pick<People, 'card' | 'cards'>; figures: Pick<Figures, 'tell'> };

/** Customers ask, the desk answers. Who may do what is in `tickets.policy.ts`, what follows from what in `life.ts`. */
export function createTickets(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { publisher, people, figures }: Needs,
) {
  const standings = createStandings(db);
  const { change, finish } = createChanges({ db, clock, publisher, figures });
  const companies = createCompanies({ db, clock, people, standings });

  async function create(actor: Actor, input: ParsedInputOf<typeof contract.createTicket>): Promise<Ticket> {
    const standing = await standings.of(actor);
    const { clientId, subject, body, priority, impact } = input;
    const earlier = await ticketOfEntry(standing, clientId);
    if (earlier) return earlier;
    const requesterId = input.requesterId ?? actor.personId;
    const atDesk = isDesk(standing);
    if (requesterId !== actor.personId && !atDesk) throw forDeskOnly();
    if (input.queueId && atDesk && !standing.queues.has(input.queueId)) throw unknownQueue();
    const [queueId, companyId] = await Promise.all([
      (atDesk && input.queueId) || desk.firstQueue(db.read),
      desk.companyOf(db.read, requesterId),
      people.card(db.read, requesterId),
    ]);
    if (!queueId) throw new AppError('unavailable', 'No queue takes tickets.');
    const at = clock.now().toISOString();
    const ticket: Omit<Ticket, 'number'> = {
      id: newId<TicketId>(),
      seq: 1,
      subject,
      queueId,
      status: 'new',
      priority: atDesk ? priority : 'normal',
      impact: atDesk ? impact : 'none',
      channel: actor.tokenId === null ? 'form' : 'api',
      requesterId,
      companyId,
      assigneeId: null,
      tags: [],
      product: null,
      department: null,
      dueAt: null,
      createdAt: at,
      updatedAt: at,
      firstResponseAt: null,
      waitingSince: at,
      solvedAt: null,
      closedAt: null,
      reopened: 0,
    };
    return await db.transaction(async (tx) => {
      const made = await store.insertTicket(tx, ticket);
      const entry: TicketEntry = {
        kind: 'reply',
        id: clientId,
        ticketId: made.id,
        seq: 1,
        at,
        authorId: actor.personId,
        body,
      };
      await store.insertEntry(tx, entry).catch(rethrowTaken);
      finish(tx, undefined, made, entry);
      return ticketFor(standing.by, made);
    });
  }

  /** The ticket that has this entry already, if the asker may see it. */
  async function ticketOfEntry(standing: Standing, id: TicketEntryId): Promise<Ticket | undefined> {
    const entry = await store.findEntry(db.read, id);
    if (!entry) return undefined;
    if (entry.authorId !== standing.personId) throw taken();
    const ticket = requireReadable(standing, await store.findTicket(db.read, entry.ticketId));
    return ticketFor(standing.by, ticket);
  }

  async function reply(
    actor: Actor,
    input: ParsedInputOf<typeof contract.replyToTicket>,
  ): Promise<OutputOf<typeof contract.replyToTicket>> {
    const { ticketId, clientId, body, note } = input;
    const [earlier, standing] = await Promise.all([store.findEntry(db.read, clientId), standings.of(actor)]);
    if (earlier) {
      if (earlier.authorId !== actor.personId || earlier.ticketId !== ticketId) throw taken();
      const ticket = requireReadable(standing, await store.findTicket(db.read, ticketId));
      return { ticket: ticketFor(standing.by, ticket), entry: earlier };
    }
    const { ticket, entry } = await change(standing, ticketId, (found, at) => {
      if (note && !isDesk(standing)) throw forDeskOnly();
      return {
        after: note ? found : afterReply(found, standing.by, at),
        entry: { kind: note ? 'note' : 'reply', id: clientId, authorId: actor.personId, body },
      };
    });
    if (!entry) throw new Error('a reply without an entry');
    return { ticket, entry };
  }

  async function update(
    actor: Actor,
    { ticketId, changes }: ParsedInputOf<typeof contract.updateTicket>,
  ): Promise<Ticket> {
    const standing = await standings.requireDesk(actor);
    await requireKnown(standing, changes);
    const { ticket } = await change(standing, ticketId, (found, at) => changed(standing, found, changes, at));
    return ticket;
  }

  async function claim(
    actor: Actor,
    { ticketId }: ParsedInputOf<typeof contract.claimTicket>,
  ): Promise<Ticket> {
    const standing = await standings.of(actor);
    const { personId: assigneeId } = actor;
    const { ticket } = await change(standing, ticketId, (found, at) => {
      if (found.assigneeId !== null && found.assigneeId !== assigneeId)
        throw new AppError('conflict', 'Somebody else has taken this ticket.', {
          details: { reason: 'taken' },
        });
      const status = found.status === 'new' ? 'open' : found.status;
      return changed(standing, found, { assigneeId, status }, at);
    });
    return ticket;
  }

  /** What a change points at has to be there, and to be within the reach of who points. */
  async function requireKnown(standing: AtDesk, changes: contract.TicketChanges): Promise<void> {
    const { queueId, companyId, assigneeId } = changes;
    if (queueId && !standing.queues.has(queueId)) throw unknownQueue();
    if (companyId && !(await desk.findCompany(db.read, companyId))) throw unknownCompany();
    if (assigneeId && (await people.card(db.read, assigneeId)).kind !== 'member')
      throw new AppError('invalid', 'Only an employee can have a ticket.');
  }

  // --- reading -----------------------------------------------------------------------------------

  async function timeline(standing: Standing, ticket: Ticket, entries: TicketEntry[], more: boolean) {
    const shown = entries.flatMap((entry) => entryFor(standing.by, entry) ?? []);
    return {
      ticket: ticketFor(standing.by, ticket),
      entries: shown,
      people: await cardsOf([ticket], shown),
      more,
    };
  }

  async function cardsOf(tickets: readonly Ticket[], entries: readonly TicketEntry[]): Promise<PersonCard[]> {
    const ids = [
      ...tickets.flatMap(({ requesterId, assigneeId }) => [requesterId, assigneeId ?? []].flat()),
      ...entries.flatMap(({ authorId }) => authorId ?? []),
    ];
    return [...(await people.cards(db.read, new Set<PersonId>(ids))).values()];
  }

  async function get(actor: Actor, input: ParsedInputOf<typeof contract.getTicket>) {
    const standing = await standings.of(actor);
    const { ticketId, before, limit } = input;
    const ticket = requireReadable(standing, await store.findTicket(db.read, ticketId));
    const entries = await store.entriesBefore(db.read, ticketId, before, limit + 1);
    const more = entries.length > limit;
    return await timeline(standing, ticket, more ? entries.slice(1) : entries, more);
  }

  async function since(actor: Actor, input: ParsedInputOf<typeof contract.ticketSince>) {
    const standing = await standings.of(actor);
    const ticket = requireReadable(standing, await store.findTicket(db.read, input.ticketId));
    const entries = await store.entriesAfter(db.read, input.ticketId, input.seq, input.limit + 1);
    const more = entries.length > input.limit;
    return await timeline(standing, ticket, more ? entries.slice(0, -1) : entries, more);
  }

  async function list(actor: Actor, { filter, after, limit }: ParsedInputOf<typeof contract.listTickets>) {
    const standing = await standings.of(actor);
    const found = await store.listTickets(db.read, standing, filter, { after, limit: limit + 1 });
    const tickets = found.slice(0, limit).map((ticket) => ticketFor(standing.by, ticket));
    return { tickets, people: await cardsOf(tickets, []), more: found.length > limit };
  }

  return {
    ...companies,
    create,
    reply,
    update,
    claim,
    get,
    since,
    list,

    /** What somebody who looks at tickets is to hear: the one they look at, or (an employee) all of the queues they read. */
    async audiencesOf(actor: Actor, ticketId?: TicketId): Promise<Audience[]> {
      const standing = await standings.of(actor);
      if (ticketId) requireReadable(standing, await store.findTicket(db.read, ticketId));
      if (isDesk(standing)) return [...standing.queues].map(audience.ticketQueue);
      return ticketId ? [audience.ticketCustomers(ticketId)] : [];
    },

    async watch(actor: Actor): Promise<OutputOf<typeof contract.watchTickets>> {
      const { queues } = await standings.requireDesk(actor);
      return { queues: await readCounts(db.read, [...queues]) };
    },

    async listQueues(actor: Actor): Promise<OutputOf<typeof contract.listQueues>> {
      const { personId } = await standings.requireDesk(actor);
      return { queues: await desk.queuesOf(db.read, personId) };
    },
  };
}
export type Tickets = ReturnType<typeof createTickets>;
