import { searchOf, type TicketSearch } from './core/address.ts';
import { keep } from './use-tickets.ts';

/** The list that was looked at last: where a ticket's page leads back to. */
export const rememberSearch = (search: TicketSearch): void => keep.write('search', search);
export function lastSearch(): TicketSearch | undefined {
  const kept = keep.read('search');
  return typeof kept === 'object' && kept !== null ? searchOf({ ...kept }) : undefined;
}
