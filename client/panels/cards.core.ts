import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import { ticketCards } from '#shared/contract/panels.ts';
import { type Ticket, ticketChanged, ticketRemoved } from '#shared/contract/tickets.ts';
import type { HubPort } from '../app/hub-port.ts';

/** null: there is no such ticket for this person. */
type Cards = ReadonlyMap<TicketId, Ticket | null>;
type Options = { hub: HubPort; remember: (cards: PersonCard[]) => void };

const maxPerCall = 100;
const gatherMs = 5;

/** Tickets that messages show: asked for together, then kept fresh by events. */
export function createCards({ hub, remember }: Options) {
  const store = createStore<{ cards: Cards }>(() => ({ cards: new Map() }));
  const wanted = new Set<TicketId>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function put(entries: Iterable<readonly [TicketId, Ticket | null]>) {
    const cards = new Map(store.getState().cards);
    for (const [id, ticket] of entries) {
      const known = cards.get(id);
      if (!known || !ticket || ticket.seq > known.seq) cards.set(id, ticket);
    }
    store.setState({ cards });
  }

  function ask(ids: Iterable<TicketId>) {
    for (const id of ids) wanted.add(id);
    timer ??= setTimeout(() => void fetchWanted(), gatherMs);
  }

  async function fetchWanted(): Promise<void> {
    timer = undefined;
    const ids = [...wanted].slice(0, maxPerCall);
    for (const id of ids) wanted.delete(id);
    if (wanted.size > 0) ask([]);
    try {
      const { tickets, people } = await hub.call(ticketCards, { ticketIds: ids });
      remember(people);
      const found = new Map(tickets.map((ticket) => [ticket.id, ticket]));
      put(ids.map((id) => [id, found.get(id) ?? null]));
    } catch {
      // Asked again after the next connection, or when it is shown again.
    }
  }

  const stops = [
    hub.on(ticketChanged, ({ ticket }) => {
      if (store.getState().cards.has(ticket.id)) put([[ticket.id, ticket]]);
    }),
    hub.on(ticketRemoved, ({ ticketId }) => {
      if (store.getState().cards.has(ticketId)) put([[ticketId, null]]);
    }),
    hub.onState(() => {
      if (hub.state === 'online' && store.getState().cards.size > 0) ask(store.getState().cards.keys());
    }),
  ];

  return {
    store,
    want(id: TicketId) {
      if (!store.getState().cards.has(id)) ask([id]);
    },
    /** A ticket that a command answered. */
    note: (ticket: Ticket) => put([[ticket.id, ticket]]),
    close() {
      for (const stop of stops) stop();
      clearTimeout(timer);
    },
  };
}
