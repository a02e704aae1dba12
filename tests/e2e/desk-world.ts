import { startHubProcess } from '../hub-process.ts';
import { aDesk, open } from '../seeds/tickets.ts';
import { openBrowser } from './browser.ts';
import { openDesk } from './desk-tab.ts';

/** A desk at work: the administrator ada, the agents ben and chloe and the customer cleo each before a window, and three tickets. */
export async function startDesk() {
  const [hub, browser] = await Promise.all([startHubProcess(), openBrowser()]);
  const { world } = hub;
  const seed = await aDesk(world);
  await world.invite('ada', 'chloe');
  const asks = async (name: string, subject: string) => open(await world.as(name), subject);
  const tickets = {
    printer: await asks('cleo', 'The printer is on fire'),
    scanner: await asks('cleo', 'The scanner is slow'),
    door: await asks('dan', 'The door is locked'),
  };
  const [ada, ben, chloe, cleo] = await Promise.all([
    openDesk(browser, world, 'ada'),
    openDesk(browser, world, 'ben'),
    openDesk(browser, world, 'chloe'),
    openDesk(browser, world, 'cleo'),
  ]);
  return {
    ...seed,
    world,
    tickets,
    asks,
    ada,
    ben,
    chloe,
    cleo,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await hub[Symbol.asyncDispose]();
    },
  };
}
export type Desk = Awaited<ReturnType<typeof startDesk>>;
