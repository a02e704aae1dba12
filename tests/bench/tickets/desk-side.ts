import type { HubClient } from '#shared/client.ts';
import { listQueues, listTickets, updateTicket } from '#shared/contract/tickets.ts';
import {
  createWall,
  type WallBoard,
  wallChanged,
  wallPages,
  wallShown,
  watchWall,
} from '#shared/contract/wall.ts';
import { createWallClient } from '#shared/wall-client.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import { pin, serverCore } from '../processes.ts';
import { openDatabase, seedTickets } from './seed.ts';

/** The real program with its embedded database, full of tickets, and an administrator at the desk. */
export async function startDesk(count: number) {
  const hub = await startHubProcess({ env: { ENTENTE_ROLES: 'hub', NODE_ENV: 'production' } });
  try {
    const { world, child, dataDir } = hub;
    if (!child.pid) throw new Error('the hub did not start');
    const names = ['ada', 'ben', 'chloe', 'dan'];
    await world.setUp('ada');
    for (const name of names.slice(1)) await world.invite('ada', name);
    const { me: customer } = await world.invite('ada', 'cleo', 'customer');
    const db = openDatabase(dataDir);
    const agentIds = names.map((name) => world.get(name).me.id);
    await seedTickets(db, count, { requesterId: customer.id, agentIds });
    pin(child.pid, serverCore);
    const ada = await world.as('ada');
    return {
      pid: child.pid,
      db,
      client: () => world.tab('ada'),
      boards: async (client: HubClient): Promise<WallBoard[]> => (await client.call(watchWall, {})).boards,
      /** Turns the priority of an open ticket: a change that every viewer of the queue sees. */
      async makeChanger() {
        const { tickets } = await ada.call(listTickets, { filter: { status: ['open'] }, limit: 20 });
        let nth = 0;
        return async () => {
          const at = nth++ % tickets.length;
          const { id: ticketId, priority: before } = tickets[at] ?? {};
          if (!ticketId) throw new Error('no ticket is open');
          const priority = before === 'critical' ? 'low' : 'critical';
          tickets[at] = await ada.call(updateTicket, { ticketId, changes: { priority } });
        };
      },
      /** Screens of one wall, all with everything on them; counts what they hear. */
      async openScreens(screens: number) {
        const { queues } = await ada.call(listQueues, {});
        const { url } = await ada.call(createWall, {
          name: 'Bench',
          pages: [...wallPages],
          queueIds: queues.map(({ id }) => id),
          timeZone: 'UTC',
          locale: 'en',
        });
        const secret = url.split('/').at(-1) ?? '';
        let heard = 0;
        const clients = await Promise.all(
          Array.from({ length: screens }, async () => {
            const screen = createWallClient({ url: hub.url, secret });
            const shown = screen.next(wallShown, 60_000);
            screen.on(wallChanged, () => (heard += 1));
            screen.connect();
            await shown;
            return screen;
          }),
        );
        return {
          count: screens,
          heard: () => heard,
          close: () => {
            for (const screen of clients) screen.close();
          },
        };
      },
      async [Symbol.asyncDispose](): Promise<void> {
        await db.destroy();
        await hub[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await hub[Symbol.asyncDispose]();
    throw error;
  }
}
export type Screens = Awaited<ReturnType<Desk['openScreens']>>;
export type Desk = Awaited<ReturnType<typeof startDesk>>;
