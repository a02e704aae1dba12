import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChannel } from '#shared/contract/chat.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import { setDeskChannel } from '#shared/contract/panels.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import { getTicket, listTickets } from '#shared/contract/tickets.ts';
import { createWall } from '#shared/contract/wall.ts';
import { updateWidget } from '#shared/contract/widget.ts';
import { type HubProcess, startHubProcess } from '../hub-process.ts';
import { aSite } from '../seeds/widget.ts';
import { openBrowser, openTab } from './browser.ts';
import { openChat } from './chat-tab.ts';
import { type Site, startSite } from './site.ts';

const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';

let hub: HubProcess;
let browser: Browser;
let site: Site;
let seed: Awaited<ReturnType<typeof aSite>>;

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    startHubProcess(),
    openBrowser(),
    mkdir(pictures, { recursive: true }),
  ]);
  seed = await aSite(hub.world);
  site = await startSite(() => ({ hubUrl: hub.url, key: seed.widget.key }));
  const ada = await hub.world.as('ada');
  await ada.call(updateWidget, { widgetId: seed.widget.id, changes: { origins: [site.url] } });
});
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await hub?.[Symbol.asyncDispose]();
});

declare global {
  /** What the wall has shown, and when: milliseconds of the day's clock. */
  var shown: { at: number; totals: Record<string, number> }[];
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const shoot = (page: Page, name: string) => page.screenshot({ path: join(pictures, `story-${name}.png`) });

/** An internal channel in which the tickets of the first queue appear. */
async function aDeskChannel() {
  const ada = await hub.world.as('ada');
  const { id: spaceId } = await ada.call(createSpace, { name: 'Desk', kind: 'team' });
  await ada.call(addSpaceMember, { spaceId, personId: seed.idOf('ben'), role: 'member' });
  const channel = await ada.call(createChannel, { spaceId, name: 'incoming' });
  const [queue] = seed.queues;
  if (!queue) throw new Error('a desk without a queue');
  await ada.call(setDeskChannel, { queueId: queue.id, channelId: channel.id });
  return channel.id;
}

/** A screen on the wall that keeps what it showed. */
async function openWall(): Promise<Page> {
  const ada = await hub.world.as('ada');
  const { url } = await ada.call(createWall, {
    name: 'Floor',
    pages: ['overview'],
    queueIds: seed.queues.map(({ id }) => id),
    timeZone: 'UTC',
    locale: 'en',
  });
  const { page } = await openTab(browser, { viewport: { width: 1920, height: 1080 } });
  await page.goto(`${hub.url}${new URL(url).pathname}`);
  await page.locator('[data-total=new]').waitFor();
  await page.evaluate(() => {
    const read = () =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('[data-total]')].map((tile) => [
          tile.dataset['total'] ?? '',
          Number(tile.querySelector('dd')?.textContent),
        ]),
      );
    globalThis.shown = [];
    const look = () => globalThis.shown.push({ at: Date.now(), totals: read() });
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return page;
}

/** Milliseconds from the moment of a change until the wall showed what came of it. */
async function delayOn(wall: Page, changedAt: string, totals: Record<string, number>): Promise<number> {
  const since = Date.parse(changedAt);
  const found = await wall.waitForFunction(
    ({ since, totals }) =>
      globalThis.shown.find(
        (each) =>
          each.at >= since && Object.entries(totals).every(([name, value]) => each.totals[name] === value),
      )?.at,
    { since, totals },
    { polling: 20, timeout: 10_000 },
  );
  return ((await found.jsonValue()) as number) - since;
}

async function stateOf(ticketId: TicketId) {
  const ben = await hub.world.as('ben');
  return (await ben.call(getTicket, { ticketId })).ticket;
}

async function enterCall(page: Page): Promise<void> {
  await page.waitForURL(/\/m\//);
  await button(page, 'Join now').click();
  await page.getByRole('toolbar', { name: 'Call controls' }).waitFor();
}
/** Others' pictures that play. */
const seesOthers = (page: Page) =>
  page.waitForFunction(
    () => [...document.querySelectorAll('video')].filter(({ currentTime }) => currentTime > 0).length > 1,
    undefined,
    { timeout: 30_000 },
  );

test('a visitor asks, an agent takes it, they talk and call, it is solved, confirmed and rated, and a wall shows it all', async () => {
  const channelId = await aDeskChannel();
  const wall = await openWall();
  const agent = await openChat(browser, hub.url, hub.world.get('ben').cookie);
  await agent.open(channelId);
  const visitor = await openTab(browser);
  await visitor.page.goto(site.url);
  const delays: Record<string, number> = {};

  await button(visitor.page, 'Ask Example Works').click();
  await visitor.page.getByRole('textbox', { name: 'Your name' }).fill('Vera');
  await visitor.page.getByRole('textbox', { name: 'Your e-mail address' }).fill('vera@example.net');
  await visitor.page.getByRole('textbox', { name: 'Your message' }).fill('Where is my parcel?');
  await button(visitor.page, 'Send').click();
  const card = agent.list.getByText('Where is my parcel?').locator('..').locator('..');
  await card.getByRole('button', { name: 'Take it' }).waitFor();
  const { tickets } = await (await hub.world.as('ben')).call(listTickets, {});
  const [asked] = tickets;
  if (!asked) throw new Error('nobody asked');
  const ticketId = asked.id;
  expect(asked).toMatchObject({ channel: 'widget', status: 'new', assigneeId: null });
  delays['opened'] = await delayOn(wall, asked.createdAt, { new: 1, open: 0 });

  await card.getByRole('button', { name: 'Take it' }).click();
  await card.getByText('Ben has it').waitFor();
  delays['taken'] = await delayOn(wall, (await stateOf(ticketId)).updatedAt, { new: 0, open: 1 });
  await shoot(agent.page, 'desk-channel');

  await agent.page.getByRole('link', { name: /ticket-0001/ }).click();
  const desk = agent.page;
  await desk.getByRole('textbox', { name: 'Reply to the customer' }).fill('What is its **number**?');
  await button(desk, 'Send and wait').click();
  await visitor.page.locator('strong', { hasText: 'number' }).waitFor();
  delays['answered'] = await delayOn(wall, (await stateOf(ticketId)).updatedAt, { open: 0, waiting: 1 });
  await visitor.page.getByRole('textbox', { name: 'Your message' }).fill('It is 42.');
  await visitor.page.keyboard.press('Enter');
  await desk.getByRole('log').getByText('It is 42.').waitFor();
  delays['replied'] = await delayOn(wall, (await stateOf(ticketId)).updatedAt, { open: 1, waiting: 0 });
  await shoot(desk, 'thread');

  await desk.getByRole('link', { name: 'Open in tickets' }).click();
  await button(desk, 'Start a call').click();
  await enterCall(desk);
  const [call] = await Promise.all([
    visitor.context.waitForEvent('page'),
    button(visitor.page, 'Join the call').click(),
  ]);
  await enterCall(call);
  await Promise.all([seesOthers(desk), seesOthers(call)]);
  await shoot(desk, 'call');
  await call.close();

  await desk.goto(`${hub.url}/tickets/${ticketId}`);
  await desk.getByRole('textbox', { name: 'Reply to the customer' }).fill('It comes tomorrow.');
  await button(desk, 'Send and do something else with the ticket').click();
  await desk.getByRole('menuitem', { name: 'Send and solve' }).click();
  await button(visitor.page, 'Yes, thank you').waitFor();
  delays['solved'] = await delayOn(wall, (await stateOf(ticketId)).updatedAt, { open: 0, solved: 1 });

  await button(visitor.page, 'Yes, thank you').click();
  await visitor.page.getByText('How did we do?').waitFor();
  delays['closed'] = await delayOn(wall, (await stateOf(ticketId)).closedAt ?? '', {
    solved: 0,
    closedToday: 1,
  });
  await visitor.page.getByRole('radio', { name: '5 of 5 stars' }).check();
  await button(visitor.page, 'Send rating').click();
  await visitor.page.getByText('Thank you for your rating.').waitFor();
  expect(await stateOf(ticketId)).toMatchObject({ status: 'closed', rating: { stars: 5 } });
  await shoot(wall, 'wall');

  await button(desk, 'More').click();
  const [transcript] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('menuitem', { name: 'Save as text' }).click(),
  ]);
  const words = await readFile(await transcript.path(), 'utf8');
  for (const said of ['Where is my parcel?', 'It is 42.', 'It comes tomorrow.'])
    expect(words).toContain(said);

  process.stdout.write(`shown on the wall after (ms): ${JSON.stringify(delays)}\n`);
  const sorted = Object.values(delays).toSorted((a, b) => a - b);
  expect(sorted).toHaveLength(6);
  // On a machine at rest all of them are; a test shares its machine with others, three tabs and a call.
  expect(sorted[0]).toBeLessThan(200);
  expect(sorted.at(-1)).toBeLessThan(1_000);
}, 180_000);
