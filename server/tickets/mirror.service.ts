import type { Db, Tx } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import type { ConnectorId, PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry, TicketSource } from '#shared/contract/tickets.ts';
import type { Changes } from './changes.ts';
import { differences } from './life.ts';
import * as store from './mirror.store.ts';
import { mirroredFields } from './tickets.policy.ts';
import { insertEntries, insertTickets, storeTickets } from './tickets.store.ts';

type Said = Pick<Ticket, Exclude<(typeof mirroredFields)[number], 'companyId'>>;
/** A ticket as its source has it. Times that the source does not tell are null. */
export type Mirrored = Said &
  Pick<Ticket, 'channel' | 'updatedAt'> & {
    source: Pick<TicketSource, 'externalId' | 'url'>;
    company: string | null;
    body: string;
    requesterId: PersonId;
  };
/** Where they come from, and the queue that new ones go to. */
export type Origin = Pick<TicketSource, 'connectorId' | 'kind'> & { queueId: QueueId };

type Parts = { db: Db; clock: Clock; changes: Pick<Changes, 'finishAll'> };
type Change = { before: Ticket | undefined; after: Ticket; entry: TicketEntry };

/** Tickets that live in another system: what that says of them comes in here, again and again, and changes what differs. */
export function createMirror({ db, clock, changes }: Parts) {
  /** A batch of different tickets in few statements. Answers how many were new or not the same any more. */
  async function mirror(tx: Tx, origin: Origin, items: readonly Mirrored[]): Promise<number> {
    const known = await store.lockMirrored(
      tx,
      origin.connectorId,
      items.map(({ source }) => source.externalId),
    );
    const names = new Set(items.flatMap(({ company }) => company ?? []));
    const companies = await store.companiesNamed(tx, [...names], clock.now());
    const at = clock.now().toISOString();
    const [added, changed]: [Mirrored[], Change[]] = [[], []];
    for (const item of items) {
      const before = known.get(item.source.externalId);
      if (!before) added.push(item);
      else changed.push(...become(before, { ...before, ...said(item), createdAt: before.createdAt }, at));
    }
    function said({ company, ...item }: Mirrored) {
      const picked = Object.fromEntries(
        mirroredFields.flatMap((field) => (field === 'companyId' ? [] : [[field, item[field]]])),
      ) as Said;
      return { ...picked, companyId: company === null ? null : (companies.get(company) ?? null) };
    }
    const opened = await open(tx, origin, added, said);
    await storeTickets(
      tx,
      changed.map(({ after }) => after),
    );
    await insertEntries(
      tx,
      [...opened, ...changed].map(({ entry }) => entry),
    );
    await changes.finishAll(tx, [...opened, ...changed]);
    return opened.length + changed.length;
  }

  async function open(
    tx: Tx,
    { queueId, connectorId, kind }: Origin,
    items: readonly Mirrored[],
    said: (item: Mirrored) => Said & Pick<Ticket, 'companyId'>,
  ): Promise<Change[]> {
    if (items.length === 0) return [];
    const bodies = new Map<TicketId, string>();
    const tickets = items.map((item) => {
      const id = newId<TicketId>();
      bodies.set(id, item.body);
      const { channel, requesterId, updatedAt } = item;
      const ticket: Omit<Ticket, 'number'> = {
        ...said(item),
        id,
        seq: 1,
        queueId,
        channel,
        requesterId,
        assigneeId: null,
        people: [],
        tags: [],
        product: null,
        department: null,
        fields: {},
        updatedAt,
        reopened: 0,
        askedAt: null,
        remindedAt: null,
        rating: null,
        meetingId: null,
        source: { connectorId, kind, ...item.source },
      };
      return withEnds(undefined, ticket, updatedAt);
    });
    const made = await insertTickets(tx, tickets);
    return made.map((after) => ({
      before: undefined,
      after,
      entry: {
        kind: 'reply',
        id: newId<TicketEntryId>(),
        ticketId: after.id,
        seq: 1,
        at: after.createdAt,
        authorId: after.requesterId,
        body: bodies.get(after.id) ?? '',
        attachments: [],
      },
    }));
  }

  /** Those that are not closed here and that the source does not have any more end. Within a batch, at most. */
  async function endMissing(tx: Tx, connectorId: ConnectorId, missing: readonly string[]): Promise<number> {
    const at = clock.now().toISOString();
    const known = await store.lockMirrored(tx, connectorId, missing);
    const ended = [...known.values()].flatMap((before) =>
      become(before, { ...before, status: 'closed', waitingSince: null, closedAt: null }, at),
    );
    await storeTickets(
      tx,
      ended.map(({ after }) => after),
    );
    await insertEntries(
      tx,
      ended.map(({ entry }) => entry),
    );
    await changes.finishAll(tx, ended);
    return ended.length;
  }

  return {
    mirror,
    endMissing,
    aliveAtSource: (connectorId: ConnectorId) => store.aliveAtSource(db.read, connectorId),
    countMirrored: () => store.countMirrored(db.read),
    forgetSource: store.forgetSource,
  };
}

/** Nothing, when all is so already. */
function become(before: Ticket, said: Ticket, at: string): Change[] {
  const after = withEnds(before, said, at);
  const difference = differences(before, after, mirroredFields);
  if (!difference) return [];
  const seq = before.seq + 1;
  const entry: TicketEntry = {
    kind: 'change',
    id: newId<TicketEntryId>(),
    ticketId: before.id,
    seq,
    at,
    authorId: null,
    ...difference,
  };
  return [{ before, after: { ...after, seq, updatedAt: at }, entry }];
}

const isOver = ({ status }: Pick<Ticket, 'status'>) => status === 'solved' || status === 'closed';

/** An end has a time, also where the source does not tell it: when it was seen first. */
function withEnds<T extends Omit<Ticket, 'number'>>(before: Ticket | undefined, ticket: T, at: string): T {
  const over = isOver(ticket);
  const closed = ticket.status === 'closed';
  return {
    ...ticket,
    solvedAt: over ? (ticket.solvedAt ?? before?.solvedAt ?? at) : null,
    closedAt: closed ? (ticket.closedAt ?? before?.closedAt ?? at) : null,
    reopened: ticket.reopened + (before && isOver(before) && !over ? 1 : 0),
  };
}
