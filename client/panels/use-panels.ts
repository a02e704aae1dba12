import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { TicketId } from '#shared/contract/ids.ts';
import { getPanel, panelChanged, type Thread } from '#shared/contract/panels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { patchQuery } from '../app/query.ts';
import { createCards } from './cards.core.ts';
import { createThreads } from './threads.core.ts';

/** Tickets in messages, of this tab. */
export const cards = createCards({ hub, remember: people.remember });
export const threads = createThreads({ hub });

hub.on(panelChanged, ({ panel }) =>
  patchQuery(getPanel, { panelId: panel.id }, (old) => ({ ...old, panel })),
);

/** undefined: on its way; null: not there for this person. */
export function useTicketCard(id: TicketId): Ticket | null | undefined {
  useEffect(() => cards.want(id), [id]);
  return useStore(cards.store, (state) => state.cards.get(id));
}

export const useThreads = (): readonly Thread[] => useStore(threads.store, (state) => state.threads);
