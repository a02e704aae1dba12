import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import { listTickets, type Ticket } from '#shared/contract/tickets.ts';
import type { HubPort } from '../../app/hub-port.ts';
import type { TicketSearch } from './address.ts';
import { filterOf, isUpToHub, matches, orders, sortOf } from './search.ts';

export type ReadyList = {
  status: 'ready';
  /** The first of all that answer the search, in its order. */
  tickets: readonly Ticket[];
  /** There are more behind them. */
  more: boolean;
  paging: 'idle' | 'loading' | 'failed';
};
export type TicketList = { status: 'loading' } | { status: 'failed'; error: unknown } | ReadyList;

type Options = {
  hub: Pick<HubPort, 'call'>;
  search: TicketSearch;
  me: PersonId;
  remember: (cards: PersonCard[]) => void;
  pageSize?: number;
};

/** The most that the hub gives at once. */
const mostPerPage = 100;

/** The tickets that answer a search, page by page, kept true by what is heard of changed ones. */
export function createList({ hub, search, me, remember, pageSize = 50 }: Options) {
  const store = createStore<TicketList>(() => ({ status: 'loading' }));
  /** What is heard while pages are on their way: nobody knows which of the two is newer, the larger `seq` wins. */
  const listening = new Set<Ticket[]>();
  /** Grows when the list begins anew: a page of the one before has no place in it. */
  let generation = 0;

  async function page(after: Ticket | undefined, limit: number) {
    const changed: Ticket[] = [];
    listening.add(changed);
    try {
      const answer = await hub.call(listTickets, {
        filter: filterOf(search, me),
        limit,
        sort: sortOf(search),
        ...(after ? { after } : {}),
      });
      remember(answer.people);
      return { ...answer, changed };
    } finally {
      listening.delete(changed);
    }
  }

  const known = (): readonly Ticket[] => {
    const state = store.getState();
    return state.status === 'ready' ? state.tickets : [];
  };

  async function open(): Promise<void> {
    try {
      // As many as were there, so that who read further down stays there.
      const limit = Math.min(mostPerPage, Math.max(pageSize, known().length));
      const { tickets, more, changed } = await page(undefined, limit);
      generation += 1;
      store.setState({ status: 'ready', tickets, more, paging: 'idle' }, true);
      for (const ticket of changed) apply(ticket);
    } catch (error) {
      // What is on the screen stays: the next connection asks again.
      if (store.getState().status !== 'ready') store.setState({ status: 'failed', error }, true);
    }
  }

  async function more(): Promise<void> {
    const state = store.getState();
    if (state.status !== 'ready' || !state.more || state.paging === 'loading') return;
    store.setState({ paging: 'loading' });
    try {
      const of = generation;
      const next = await page(state.tickets.at(-1), pageSize);
      const now = store.getState();
      if (now.status !== 'ready' || of !== generation) return;
      const there = new Set(now.tickets.map(({ id }) => id));
      const tickets = [...now.tickets, ...next.tickets.filter(({ id }) => !there.has(id))];
      store.setState({ ...now, tickets, more: next.more, paging: 'idle' }, true);
      for (const ticket of next.changed) apply(ticket);
    } catch {
      store.setState({ paging: 'failed' });
    }
  }

  /** Of what only the hub can judge, those that belonged go on to. */
  const belongs = (ticket: Ticket, known: Ticket | undefined) =>
    matches(filterOf(search, me), ticket) && (!isUpToHub(search) || known !== undefined);

  /** In its place; behind the last of a list that goes on, the next page will bring it. */
  function placed(tickets: readonly Ticket[], ticket: Ticket, goesOn: boolean): readonly Ticket[] {
    const at = tickets.findIndex((each) => orders[sortOf(search)](ticket, each) < 0);
    if (at < 0) return goesOn ? tickets : [...tickets, ticket];
    return tickets.toSpliced(at, 0, ticket);
  }

  function apply(ticket: Ticket) {
    const state = store.getState();
    if (state.status !== 'ready') return;
    const known = state.tickets.find(({ id }) => id === ticket.id);
    if (known && known.seq >= ticket.seq) return;
    const others = known ? state.tickets.filter((each) => each !== known) : state.tickets;
    const tickets = belongs(ticket, known) ? placed(others, ticket, state.more) : others;
    if (tickets !== state.tickets) store.setState({ ...state, tickets }, true);
  }

  return {
    store,
    open,
    more,
    receive(ticket: Ticket) {
      for (const heard of listening) heard.push(ticket);
      apply(ticket);
    },
    remove(ticketId: TicketId) {
      const state = store.getState();
      if (state.status === 'ready')
        store.setState({ ...state, tickets: state.tickets.filter(({ id }) => id !== ticketId) }, true);
    },
    tickets: known,
  };
}
export type List = ReturnType<typeof createList>;
