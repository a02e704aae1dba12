import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import { violatedUnique } from '#server/platform/db-errors.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { CompanyId, PersonId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import * as contract from '#shared/contract/tickets.ts';
import { count, type Counted, deltasOf, readCounts } from './counts.store.ts';
import * as desk from './desk.store.ts';
import { afterChange, afterReply, differences } from './life.ts';
import {
  type AtDesk,
  canRead,
  entryFor,
  hasTickets,
  isDesk,
  type Standing,
  ticketFor,
} from './tickets.policy.ts';
import * as store from './tickets.store.ts';

type Ticket = contract.Ticket;
type TicketEntry = contract.TicketEntry;
type Needs = { publisher: Publisher; people: Pick<People, 'card' | 'cards'> };

/** An entry that has no place in a timeline yet. */
type Words<E = TicketEntry> = E extends TicketEntry ? Omit<E, 'ticketId' | 'seq' | 'at'> : never;
/** What becomes of a ticket, and the entry that says so. */
type Done = { after: Ticket; entry: Words };

const companiesPerPage = 200;
const unknownTicket = () => new AppError('notFound', 'There is no such ticket.');
const unknownQueue = () => new AppError('notFound', 'There is no such queue.');
const forDeskOnly = () => new AppError('forbidden', 'Only employees do this.');

/** Customers ask, the desk answers. Who may do what is in `tickets.policy.ts`, what follows from what in `life.ts`. */
export function createTickets({ db, clock }: Pick<Platform, 'db' | 'clock'>, { publisher, people }: Needs) {
  const now = () => clock.now().toISOString();

  async function standingOf(actor: Actor): Promise<Standing> {
    const { personId, kind } = actor;
    if (!hasTickets(actor)) throw forDeskOnly();
    if (kind === 'customer')
      return { by: 'customer', personId, companyId: await desk.companyOf(db.read, personId) };
    const queues = await desk.queuesOf(db.read, personId);
    return { by: 'employee', personId, queues: new Set(queues.map(({ id }) => id)) };
  }

  async function requireDesk(actor: Actor): Promise<AtDesk> {
    const standing = await standingOf(actor);
    if (!isDesk(standing)) throw forDeskOnly();
    return standing;
  }

  /** Out of sight is the same as not there. */
  function requireReadable(standing: Standing, ticket: Ticket | undefined): Ticket {
    if (ticket && canRead(standing, ticket)) return ticket;
    throw unknownTicket();
  }

  // --- changes -----------------------------------------------------------------------------------

  /** The last part of every change: counts it, and tells whoever may know. */
  function finish(tx: Tx, before: Ticket | undefined, after: Ticket, entry: TicketEntry): void {
    const deltas = deltasOf(before, after);
    let counted: Counted[] = [];
    if (deltas.length > 0)
      tx.beforeCommit(async () => {
        counted = await count(tx, deltas);
      });
    tx.afterCommit(async () => {
      for (const queue of new Set([before?.queueId ?? after.queueId, after.queueId]))
        publisher.publish(audience.ticketQueue(queue), contract.ticketChanged, { ticket: after, entry });
      const shown = { ticket: ticketFor('customer', after), entry: entryFor('customer', entry) ?? null };
      publisher.publish(audience.ticketCustomers(after.id), contract.ticketChanged, shown);
      for (const each of counted)
        publisher.publish(audience.ticketQueue(each.queueId), contract.ticketsCounted, each);
    });
  }

  async function create(actor: Actor, input: ParsedInputOf<typeof contract.createTicket>): Promise<Ticket> {
    const standing = await standingOf(actor);
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
    const at = now();
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

  /** Locks the ticket, lets `work` say what becomes of it, and stores that with its entry. No answer: nothing changes. */
  async function change(
    standing: Standing,
    ticketId: TicketId,
    work: (ticket: Ticket, at: string) => Done | undefined,
  ): Promise<{ ticket: Ticket; entry: TicketEntry | undefined }> {
    return await db.transaction(async (tx) => {
      const before = requireReadable(standing, await store.lockTicket(tx, ticketId));
      const at = now();
      const done = work(before, at);
      if (!done) return { ticket: ticketFor(standing.by, before), entry: undefined };
      const after = { ...done.after, seq: before.seq + 1, updatedAt: at };
      const entry: TicketEntry = { ...done.entry, ticketId, seq: after.seq, at };
      await store.storeTicket(tx, after);
      await store.insertEntry(tx, entry).catch(rethrowTaken);
      finish(tx, before, after, entry);
      return { ticket: ticketFor(standing.by, after), entry };
    });
  }

  async function reply(
    actor: Actor,
    input: ParsedInputOf<typeof contract.replyToTicket>,
  ): Promise<OutputOf<typeof contract.replyToTicket>> {
    const { ticketId, clientId, body, note } = input;
    const [earlier, standing] = await Promise.all([store.findEntry(db.read, clientId), standingOf(actor)]);
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
    const standing = await requireDesk(actor);
    await requireKnown(standing, changes);
    const { ticket } = await change(standing, ticketId, (found, at) => changed(standing, found, changes, at));
    return ticket;
  }

  async function claim(
    actor: Actor,
    { ticketId }: ParsedInputOf<typeof contract.claimTicket>,
  ): Promise<Ticket> {
    const standing = await standingOf(actor);
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

  function changed(
    standing: Standing,
    ticket: Ticket,
    changes: contract.TicketChanges,
    at: string,
  ): Done | undefined {
    if (!isDesk(standing)) throw forDeskOnly();
    const after = afterChange(ticket, changes, at);
    const difference = differences(ticket, after, contract.ticketFields);
    if (!difference) return undefined;
    const { personId: authorId } = standing;
    return { after, entry: { kind: 'change', id: newId<TicketEntryId>(), authorId, ...difference } };
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
    const standing = await standingOf(actor);
    const { ticketId, before, limit } = input;
    const ticket = requireReadable(standing, await store.findTicket(db.read, ticketId));
    const entries = await store.entriesBefore(db.read, ticketId, before, limit + 1);
    const more = entries.length > limit;
    return await timeline(standing, ticket, more ? entries.slice(1) : entries, more);
  }

  async function since(actor: Actor, input: ParsedInputOf<typeof contract.ticketSince>) {
    const standing = await standingOf(actor);
    const ticket = requireReadable(standing, await store.findTicket(db.read, input.ticketId));
    const entries = await store.entriesAfter(db.read, input.ticketId, input.seq, input.limit + 1);
    const more = entries.length > input.limit;
    return await timeline(standing, ticket, more ? entries.slice(0, -1) : entries, more);
  }

  async function list(actor: Actor, { filter, after, limit }: ParsedInputOf<typeof contract.listTickets>) {
    const standing = await standingOf(actor);
    const found = await store.listTickets(db.read, standing, filter, { after, limit: limit + 1 });
    const tickets = found.slice(0, limit).map((ticket) => ticketFor(standing.by, ticket));
    return { tickets, people: await cardsOf(tickets, []), more: found.length > limit };
  }

  return {
    create,
    reply,
    update,
    claim,
    get,
    since,
    list,

    /** What somebody who looks at tickets is to hear: the one they look at, or (an employee) all of the queues they read. */
    async audiencesOf(actor: Actor, ticketId?: TicketId): Promise<Audience[]> {
      const standing = await standingOf(actor);
      if (ticketId) requireReadable(standing, await store.findTicket(db.read, ticketId));
      if (isDesk(standing)) return [...standing.queues].map(audience.ticketQueue);
      return ticketId ? [audience.ticketCustomers(ticketId)] : [];
    },

    async watch(actor: Actor): Promise<OutputOf<typeof contract.watchTickets>> {
      const { queues } = await requireDesk(actor);
      return { queues: await readCounts(db.read, [...queues]) };
    },

    async listQueues(actor: Actor): Promise<OutputOf<typeof contract.listQueues>> {
      const { personId } = await requireDesk(actor);
      return { queues: await desk.queuesOf(db.read, personId) };
    },

    async listCompanies(
      actor: Actor,
      { startsWith, after }: ParsedInputOf<typeof contract.listCompanies>,
    ): Promise<OutputOf<typeof contract.listCompanies>> {
      await requireDesk(actor);
      const found = await desk.listCompanies(db.read, startsWith, after, companiesPerPage + 1);
      return { companies: found.slice(0, companiesPerPage), more: found.length > companiesPerPage };
    },

    async createCompany(
      actor: Actor,
      { name }: ParsedInputOf<typeof contract.createCompany>,
    ): Promise<contract.Company> {
      await requireDesk(actor);
      return await db.transaction((tx) =>
        desk.insertCompany(tx, newId<CompanyId>(), name, clock.now()).catch((error: unknown) => {
          if (!violatedUnique(error)) throw error;
          throw new AppError('conflict', 'There is a company of this name already.', {
            details: { reason: 'nameTaken' },
          });
        }),
      );
    },

    async setCompanyOf(
      actor: Actor,
      { personId, companyId }: ParsedInputOf<typeof contract.setCompanyOf>,
    ): Promise<typeof nothing> {
      await requireDesk(actor);
      const card = await people.card(db.read, personId);
      if (card.kind !== 'customer') throw new AppError('invalid', 'Only customers belong to a company.');
      if (companyId && !(await desk.findCompany(db.read, companyId))) throw unknownCompany();
      await db.transaction((tx) => desk.setCompany(tx, personId, companyId));
      return nothing;
    },
  };
}
export type Tickets = ReturnType<typeof createTickets>;

const unknownCompany = () => new AppError('notFound', 'There is no such company.');
const taken = () =>
  new AppError('conflict', 'This id is taken by another entry.', { details: { reason: 'taken' } });

/** Two at once with one client id: the later one is told to ask again, and then gets the first one's. */
function rethrowTaken(error: unknown): never {
  if (violatedUnique(error)) throw taken();
  throw error;
}
