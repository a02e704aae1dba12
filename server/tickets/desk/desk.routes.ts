import { type Api, serve } from '#server/http/api.ts';
import { download } from '#server/http/download.ts';
import { exportTickets } from '#shared/contract/desk.ts';
import type { Desk } from './desk.ts';

export function deskRoutes(api: Api, desk: Desk): void {
  serve(api, exportTickets, async ({ actor, query, response }) =>
    download(response, await desk.export(actor, query), {
      name: 'tickets.csv',
      type: 'text/csv; charset=utf-8',
    }),
  );
}
