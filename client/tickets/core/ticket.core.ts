import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  type Ticket,
  type TicketEntry,
  ticketSince,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { createStream, type Stream } from '#shared/stream.ts';
import type { HubPort } from '../../app/hub-port.ts';
import type { Changes } from './changes.ts';

export type ReadyTicket = {
  status: 'ready';
  /** As the hub has it. */
  ticket: Ticket;
  /** What was chosen here and is on its way. */
  pending: Changes;
  /** A run of the timeline up to its end. */
  entries: readonly TicketEntry[];
  /** There are earlier ones. */
  more: boolean;
  paging: 'idle' | 'loading' | 'failed';
};
export type TicketView = { status: 'loading' } | { status: 'failed'; error: unknown } | ReadyTicket;

type Options = {
  hub: Pick<HubPort, 'call'>;
  ticketId: TicketId;
  remember: (cards: PersonCard[]) => void;
  /** Entries that are part of the timeline now. */
  onApplied: (entries: readonly TicketEntry[]) => void;
};
/** A customer does not get every entry, but every number. */
type Step = { seq: number; ticket: Ticket; entry: TicketEntry | null };

/** One ticket with its timeline, kept fresh from the moment it is opened. */
export function createTicketView({ hub, ticketId, remember, onApplied }: Options) {
  const store = createStore<TicketView>(() => ({ status: 'loading' }));
  let stream: Stream<Step> | undefined;
  /** Heard before the ticket itself was there. */
  let early: Step[] = [];

  async function open(): Promise<void> {
    try {
      const { ticket, entries, people, more } = await hub.call(getTicket, { ticketId });
      remember(people);
      onApplied(entries);
      store.setState({ status: 'ready', ticket, pending: {}, entries, more, paging: 'idle' }, true);
      stream = createStream<Step>({ seq: ticket.seq, since, apply });
      for (const step of early) stream.receive(step);
      early = [];
    } catch (error) {
      if (store.getState().status !== 'ready') store.setState({ status: 'failed', error }, true);
    }
  }

  async function since(seq: number) {
    const { ticket, entries, people, more } = await hub.call(ticketSince, { ticketId, seq });
    remember(people);
    const items = entries.map((entry): Step => ({ seq: entry.seq, ticket, entry }));
    // What a customer does not see has a number too: the ticket's own says how far this goes.
    if (!more && ticket.seq > (entries.at(-1)?.seq ?? seq))
      items.push({ seq: ticket.seq, ticket, entry: null });
    return { items, lastSeq: ticket.seq, complete: !more };
  }

  function apply(steps: Step[]) {
    const state = store.getState();
    const last = steps.at(-1);
    if (state.status !== 'ready' || last === undefined) return;
    const fresh = steps.flatMap(({ entry }) => entry ?? []);
    store.setState(
      { ...state, ticket: newer(state.ticket, last.ticket), entries: [...state.entries, ...fresh] },
      true,
    );
    onApplied(fresh);
  }

  async function more(): Promise<void> {
    const state = store.getState();
    const first = state.status === 'ready' && state.more ? state.entries[0] : undefined;
    if (state.status !== 'ready' || first === undefined || state.paging === 'loading') return;
    store.setState({ paging: 'loading' });
    try {
      const page = await hub.call(getTicket, { ticketId, before: first.seq });
      remember(page.people);
      const now = store.getState();
      if (now.status !== 'ready') return;
      store.setState(
        { ...now, entries: [...page.entries, ...now.entries], more: page.more, paging: 'idle' },
        true,
      );
    } catch {
      store.setState({ paging: 'failed' });
    }
  }

  const put = (make: (state: ReadyTicket) => Partial<ReadyTicket>) => {
    const state = store.getState();
    if (state.status === 'ready') store.setState({ ...state, ...make(state) }, true);
  };

  return {
    store,
    open,
    more,
    receive(step: Step) {
      if (stream) stream.receive(step);
      else early.push(step);
    },
    /** What is promised of it may be another thing now, which no entry says. */
    async reckoned(): Promise<void> {
      if (store.getState().status !== 'ready') return;
      const { ticket } = await hub.call(getTicket, { ticketId, limit: 1 });
      put((state) => ({ ticket: ticket.seq < state.ticket.seq ? state.ticket : ticket }));
    },
    /** After a connection was lost: what was missed, or everything where nothing is known yet. */
    resume: () => (stream ? stream.catchUp() : open()),

    /** Shown at once; taken back when the hub says no. */
    async update(changes: Changes): Promise<Ticket> {
      put(({ pending }) => ({ pending: { ...pending, ...changes } }));
      try {
        const ticket = await hub.call(updateTicket, { ticketId, changes });
        put((state) => ({ ticket: newer(state.ticket, ticket) }));
        return ticket;
      } finally {
        put(({ pending }) => ({ pending: without(pending, changes) }));
      }
    },
    /** It was deleted. */
    remove: () =>
      store.setState({ status: 'failed', error: new AppError('notFound', 'The ticket was deleted.') }, true),
    /** A ticket that a command answered. */
    note: (ticket: Ticket) => put((state) => ({ ticket: newer(state.ticket, ticket) })),
  };
}
export type TicketViewCore = ReturnType<typeof createTicketView>;

const newer = (known: Ticket, ticket: Ticket) => (ticket.seq > known.seq ? ticket : known);

/** Of what is on its way the fields that have not been changed once more since. */
function without(pending: Changes, done: Changes): Changes {
  const left = Object.entries(pending).filter(([field, value]) => done[field as keyof Changes] !== value);
  return Object.fromEntries(left);
}
