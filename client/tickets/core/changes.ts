import type { Ticket, TicketChanges } from '#shared/contract/tickets.ts';

/** Fields of a ticket with what they become. Those of the installation itself change one by one. */
export type Changes = Partial<Pick<Ticket, Exclude<keyof TicketChanges, 'fields'>>>;
