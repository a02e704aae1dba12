import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  listTickets,
  replyToTicket,
  type Ticket,
  type TicketCount,
  ticketSince,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { startHubProcess } from './hub-process.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

/** How many tickets there are of each status, as the figures say and as the list says. */
async function figures(employee: HubClient) {
  const { queues } = await employee.call(watchTickets, {});
  const counted = Map.groupBy(
    queues.flatMap(({ counts }) => counts),
    ({ status }: TicketCount) => status,
  );
  const listed = Map.groupBy(
    (await employee.call(listTickets, { limit: 100 })).tickets,
    ({ status }: Ticket) => status,
  );
  return {
    counted: Object.fromEntries(
      [...counted].map(([status, all]) => [status, all.reduce((sum, { count }) => sum + count, 0)]),
    ),
    listed: Object.fromEntries([...listed].map(([status, all]) => [status, all.length])),
  };
}

async function timelineOf(client: HubClient, ticketId: TicketId) {
  const ids: TicketEntryId[] = [];
  for (let seq = 0; ; ) {
    const { entries, more, ticket } = await client.call(ticketSince, { ticketId, seq });
    ids.push(...entries.map(({ id }) => id));
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, n) => seq + 1 + n));
    seq += entries.length;
    if (!more) return { ids, seq: ticket.seq };
  }
}

test('a hub that is killed under load loses no reply that it acknowledged, and its figures are those of its tickets', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'entente-tickets-'));
  let hub = await startHubProcess({ dataDir });
  try {
    await aDesk(hub.world);
    const { world } = hub;
    const [cleo, eve, ada, ben] = await Promise.all(
      ['cleo', 'eve', 'ada', 'ben'].map((name) => world.as(name)),
    );
    if (!cleo || !eve || !ada || !ben) throw new Error('nobody is there');
    const tickets = await Promise.all([cleo, eve, cleo, eve].map((client, n) => open(client, `Ticket ${n}`)));
    const acknowledged = new Map(tickets.map(({ id }) => [id, [] as TicketEntryId[]]));
    let killed = false;
    const work = tickets.flatMap(({ id: ticketId }, n) =>
      [n % 2 === 0 ? cleo : eve, ada, ben].map(async (client, writer) => {
        for (let turn = 0; !killed; turn += 1) {
          const clientId = entryId();
          await client.call(replyToTicket, { ticketId, clientId, body: `Turn ${turn}` });
          acknowledged.get(ticketId)?.push(clientId);
          if (writer === 2)
            await client.call(updateTicket, {
              ticketId,
              changes: { status: turn % 2 === 0 ? 'solved' : 'closed' },
            });
        }
      }),
    );
    const settled = Promise.allSettled(work);
    const total = () => [...acknowledged.values()].flat().length;
    await expect.poll(total, { timeout: 30_000 }).toBeGreaterThan(100);
    killed = true;
    await hub.stop('SIGKILL');
    world.close();
    await settled;

    hub = await startHubProcess({ dataDir, env: { ENTENTE_PORT: String(hub.port) } });
    const again = await world.as('ada');
    for (const [ticketId, ids] of acknowledged) {
      const timeline = await timelineOf(again, ticketId);
      expect(timeline.seq).toBe(timeline.ids.length);
      expect(ids.filter((id) => !timeline.ids.includes(id))).toEqual([]);
    }
    const { counted, listed } = await figures(again);
    expect(Object.fromEntries(Object.entries(counted).filter(([, count]) => count !== 0))).toEqual(listed);
    world.close();
  } finally {
    await hub[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);
