import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { createTicket, Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import type { Changes } from './changes.ts';
import * as desk from './desk.store.ts';
import { requireFitting } from './desk/fields.policy.ts';
import { holdFields } from './desk/fields.store.ts';
import { forDeskOnly, rethrowTaken, taken, unknownQueue } from './refusals.ts';
import { requireReadable, type Standings } from './standings.ts';
import { isDesk, show, type Standing } from './tickets.policy.ts';
import * as store from './tickets.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  people: Pick<People, 'card'>;
  standings: Standings;
  changes: Pick<Changes, 'finish' | 'promises'>;
};
type NewTicket = ParsedInputOf<typeof createTicket>;

/** How a ticket comes in through another domain: what its requester has no say in. */
export type Opening = Pick<Ticket, 'channel'> &
  Partial<Pick<Ticket, 'queueId' | 'priority'>> & {
    /** The hub's first words. */
    greeting?: string;
    /** In the transaction, once it has its number. */
    opened?(tx: Tx, ticket: Ticket): Promise<void>;
  };

export function createOpening({ db, clock, people, standings, changes }: Parts) {
  async function open(actor: Actor, input: NewTicket, opening: Opening): Promise<Ticket> {
    const standing = await standings.of(actor);
    const { clientId, subject, body, impact, tags = [], fields = {} } = input;
    const earlier = await ticketOfEntry(standing, clientId);
    if (earlier) return earlier;
    const requesterId = input.requesterId ?? actor.personId;
    const atDesk = isDesk(standing);
    if (requesterId !== actor.personId && !atDesk) throw forDeskOnly();
    if (input.queueId && atDesk && !standing.queues.has(input.queueId)) throw unknownQueue();
    const wanted = opening.queueId ?? (atDesk ? input.queueId : undefined);
    const [queueId, companyId] = await Promise.all([
      desk.queueFor(db.read, wanted),
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
      priority: opening.priority ?? (atDesk ? input.priority : 'normal'),
      impact: atDesk ? impact : 'none',
      channel: opening.channel,
      requesterId,
      companyId,
      assigneeId: null,
      people: [],
      tags: atDesk ? [...new Set(tags)] : [],
      product: null,
      department: null,
      fields,
      dueAt: null,
      createdAt: at,
      updatedAt: at,
      firstResponseAt: null,
      waitingSince: at,
      askedAt: null,
      remindedAt: null,
      solvedAt: null,
      closedAt: null,
      reopened: 0,
      rating: null,
      meetingId: null,
      source: null,
      statusLabelId: null,
      priorityLabelId: null,
      sla: null,
    };
    return await db.transaction(async (tx) => {
      if (Object.keys(fields).length > 0)
        requireFitting(await holdFields(tx), fields, queueId, atDesk ? 'employee' : 'customer');
      const promise = await changes.promises(tx);
      const [made] = await store.insertTickets(tx, [promise(ticket, { before: undefined, at })]);
      if (!made) throw new Error('a ticket that was not stored');
      const entry: TicketEntry = {
        kind: 'reply',
        id: clientId,
        ticketId: made.id,
        seq: 1,
        at,
        authorId: actor.personId,
        body,
        attachments: [],
      };
      await store.insertEntry(tx, entry).catch(rethrowTaken);
      await changes.finish(tx, undefined, made, entry);
      await opening.opened?.(tx, made);
      return show(standing, opening.greeting ? await greet(tx, made, opening.greeting) : made);
    });
  }

  async function greet(tx: Tx, ticket: Ticket, body: string): Promise<Ticket> {
    const after = { ...ticket, seq: ticket.seq + 1 };
    const entry: TicketEntry = {
      kind: 'notice',
      id: newId<TicketEntryId>(),
      ticketId: ticket.id,
      seq: after.seq,
      at: ticket.updatedAt,
      authorId: null,
      body,
    };
    await store.storeTicket(tx, after);
    await store.insertEntry(tx, entry);
    await changes.finish(tx, ticket, after, entry);
    return after;
  }

  /** The ticket that has this entry already, if the asker may see it. */
  async function ticketOfEntry(standing: Standing, id: TicketEntryId): Promise<Ticket | undefined> {
    const entry = await store.findEntry(db.read, id);
    if (!entry) return undefined;
    if (entry.authorId !== standing.personId) throw taken();
    return show(standing, requireReadable(standing, await store.findTicket(db.read, entry.ticketId)));
  }

  return {
    open,
    async create(actor: Actor, input: NewTicket): Promise<Ticket> {
      if (actor.widgetId !== null)
        throw new AppError('forbidden', 'Visitors open tickets through their widget.');
      return await open(actor, input, { channel: actor.tokenId === null ? 'form' : 'api' });
    },
  };
}
