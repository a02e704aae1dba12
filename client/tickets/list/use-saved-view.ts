import { useQuery } from '@tanstack/react-query';
import { listTicketViews, type TicketView } from '#shared/contract/desk.ts';
import { useMe } from '../../app/hub.ts';
import { commandQuery } from '../../app/query.ts';
import type { TicketSearch } from '../core/address.ts';
import { searchFor } from '../core/search.ts';
import { useAtDesk } from '../use-tickets.ts';
import { isSame } from '../views.ts';

/** The saved view that a search is, if it is one. */
export function useSavedView(search: TicketSearch): TicketView | undefined {
  const me = useMe();
  const { data } = useQuery({ ...commandQuery(listTicketViews, {}), enabled: useAtDesk() });
  return data?.views.find(({ filter, sort }) => isSame(searchFor(filter, sort, me.id), search));
}
