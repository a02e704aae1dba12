import type { Tx } from '#server/platform/db.ts';
import { createHook } from '#server/platform/hooks.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  type Ticket,
  type TicketChanges,
  ticketChanged,
  type TicketEntry,
  ticketFields,
  ticketRemoved,
  ticketsCounted,
} from '#shared/contract/tickets.ts';
import type { TicketChange } from './figures/counts.store.ts';
import { addFigures, type Counted, deltasOf } from './figures/figures.store.ts';
import type { Figures } from './figures/figures.ts';
import { afterChange, differences, followingFields } from './life.ts';
import { forDeskOnly, mirrored, rethrowTaken, taken } from './refusals.ts';
import { createPromises, type Promising } from './sla/promises.ts';
import { requireReadable } from './standings.ts';
import { entryFor, isUpToSource, show, type Standing, ticketFor, worksOn } from './tickets.policy.ts';
import {
  findEntry,
  findTicket,
  insertEntries,
  insertEntry,
  lockTicket,
  lockTickets,
  storeTicket,
  storeTickets,
} from './tickets.store.ts';

/** An entry that has no place in a timeline yet. */
export type Words<E = TicketEntry> = E extends TicketEntry ? Omit<E, 'ticketId' | 'seq' | 'at'> : never;
/** What becomes of a ticket, and the entry that says so, with what there is to say beyond it. */
export type Done = { after: Ticket; entry: Words; beyond?: readonly Words[] };
type Work = (ticket: Ticket, at: string, tx: Tx) => Done | undefined | Promise<Done | undefined>;
type Outcome = { ticket: Ticket; entry: TicketEntry | undefined };

/** What befell a ticket. */
export type TicketEvent = TicketChange & { entry: TicketEntry | undefined };
type Changed = { before: Ticket | undefined; after: Ticket; entry: TicketEntry };

type Parts = Pick<Platform, 'db' | 'clock'> & { publisher: Publisher; figures: Pick<Figures, 'tell'> };

/** The one way a ticket changes: locked, stored with an entry that says so, counted, and told to whoever may know. */
export function createChanges({ db, clock, publisher, figures }: Parts) {
  const happened = createHook<[event: TicketEvent]>();
  const promises = createPromises();

  /** The last part of every change that somebody here makes. */
  async function finish(
    tx: Tx,
    before: Ticket | undefined,
    after: Ticket,
    entry: TicketEntry,
  ): Promise<void> {
    if (before && isUpToSource(before, after, entry)) throw mirrored();
    await finishAll(tx, [{ before, after, entry }]);
  }

  async function finishAll(tx: Tx, all: readonly Changed[]): Promise<void> {
    for (const each of all) await happened.run(tx, each);
    tx.afterCommit(() => all.forEach(tell));
    countChanges(tx, all);
  }

  function tell({ before, after, entry }: Changed): void {
    for (const queue of new Set([before?.queueId ?? after.queueId, after.queueId]))
      publisher.publish(audience.ticketQueue(queue), ticketChanged, { ticket: after, entry });
    const shown = { ticket: ticketFor('customer', after), entry: entryFor('customer', entry) ?? null };
    publisher.publish(audience.ticketCustomers(after.id), ticketChanged, shown);
  }

  /** Within the transaction that deleted them. */
  async function finishRemovals(tx: Tx, tickets: readonly Ticket[]): Promise<void> {
    // They would come back.
    if (tickets.some(({ source }) => source)) throw mirrored();
    for (const before of tickets) await happened.run(tx, { before, after: undefined, entry: undefined });
    tx.afterCommit(() => {
      for (const { id, queueId } of tickets)
        for (const heard of [audience.ticketQueue(queueId), audience.ticketCustomers(id)])
          publisher.publish(heard, ticketRemoved, { ticketId: id });
    });
    countChanges(
      tx,
      tickets.map((before) => ({ before, after: undefined })),
    );
  }

  /** The figures alone. */
  function countChanges(tx: Tx, changes: readonly TicketChange[]): void {
    const deltas = deltasOf(changes);
    let counted: Counted[] = [];
    tx.beforeCommit(async () => {
      counted = await addFigures(tx, deltas);
    });
    tx.afterCommit(() => {
      for (const { queueId, revision, counts } of counted)
        publisher.publish(audience.ticketQueue(queueId), ticketsCounted, {
          queueId,
          revision,
          deltas: counts,
        });
      const touched = changes.flatMap(({ before, after }) => [before, after]);
      figures.tell(new Set(touched.flatMap((ticket) => ticket?.queueId ?? [])), counted);
    });
  }

  /** Of a ticket that is locked: lets `work` say what becomes of it, and stores that. No answer: nothing changes. */
  async function changeLocked(tx: Tx, before: Ticket, work: Work): Promise<Outcome> {
    const at = clock.now().toISOString();
    const done = await work(before, at, tx);
    if (!done) return { ticket: before, entry: undefined };
    const entries = [done.entry, ...(done.beyond ?? [])].map(
      (words, n): TicketEntry => ({ ...words, ticketId: before.id, seq: before.seq + 1 + n, at }),
    );
    const promise = await promises(tx);
    const next = { ...done.after, seq: before.seq + entries.length, updatedAt: at };
    const after = promise(next, { before, entry: done.entry, at });
    await storeTicket(tx, after);
    for (const [n, entry] of entries.entries()) {
      await insertEntry(tx, entry).catch(rethrowTaken);
      await finish(tx, n === 0 ? before : after, after, entry);
    }
    return { ticket: after, entry: entries[0] };
  }

  /** Of somebody who may read the ticket, answered as they may see it. */
  async function change(standing: Standing, ticketId: TicketId, work: Work): Promise<Outcome> {
    return await db.transaction(async (tx) => {
      const before = requireReadable(standing, await lockTicket(tx, ticketId));
      const { ticket, entry } = await changeLocked(tx, before, work);
      return { ticket: show(standing, ticket), entry };
    });
  }

  /** What was answered when its author wrote this entry for the first time. */
  async function repeated(
    standing: Standing,
    ticketId: TicketId,
    id: TicketEntryId,
  ): Promise<{ ticket: Ticket; entry: TicketEntry } | undefined> {
    const entry = await findEntry(db.read, id);
    if (!entry) return undefined;
    if (entry.authorId !== standing.personId || entry.ticketId !== ticketId) throw taken();
    const ticket = requireReadable(standing, await findTicket(db.read, ticketId));
    return { ticket: show(standing, ticket), entry };
  }

  /**
   * Many at once, in few statements: of each one thing after the other, or nothing. Those that the person does not work on are
   * left as they are.
   */
  async function changeMany(
    standing: Standing,
    ids: readonly TicketId[],
    work: (tickets: Ticket[], at: string, tx: Tx) => Promise<Map<TicketId, readonly Done[]>>,
  ): Promise<{ changed: { ticket: Ticket; entry: TicketEntry }[]; outOfReach: TicketId[] }> {
    return await db.transaction(async (tx) => {
      const found = (await lockTickets(tx, ids)).filter((ticket) => worksOn(standing, ticket));
      const at = clock.now().toISOString();
      const done = await work(found, at, tx);
      const promise = await promises(tx);
      const reached = new Set(found.map(({ id }) => id));
      const all = found.flatMap((ticket) => {
        const steps = inOrder(ticket, done.get(ticket.id) ?? [], promise, at);
        if (!steps.some(({ before, after, entry }) => isUpToSource(before, after, entry))) return steps;
        reached.delete(ticket.id);
        return [];
      });
      await storeTickets(tx, [...new Map(all.map(({ after }) => [after.id, after])).values()]);
      await insertEntries(
        tx,
        all.map(({ entry }) => entry),
      ).catch(rethrowTaken);
      await finishAll(tx, all);
      return {
        changed: all.map(({ after, entry }) => ({ ticket: show(standing, after), entry })),
        outOfReach: ids.filter((id) => !reached.has(id)),
      };
    });
  }

  /**
   * What the hub does to a ticket without anybody's order, one thing after the other. A ticket that is gone is left in peace, and
   * so is what is up to the source of one.
   */
  async function byItself(
    ticketId: TicketId,
    work: (ticket: Ticket, at: string, tx: Tx) => Promise<Done[]>,
  ): Promise<void> {
    await db.transaction(async (tx) => {
      let ticket = await lockTicket(tx, ticketId);
      if (!ticket) return;
      for (const done of await work(ticket, clock.now().toISOString(), tx))
        if (!isUpToSource(ticket, done.after, done.entry))
          ticket = (await changeLocked(tx, ticket, () => done)).ticket;
    });
  }

  return {
    change,
    changeLocked,
    changeMany,
    byItself,
    finish,
    finishAll,
    /** For those who store tickets themselves: what is promised of them, before they do. */
    promises,
    repeated,
    finishRemovals,
    countChanges,
    onChanged: happened.add,
  };
}
export type Changes = ReturnType<typeof createChanges>;

/** What is done to a ticket, each with its place in the timeline. */
function inOrder(
  ticket: Ticket,
  steps: readonly Done[],
  promise: Promising,
  at: string,
): (Changed & { before: Ticket })[] {
  let before = ticket;
  return steps.map(({ after: next, entry: words }, n) => {
    const after = promise({ ...next, seq: next.seq + 1 + n, updatedAt: at }, { before, entry: words, at });
    const step = { before, after, entry: { ...words, ticketId: ticket.id, seq: after.seq, at } };
    before = after;
    return step;
  });
}

/** An employee's change of fields; nothing when all is so already. */
export function changed(
  standing: Standing,
  ticket: Ticket,
  changes: TicketChanges,
  at: string,
): Done | undefined {
  if (!worksOn(standing, ticket)) throw forDeskOnly();
  return toldBy(standing.personId, ticket, afterChange(ticket, changes, at));
}

/** With the entry that tells what differs. Without an author it is the hub's. */
export function toldBy(authorId: PersonId | null, before: Ticket, after: Ticket): Done | undefined {
  const difference = differences(before, after, [...ticketFields, 'people']);
  if (!difference) return undefined;
  const following = differences(before, after, followingFields);
  const entry = {
    kind: 'change' as const,
    id: newId<TicketEntryId>(),
    authorId,
    before: { ...difference.before, ...following?.before },
    after: difference.after,
  };
  return { after, entry };
}
