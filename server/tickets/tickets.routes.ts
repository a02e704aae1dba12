import { type Api, serve } from '#server/http/api.ts';
import { createTicketRoute } from '#shared/contract/tickets.ts';
import type { Tickets } from './tickets.ts';

export function ticketsRoutes(api: Api, tickets: Tickets): void {
  serve(api, createTicketRoute, ({ actor, body }) => tickets.create(actor, body));
}
