import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import type * as contract from '#shared/contract/desk.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { FieldPatch } from '#shared/contract/fields.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import { Ticket } from '#shared/contract/tickets.ts';
import { agentsOf, lockAgents, markDealt, membersOf } from './agents.store.ts';
import { type Changes, changed, type Done, toldBy } from './changes.ts';
import { deal } from './dealing.ts';
import { patched } from './desk/field-values.ts';
import { differences } from './life.ts';
import { createFilling } from './desk/filling.ts';
import { unknownQueue } from './refusals.ts';
import type { Standings } from './standings.ts';
import type { Targets } from './targets.ts';
import { findEntries } from './tickets.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  people: Pick<People, 'cards'>;
  standings: Standings;
  targets: Targets;
  changes: Pick<Changes, 'changeMany'>;
};
type Deal = NonNullable<ParsedInputOf<typeof contract.updateTickets>['deal']>;

const maxAgents = 200;

/** What an employee does to many tickets at once. */
export function createMany({ db, clock, people, standings, targets, changes }: Parts) {
  async function update(
    actor: Actor,
    { ticketIds, changes: asked, deal: dealt }: ParsedInputOf<typeof contract.updateTickets>,
  ): Promise<OutputOf<typeof contract.updateTickets>> {
    const standing = await standings.requireDesk(actor);
    const fields = await targets.require(standing, asked);
    await targets.requireAgents(dealt?.among ?? []);
    return await changes.changeMany(standing, [...new Set(ticketIds)], async (tickets, at, tx) => {
      const assignees = dealt ? await assigneesOf(tx, tickets, dealt) : new Map<TicketId, PersonId>();
      const allowed = createFilling(tx);
      const done = new Map<TicketId, Done[]>();
      for (const ticket of tickets) {
        const assigneeId = assignees.get(ticket.id);
        const own = await allowed(
          ticket,
          changed(standing, ticket, { ...fields, ...(assigneeId && { assigneeId }) }, at),
        );
        if (own) done.set(ticket.id, [own]);
      }
      return done;
    });
  }

  async function assigneesOf(
    tx: Tx,
    tickets: readonly Ticket[],
    { by, among }: Deal,
  ): Promise<Map<TicketId, PersonId>> {
    const groups = among
      ? [{ tickets, candidates: among }]
      : await byQueue(
          tx,
          Map.groupBy(tickets, ({ queueId }) => queueId),
        );
    await lockAgents(tx, [...new Set(groups.flatMap(({ candidates }) => candidates))]);
    const assignees = new Map<TicketId, PersonId>();
    for (const group of groups) {
      const agents = await agentsOf(tx, [...new Set(group.candidates)]);
      const turns = deal(group.tickets.length, agents, by);
      group.tickets.forEach((ticket, n) => {
        const personId = turns[n];
        if (personId) assignees.set(ticket.id, personId);
      });
    }
    await markDealt(tx, [...new Set(assignees.values())], clock.now());
    return assignees;
  }

  async function byQueue(tx: Tx, queues: Map<Ticket['queueId'], Ticket[]>) {
    const members = Map.groupBy(await membersOf(tx, [...queues.keys()]), ({ queueId }) => queueId);
    return [...queues].map(([queueId, tickets]) => {
      const candidates = (members.get(queueId) ?? []).map(({ personId }) => personId);
      if (candidates.length === 0)
        throw new AppError('conflict', 'A queue without members has nobody to deal its tickets to.', {
          details: { reason: 'nobodyToDeal' },
        });
      return { tickets, candidates };
    });
  }

  async function undo(
    actor: Actor,
    { entryIds }: ParsedInputOf<typeof contract.undoChanges>,
  ): Promise<OutputOf<typeof contract.undoChanges>> {
    const standing = await standings.requireDesk(actor);
    const entries = (await findEntries(db.read, entryIds)).filter(
      (entry) => entry.kind === 'change' && entry.authorId === actor.personId,
    );
    const byTicket = new Map(entries.map((entry) => [entry.ticketId, entry]));
    const { changed: undone } = await changes.changeMany(standing, [...byTicket.keys()], async (tickets) => {
      const done = new Map<TicketId, Done[]>();
      for (const ticket of tickets) {
        const entry = byTicket.get(ticket.id);
        if (entry?.kind !== 'change' || !isStill(ticket, entry.after)) continue;
        const before = withValues(ticket, entry.before);
        if (!standing.queues.has(before.queueId)) continue;
        const back = toldBy(standing.personId, ticket, before);
        if (back) done.set(ticket.id, [back]);
      }
      return done;
    });
    const back = new Set(undone.map(({ ticket }) => byTicket.get(ticket.id)?.id));
    return { changed: undone, kept: entryIds.filter((id) => !back.has(id)) };
  }

  async function agents(
    actor: Actor,
    { queueId }: ParsedInputOf<typeof contract.listAgents>,
  ): Promise<OutputOf<typeof contract.listAgents>> {
    const { queues } = await standings.requireDesk(actor);
    if (queueId && !queues.has(queueId)) throw unknownQueue();
    const members = await membersOf(db.read, queueId ? [queueId] : [...queues]);
    const ids = [...new Set(members.map(({ personId }) => personId))].slice(0, maxAgents);
    const [found, cards] = await Promise.all([agentsOf(db.read, ids), people.cards(db.read, ids)]);
    const shown = found.flatMap(({ personId, load }) => {
      const person = cards.get(personId);
      return person ? [{ person, load }] : [];
    });
    return { agents: shown.toSorted((a, b) => a.person.displayName.localeCompare(b.person.displayName)) };
  }

  return { update, undo, agents };
}

/** The ticket with what an entry has of some of its fields. */
const withValues = (ticket: Ticket, { fields: patch = {}, ...fields }: Record<string, unknown>): Ticket =>
  Ticket.parse({ ...ticket, ...fields, fields: patched(ticket.fields, FieldPatch.parse(patch)) });

/** Nothing has touched since what a change made of the ticket. */
const isStill = (ticket: Ticket, after: Record<string, unknown>): boolean =>
  differences(ticket, withValues(ticket, after), Object.keys(after) as (keyof Ticket)[]) === undefined;
