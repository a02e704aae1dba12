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
import { type HubProcess, startHubProcess } from '#tests/hub-process.ts';
import { pin, serverCore } from '../processes.ts';
import { openDatabase, seedTickets } from './seed.ts';

const settings = { ENTENTE_ROLES: 'hub', NODE_ENV: 'production' };

/** The real program with its embedded database, started on a desk full of tickets, and an administrator at it. */
export async function startDesk(count: number) {
  const first = await startHubProcess({ env: settings });
  const { world, dataDir } = first;
  const names = ['ada', 'ben', 'chloe', 'dan'];
  let hub: HubProcess | undefined;
  const close = async () => {
    await hub?.[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
  };
  try {
    await world.setUp('ada');
    for (const name of names.slice(1)) await world.invite('ada', name);
    const { me: customer } = await world.invite('ada', 'cleo', 'customer');
    const agentIds = names.map((name) => world.get(name).me.id);
    const filling = openDatabase(dataDir);
    await seedTickets(filling, count, { requesterId: customer.id, agentIds });
    await filling.destroy();
    await first.stop();
    hub = await startHubProcess({ dataDir, env: { ...settings, ENTENTE_PORT: `${first.port}` } });
    const { pid } = hub.child;
    if (!pid) throw new Error('the hub did not start');
    pin(pid, serverCore);
    const db = openDatabase(dataDir);
    const { url } = hub;
    const ada = await world.as('ada');
    return {
      pid,
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
        const { url: address } = await ada.call(createWall, {
          name: 'Bench',
          pages: [...wallPages],
          queueIds: queues.map(({ id }) => id),
          timeZone: 'UTC',
          locale: 'en',
        });
        const secret = address.split('/').at(-1) ?? '';
        let heard = 0;
        const clients = await Promise.all(
          Array.from({ length: screens }, async () => {
            const screen = createWallClient({ url, secret });
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
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
export type Screens = Awaited<ReturnType<Desk['openScreens']>>;
export type Desk = Awaited<ReturnType<typeof startDesk>>;
