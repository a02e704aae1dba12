import type { Ticket } from '#shared/contract/tickets.ts';

/** As people know threads of tickets: `ticket-0214 The printer burns`. */
export const threadName = ({ number, subject }: Pick<Ticket, 'number' | 'subject'>): string =>
  `ticket-${String(number).padStart(4, '0')} ${subject}`;
