import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Meetings } from '#server/meetings/meetings.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/tickets.ts';
import { createAside } from './aside.service.ts';
import { changed, createChanges } from './changes.ts';
import { createAttachments } from './files/attachments.service.ts';
import { createCalls } from './calls.service.ts';
import { createCompanies } from './companies.service.ts';
import { readCounts } from './figures/counts.store.ts';
import * as desk from './desk.store.ts';
import { createEndings } from './endings.service.ts';
import { createFields } from './desk/fields.service.ts';
import type { Figures } from './figures/figures.ts';
import { createFilling } from './desk/filling.ts';
import { afterReply } from './life.ts';
import { listTickets } from './list.store.ts';
import { createIntake } from './intake/intake.service.ts';
import { createMacros } from './desk/macros.service.ts';
import { createMany } from './many.service.ts';
import { createMerging } from './merging.service.ts';
import { createMirror } from './intake/mirror.service.ts';
import { createOpening } from './opening.service.ts';
import { createQueueRules } from './desk/queue-rules.service.ts';
import { forDeskOnly } from './refusals.ts';
import { createReminders } from './reminders.service.ts';
import { createStandings, requireReadable } from './standings.ts';
import { createTargets } from './targets.ts';
import { createTicketPeople } from './ticket-people.service.ts';
import {
  canDelete,
  entryFor,
  isDesk,
  show,
  sideOf,
  speaksAs,
  type Standing,
  worksOn,
} from './tickets.policy.ts';
import * as store from './tickets.store.ts';
import { createTranscripts } from './transcript/transcripts.service.ts';

type Ticket = contract.Ticket;
type TicketEntry = contract.TicketEntry;
type Needs = {
  publisher: Publisher;
  audit: Audit;
  people: Pick<People, 'card' | 'cards'>;
  meetings: Pick<Meetings, 'openFor' | 'isLive'>;
  figures: Pick<Figures, 'tell'>;
};

/** Customers ask, the desk answers. Who may do what is in `tickets.policy.ts`, what follows from what in `life.ts`. */
export function createTickets(
  { db, clock, blobs, logger }: Pick<Platform, 'db' | 'clock' | 'blobs' | 'logger'>,
  needs: Needs,
) {
  const { publisher, audit, people, meetings, figures } = needs;
  const standings = createStandings(db);
  const changes = createChanges({ db, clock, publisher, figures });
  const { change } = changes;
  const opening = createOpening({ db, clock, people, standings, changes });
  const taking = createTicketPeople({ db, publisher, people, standings, changes });
  const companies = createCompanies({ db, clock, people, standings });
  const endings = createEndings({ standings, changes });
  const attachments = createAttachments({ db, clock, blobs, logger, standings, changes });
  const rules = createQueueRules({ db, audit, standings });
  const remind = createReminders({ db, clock, changes });
  const transcript = createTranscripts({ db, people, standings });
  const startCall = createCalls({ db, standings, changes, meetings });
  const targets = createTargets({ db, people });
  const aside = createAside({ db, clock, people, standings, changes });
  const merging = createMerging({ db, standings, changes, opening });
  const many = createMany({ db, clock, people, standings, targets, changes });
  const mirror = createMirror({ db, clock, changes });
  const intake = createIntake({ db, clock, changes });
  const macros = createMacros({ db, clock, people, standings, targets, changes });
  const fields = createFields({ db, audit, publisher, standings, changes });

  async function reply(
    actor: Actor,
    input: ParsedInputOf<typeof contract.replyToTicket>,
  ): Promise<OutputOf<typeof contract.replyToTicket>> {
    const { ticketId, clientId, body, note, attachments: files } = input;
    const standing = await standings.of(actor);
    const earlier = await changes.repeated(standing, ticketId, clientId);
    if (earlier) return earlier;
    const { ticket, entry } = await change(standing, ticketId, async (found, at, tx) => {
      if (note && !worksOn(standing, found)) throw forDeskOnly();
      const { personId: authorId } = actor;
      const named = await attachments.name(tx, files, { id: clientId, ticketId, authorId, at });
      return {
        after: note ? found : afterReply(found, speaksAs(standing, found), at),
        entry: { kind: note ? 'note' : 'reply', id: clientId, authorId, body, attachments: named },
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
    const fields = await targets.require(standing, changes);
    const { ticket } = await change(standing, ticketId, (found, at, tx) =>
      createFilling(tx)(found, changed(standing, found, fields, at)),
    );
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

  async function remove(
    actor: Actor,
    { ticketId }: ParsedInputOf<typeof contract.deleteTicket>,
  ): Promise<typeof nothing> {
    const standing = await standings.of(actor);
    await db.transaction(async (tx) => {
      const ticket = requireReadable(standing, await store.lockTicket(tx, ticketId));
      if (!canDelete(actor)) throw new AppError('forbidden', 'Only administrators delete tickets.');
      await store.deleteTickets(tx, [ticketId]);
      const { id, number, seq, status, requesterId } = ticket;
      audit.record(tx, {
        actor,
        action: 'tickets.deleted',
        target: { kind: 'ticket', id, name: `#${number}` },
        facts: { entries: seq, status, requesterId },
      });
      await changes.finishRemovals(tx, [ticket]);
    });
    return nothing;
  }

  // --- reading -----------------------------------------------------------------------------------

  async function timeline(standing: Standing, ticket: Ticket, entries: TicketEntry[], more: boolean) {
    const shown = entries.flatMap((entry) => entryFor(sideOf(standing, ticket), entry) ?? []);
    return {
      ticket: show(standing, ticket),
      entries: shown,
      people: await cardsOf([ticket], shown),
      more,
    };
  }

  async function cardsOf(tickets: readonly Ticket[], entries: readonly TicketEntry[]): Promise<PersonCard[]> {
    const ids = [
      ...tickets.flatMap(({ requesterId, assigneeId, people }) =>
        [requesterId, assigneeId ?? [], people].flat(),
      ),
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

  async function list(actor: Actor, input: ParsedInputOf<typeof contract.listTickets>) {
    const standing = await standings.of(actor);
    const { filter, sort, after, limit } = input;
    const found = await listTickets(db.read, standing, filter, { sort, after, limit: limit + 1 });
    const tickets = found.slice(0, limit).map((ticket) => show(standing, ticket));
    return { tickets, people: await cardsOf(tickets, []), more: found.length > limit };
  }

  return {
    aside,
    many,
    merging,
    macros,
    fields,
    ...companies,
    ...opening,
    ...taking,
    ...endings,
    startCall,
    attachments,
    transcript,
    ...rules,
    /** Now and then: what time alone brings about. */
    async sweep(): Promise<void> {
      await remind();
      await attachments.sweep();
    },
    mirror,
    intake,
    reply,
    update,
    claim,
    remove,
    get,
    since,
    list,

    /** What somebody who looks at tickets is to hear: the one they look at, or (an employee) all of the queues they read. */
    async audiencesOf(actor: Actor, ticketId?: TicketId): Promise<Audience[]> {
      const standing = await standings.of(actor);
      const ticket = ticketId && requireReadable(standing, await store.findTicket(db.read, ticketId));
      const asCustomer = ticket && !worksOn(standing, ticket) ? [audience.ticketCustomers(ticket.id)] : [];
      return isDesk(standing)
        ? [...[...standing.queues].map(audience.ticketQueue), ...asCustomer]
        : asCustomer;
    },

    /** Those of these that the actor reads. */
    async cards(
      actor: Actor,
      ids: readonly TicketId[],
    ): Promise<{ tickets: Ticket[]; people: PersonCard[] }> {
      const standing = await standings.of(actor);
      const found = await store.findTickets(db.read, ids);
      const tickets = found
        .filter((ticket) => sideOf(standing, ticket))
        .map((ticket) => show(standing, ticket));
      return { tickets, people: await cardsOf(tickets, []) };
    },

    async requireReadable(actor: Actor, ticketId: TicketId): Promise<Ticket> {
      const standing = await standings.of(actor);
      return show(standing, requireReadable(standing, await store.findTicket(db.read, ticketId)));
    },

    /** In the transaction of each change. */
    onChanged: changes.onChanged,
    /** For rules. */
    byItself: changes.byItself,
    promises: changes.promises,
    async requireTargets(actor: Actor, changes: contract.TicketChanges): Promise<void> {
      await targets.requireKept(await standings.requireDesk(actor), changes);
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
