import * as z from 'zod';
import type { ConnectorSettings } from '#shared/contract/connectors.ts';
import type { ApiClient } from './api-client.ts';
import { alertOf, ticketOf } from './atera-tickets.ts';
import { type Foreign, type PagedList, pageSize, type Source } from './source.ts';
import { SourceFailure } from './trouble.ts';

/** 700 calls a minute are allowed. */
export const ateraRate = { burst: 60, perSecond: 10 };

const Answer = z.object({ items: z.array(z.unknown()), totalItemCount: z.int().min(0) });

/** Atera's REST interface, version 3. Its lists have the newest first and do not tell what changed since when. */
export function createAtera(
  { url }: Extract<ConnectorSettings, { kind: 'atera' }>,
  key: string,
  ask: ApiClient,
): Source {
  async function read(what: string, page: number) {
    const query = new URLSearchParams({ page: String(page), itemsInPage: String(pageSize) });
    const headers = { 'X-API-KEY': key, Accept: 'application/json' };
    const answer = Answer.safeParse(await ask(`${url}/api/v3/${what}?${query}`, { headers }));
    if (!answer.success) throw new SourceFailure('unreadable', `${what} are not listed as Atera lists them`);
    return answer.data;
  }

  const listOf = (
    what: string,
    toTicket: (item: unknown, url: string) => Foreign | undefined,
  ): PagedList => ({
    newestFirst: true,
    async page(number) {
      const { items, totalItemCount } = await read(what, number);
      const tickets = items.flatMap((item) => toTicket(item, url) ?? []);
      return { tickets, unread: items.length - tickets.length, total: totalItemCount };
    },
  });

  return {
    async probe() {
      await read('tickets', 1);
    },
    lists: async () => [listOf('tickets', ticketOf), listOf('alerts', alertOf)],
  };
}
