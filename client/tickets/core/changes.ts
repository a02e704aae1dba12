import type { Ticket, TicketChanges } from '#shared/contract/tickets.ts';

/** Fields of a ticket with what they become. */
export type Changes = Partial<Pick<Ticket, keyof TicketChanges>>;
