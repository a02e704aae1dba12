import type { PersonCard } from '#shared/contract/accounts.ts';
import { type DealBy, maxAtOnce, undoChanges, updateTickets } from '#shared/contract/desk.ts';
import { applyMacro } from '#shared/contract/desk-tools.ts';
import {
  type DeskItemId,
  type PersonId,
  type QueueId,
  TicketEntryId,
  type TicketId,
} from '#shared/contract/ids.ts';
import { AppError } from '#shared/contract/errors.ts';
import { slaReckoned } from '#shared/contract/sla.ts';
import { getTicket, type Ticket, ticketChanged, ticketRemoved } from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import type { HubPort } from '../../app/hub-port.ts';
import type { Keep } from '../../app/keep.ts';
import { newUuid } from '../../app/uuid.ts';
import { createDrafts } from '../../text/drafts.core.ts';
import type { Changes } from './changes.ts';
import { createAttendance } from './attendance.core.ts';
import { createCounts } from './counts.core.ts';
import { createList, type List } from './list.core.ts';
import { createReplies } from './replies.core.ts';
import { keyOf, type TicketSearch } from './address.ts';
import { createUploads } from './uploads.core.ts';
import { createTicketView, type TicketViewCore } from './ticket.core.ts';

export type TicketsOptions = {
  hub: HubPort & Pick<HubClient, 'request'>;
  me: () => PersonId | undefined;
  /** Employees work on tickets, customers ask. */
  atDesk: () => boolean;
  remember: (cards: PersonCard[]) => void;
  /** Outlives the tab: drafts. */
  keep: Keep;
  /** Lives as long as the tab: unsent replies. */
  keepInTab: Keep;
  /** Whether this is a queue that the person is known to read. */
  readsQueue: (queueId: QueueId) => boolean;
};
/** The same fields for all, an assignee for each, or a macro. */
export type Work = { changes: Changes } | { deal: { by: DealBy } } | Application;
/** Of a macro, with the id of the first entry that it writes in each ticket: tried again it is done once. */
export type Application = { macroId: DeskItemId; firstIds: ReadonlyMap<TicketId, TicketEntryId> };
/** Takes back what was done to some tickets. Answers how many stay as they are, because they were changed again since. */
export type Undo = () => Promise<number>;

export const applicationOf = (macroId: DeskItemId, chosen: readonly Ticket[]): Application => ({
  macroId,
  firstIds: new Map(chosen.map(({ id }) => [id, TicketEntryId.parse(newUuid())])),
});

/** Tickets and lists that stay loaded while one looks elsewhere. */
const openViews = 8;

/** The tickets of one tab: lists, tickets looked at, figures, and what is on its way to the hub. */
export function createTickets({ hub, me, atDesk, remember, keep, keepInTab, readsQueue }: TicketsOptions) {
  const counts = createCounts(hub);
  const attendance = createAttendance({ hub, me });
  const drafts = createDrafts<TicketId>(keep);
  const uploads = createUploads(hub);
  const replies = createReplies({ hub, keep: keepInTab });
  /** Both in the order of use, the latest last. */
  const lists = new Map<string, List>();
  const views = new Map<TicketId, TicketViewCore>();
  /** How many components show one. */
  const shown = new Map<unknown, number>();
  let started = false;

  function list(search: TicketSearch): List {
    const key = keyOf(search);
    const known = lists.get(key);
    if (known) return known;
    const id = me();
    if (id === undefined) throw new Error('tickets of nobody');
    const created = createList({ hub, search, me: id, remember });
    lists.set(key, created);
    return created;
  }

  function view(ticketId: TicketId): TicketViewCore {
    const known = views.get(ticketId);
    if (known) return known;
    const created = createTicketView({
      hub,
      ticketId,
      remember,
      onApplied: (entries) => replies.settle(entries.map(({ id }) => id)),
    });
    views.set(ticketId, created);
    return created;
  }

  /** Keeps one loaded and fresh until the answered function is called. */
  function hold<K, V extends List | TicketViewCore>(all: Map<K, V>, key: K, value: V): () => void {
    all.delete(key);
    all.set(key, value);
    shown.set(value, (shown.get(value) ?? 0) + 1);
    if (value.store.getState().status !== 'ready') void value.open();
    return () => {
      shown.set(value, (shown.get(value) ?? 1) - 1);
      for (const [other, each] of all) {
        if (all.size <= openViews) return;
        if ((shown.get(each) ?? 0) === 0) all.delete(other);
      }
    };
  }

  function receive(ticket: Ticket) {
    for (const each of lists.values()) each.receive(ticket);
  }

  /** A ticket that a command answered, for whoever shows it. */
  function note(ticket: Ticket) {
    receive(ticket);
    views.get(ticket.id)?.note(ticket);
  }

  function forget(ticketId: TicketId) {
    for (const each of lists.values()) each.remove(ticketId);
    views.get(ticketId)?.remove();
  }

  /** It may have gone to a queue of others: then this was the last that is heard of it. */
  async function judge({ id: ticketId }: Ticket) {
    try {
      await hub.call(getTicket, { ticketId, limit: 1 });
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') forget(ticketId);
    }
  }

  function resume() {
    replies.flush();
    if (atDesk()) counts.refresh().catch(() => undefined);
    for (const each of lists.values()) void each.open();
    // Asked again after the next connection, or with the next change.
    for (const each of views.values()) each.resume()?.catch(() => undefined);
  }

  const carryOut = (ticketIds: TicketId[], work: Work) => {
    if (!('macroId' in work)) return hub.call(updateTickets, { ticketIds, ...work });
    const { macroId, firstIds } = work;
    const applied = ticketIds.flatMap((ticketId) => {
      const clientId = firstIds.get(ticketId);
      return clientId ? [{ ticketId, clientId }] : [];
    });
    return hub.call(applyMacro, { macroId, tickets: applied });
  };

  const stops = [
    hub.on(ticketChanged, ({ ticket, entry }) => {
      receive(ticket);
      views.get(ticket.id)?.receive({ seq: ticket.seq, ticket, entry });
      if (atDesk() && !readsQueue(ticket.queueId)) void judge(ticket);
    }),
    hub.on(ticketRemoved, ({ ticketId }) => forget(ticketId)),
    hub.on(slaReckoned, () => {
      for (const each of lists.values()) void each.open();
      // A page that does not get it is fresh with the next change.
      for (const each of views.values()) each.reckoned().catch(() => undefined);
    }),
    hub.onState(() => {
      if (hub.state === 'online' && started) resume();
    }),
  ];

  return {
    counts,
    attendance,
    drafts,
    replies,
    uploads,
    list,
    view,
    holdList: (search: TicketSearch) => hold(lists, keyOf(search), list(search)),
    holdTicket: (ticketId: TicketId) => hold(views, ticketId, view(ticketId)),
    note,

    /** Works on some tickets; answers how many are different now and the way back. Nothing takes words back. */
    async change(chosen: readonly Ticket[], work: Work): Promise<{ count: number; undo: Undo | null }> {
      const entryIds: TicketEntryId[] = [];
      const touched = new Set<TicketId>();
      for (const ticketIds of inTurns(chosen.map(({ id }) => id))) {
        const { changed } = await carryOut(ticketIds, work);
        for (const { ticket, entry } of changed) {
          note(ticket);
          touched.add(ticket.id);
          if (entry.kind === 'change') entryIds.push(entry.id);
        }
      }
      const undo = async () => {
        let left = 0;
        for (const turn of inTurns(entryIds)) {
          const { changed, kept } = await hub.call(undoChanges, { entryIds: turn });
          for (const { ticket } of changed) note(ticket);
          left += kept.length;
        }
        return left;
      };
      return { count: touched.size, undo: entryIds.length > 0 ? undo : null };
    },

    /** Once it is known who uses this tab. */
    start() {
      if (started) return;
      started = true;
      drafts.restore();
      replies.restore();
      if (hub.state === 'online') resume();
    },

    close() {
      for (const stop of stops) stop();
      counts.close();
      attendance.close();
      drafts.save();
      replies.close();
    },
  };
}
export type Tickets = ReturnType<typeof createTickets>;

/** As many at once as the hub takes. */
const inTurns = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / maxAtOnce) }, (_, turn) =>
    all.slice(turn * maxAtOnce, (turn + 1) * maxAtOnce),
  );
