import type { Db, Tx } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import type { ConnectorId, PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry, TicketSource } from '#shared/contract/tickets.ts';
import { type Brought, insertBrought, nothingYet, withEnds } from './bringing.ts';
import type { Changes } from '../changes.ts';
import { queueFor } from '../desk.store.ts';
import { differences, isOver, withoutLabels } from '../life.ts';
import * as store from './mirror.store.ts';
import { mirroredFields } from '../tickets.policy.ts';
import { insertEntries, storeTickets } from '../tickets.store.ts';

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

type Parts = { db: Db; clock: Clock; changes: Pick<Changes, 'finishAll' | 'promises'> };
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
    const kept = await withPromises(tx, changed, at);
    await storeTickets(
      tx,
      kept.map(({ after }) => after),
    );
    await insertEntries(
      tx,
      kept.map(({ entry }) => entry),
    );
    await changes.finishAll(tx, [...opened, ...kept]);
    return opened.length + kept.length;
  }

  async function withPromises(tx: Tx, all: readonly Change[], at: string): Promise<Change[]> {
    const promise = await changes.promises(tx);
    return all.map((change) => ({ ...change, after: promise(change.after, { ...change, at }) }));
  }

  async function open(
    tx: Tx,
    { queueId: meant, connectorId, kind }: Origin,
    items: readonly Mirrored[],
    said: (item: Mirrored) => Said & Pick<Ticket, 'companyId'>,
  ): Promise<Change[]> {
    if (items.length === 0) return [];
    const queueId = (await queueFor(tx, meant)) ?? meant;
    const brought = items.map((item): Brought => {
      const { channel, requesterId, updatedAt, body } = item;
      const ticket = {
        ...nothingYet,
        ...said(item),
        id: newId<TicketId>(),
        queueId,
        channel,
        requesterId,
        updatedAt,
        source: { connectorId, kind, ...item.source },
      };
      const entry = { kind: 'reply' as const, id: newId<TicketEntryId>(), at: ticket.createdAt };
      return {
        ticket: withEnds(ticket, undefined, updatedAt),
        entries: [{ ...entry, authorId: requesterId, body, attachments: [] }],
      };
    });
    const promise = await changes.promises(tx);
    const at = clock.now().toISOString();
    const stored = await insertBrought(
      tx,
      brought.map((each) => ({ ...each, ticket: promise(each.ticket, { before: undefined, at }) })),
    );
    return stored.flatMap(({ ticket: after, entries }) =>
      entries.map((entry) => ({ before: undefined, after, entry })),
    );
  }

  /** Those that are not closed here and that the source does not have any more end. Within a batch, at most. */
  async function endMissing(tx: Tx, connectorId: ConnectorId, missing: readonly string[]): Promise<number> {
    const at = clock.now().toISOString();
    const known = await store.lockMirrored(tx, connectorId, missing);
    const gone = [...known.values()].flatMap((before) =>
      become(before, { ...before, status: 'closed', waitingSince: null, closedAt: null }, at),
    );
    const ended = await withPromises(tx, gone, at);
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
  const reopened = before.reopened + (isOver(before) && !isOver(said) ? 1 : 0);
  // An end whose time the source does not tell was when it was seen first.
  const after = withEnds({ ...said, ...withoutLabels(before, said), reopened }, before, at);
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
