import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CompanyId, QueueId, TicketId } from '#shared/contract/ids.ts';
import { type Company, listCompanies, listQueues, type Queue } from '#shared/contract/tickets.ts';
import { hub, useMe } from '../app/hub.ts';
import { browserStorage, createKeep } from '../app/keep.ts';
import { people } from '../app/people.ts';
import { commandQuery, queryClient } from '../app/query.ts';
import { useSession } from '../app/session.ts';
import { type Draft, emptyDraft } from '../text/mention-text.ts';
import { type Counts, sumOf } from './core/counts.core.ts';
import { keyOf, type TicketSearch } from './core/address.ts';
import { createTickets } from './core/tickets.core.ts';

const me = () => useSession.getState().me?.id;
const atDesk = () => useSession.getState().me?.kind === 'member';
export const keep = createKeep(browserStorage('localStorage'), 'tickets', me);

/** One that is not known yet may be new. */
function readsQueue(queueId: QueueId): boolean {
  const { queryKey } = commandQuery(listQueues, {});
  const known = queryClient.getQueryData(queryKey)?.queues;
  if (known?.some(({ id }) => id === queueId)) return true;
  void queryClient.invalidateQueries({ queryKey });
  return false;
}

/** The tickets of this tab. */
export const tickets = createTickets({
  hub,
  me,
  atDesk,
  remember: people.remember,
  keep,
  keepInTab: createKeep(browserStorage('sessionStorage'), 'tickets', me),
  readsQueue,
});

/** Employees work at the desk; customers see what they and their company asked. */
export const useAtDesk = (): boolean => useMe().kind === 'member';

/** The list of a search, loaded and fresh while it is shown. */
export function useList(search: TicketSearch) {
  const key = keyOf(search);
  // The key is the search: an equal one of another rendering is no other.
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => tickets.holdList(search), [key]);
  return useStore(tickets.list(search).store);
}

/** A ticket, loaded and fresh while it is shown. */
export function useTicketView(ticketId: TicketId) {
  useEffect(() => tickets.holdTicket(ticketId), [ticketId]);
  return useStore(tickets.view(ticketId).store);
}

export const useCount = (isMeant: Parameters<typeof sumOf>[1]): number | undefined =>
  useStore(tickets.counts.store, (counts: Counts) => sumOf(counts, isMeant));

export const useOutgoing = (ticketId: TicketId) =>
  useStore(
    tickets.replies.store,
    useShallow((entries) => entries.filter((entry) => entry.ticketId === ticketId)),
  );

export const useUploads = (ticketId: TicketId) =>
  useStore(
    tickets.uploads.store,
    useShallow((uploads) => uploads.filter((upload) => upload.ticketId === ticketId)),
  );

export const useDraft = (ticketId: TicketId): Draft =>
  useStore(tickets.drafts.store, ({ drafts }) => drafts[ticketId] ?? emptyDraft);

const noQueues: readonly Queue[] = [];
export function useQueues(): readonly Queue[] {
  const { data } = useQuery({ ...commandQuery(listQueues, {}), enabled: useAtDesk() });
  return data?.queues ?? noQueues;
}
/** Those that take new tickets. */
export const useOpenQueues = (): readonly Queue[] => useQueues().filter(({ archived }) => !archived);
export const useQueue = (id: QueueId): Queue | undefined => useQueues().find((queue) => queue.id === id);

const noCompanies: readonly Company[] = [];
export function useCompanies(): readonly Company[] {
  const { data } = useQuery({ ...commandQuery(listCompanies, {}), enabled: useAtDesk() });
  return data?.companies ?? noCompanies;
}
export const useCompany = (id: CompanyId | null): Company | undefined =>
  useCompanies().find((company) => company.id === id);
