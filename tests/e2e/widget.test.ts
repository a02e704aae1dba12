import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  listTickets,
  replyToTicket,
  startTicketCall,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { updateWidget } from '#shared/contract/widget.ts';
import { createTestHub, type TestHub } from '../hub.ts';
import { entryId } from '../seeds/tickets.ts';
import { aSite } from '../seeds/widget.ts';
import { seriousFindings } from './axe.ts';
import { openBrowser, openTab, type TabOptions } from './browser.ts';
import { type Site, startSite } from './site.ts';

const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';
const phone = { width: 390, height: 844 };

let hub: TestHub<Awaited<ReturnType<typeof aSite>>>;
let browser: Browser;
let site: Site;

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    createTestHub({ seed: aSite }),
    openBrowser(),
    mkdir(pictures, { recursive: true }),
  ]);
  site = await startSite(() => ({ hubUrl: hub.url, key: hub.seed.widget.key }));
  const ada = await hub.world.as('ada');
  await ada.call(updateWidget, { widgetId: hub.seed.widget.id, changes: { origins: [site.url] } });
});
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
  await hub.close();
});

const open = async (options: TabOptions & { path?: string } = {}) => {
  const tab = await openTab(browser, options);
  await tab.page.goto(site.url + (options.path ?? '/'));
  return tab;
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(pictures, `widget-${name}.png`), animations: 'disabled' });

async function introduce(page: Page, name: string, message: string): Promise<void> {
  await button(page, 'Ask Example Works').click();
  await field(page, 'Your name').fill(name);
  await field(page, 'Your e-mail address').fill(`${name.toLowerCase()}@example.net`);
  await field(page, 'Your message').fill(message);
  await button(page, 'Send').click();
}

async function ticketOf(subject: string): Promise<TicketId> {
  const ben = await hub.world.as('ben');
  const { tickets } = await ben.call(listTickets, {});
  const found = tickets.find((ticket) => ticket.subject === subject);
  if (!found) throw new Error(`there is no ticket ${subject}`);
  return found.id;
}

async function answer(ticketId: TicketId, body: string): Promise<void> {
  const ben = await hub.world.as('ben');
  await ben.call(replyToTicket, { ticketId, clientId: entryId(), body });
}

test('a visitor asks on a strict site of strange looks, is answered at once, and a reload keeps all of it', async () => {
  const { page, errors, context } = await open();
  await button(page, 'Ask Example Works').waitFor();
  await shoot(page, 'launcher');
  await button(page, 'Ask Example Works').click();
  await shoot(page, 'form');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  await button(page, 'Send').click();
  await page.getByText('Tell us your name.').waitFor();
  await page.getByText('What is it about?').waitFor();
  await page.keyboard.press('Escape');
  await introduce(page, 'Vera', 'Where is my parcel?');
  const log = page.getByRole('log', { name: 'Where is my parcel?' });
  await log.getByText('Where is my parcel?').waitFor();
  const ticketId = await ticketOf('Where is my parcel?');
  await answer(ticketId, 'On its **way**: https://track.example.org/42. <img src=x onerror=alert(1)>');
  await log.getByRole('link', { name: 'https://track.example.org/42' }).waitFor();
  await log.getByText('Ben').waitFor();
  await log.getByText('<img src=x onerror=alert(1)>').waitFor();
  await field(page, 'Your message').fill('Thank you!');
  await page.keyboard.press('Enter');
  const ben = await hub.world.as('ben');
  await expect.poll(async () => (await ben.call(getTicket, { ticketId })).entries.length).toBe(3);
  await shoot(page, 'conversation');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  await button(page, 'Close').click();
  await answer(ticketId, 'You are welcome.');
  await button(page, 'Ask Example Works, unread answers: 1').waitFor();
  await page.reload();
  await button(page, 'Ask Example Works, unread answers: 1').click();
  await log.getByText('You are welcome.').waitFor();
  await log.getByText('Thank you!').waitFor();
  await button(page, 'Back to your conversations').click();
  await page.getByRole('list', { name: 'Your conversations' }).getByText('Where is my parcel?').waitFor();
  await shoot(page, 'home');
  expect(errors).toEqual([]);
  await context.close();
});

test('words without a connection are kept and sent later, once', async () => {
  const { page, context } = await open();
  await introduce(page, 'Otto', 'Are you open today?');
  const log = page.getByRole('log', { name: 'Are you open today?' });
  await log.waitFor();
  const ticketId = await ticketOf('Are you open today?');
  await context.setOffline(true);
  await page.getByText('No connection.').waitFor({ timeout: 40_000 });
  await field(page, 'Your message').fill('And tomorrow?');
  await page.keyboard.press('Enter');
  await log.getByText('Sent when the connection is back').waitFor();
  await shoot(page, 'offline');
  await answer(ticketId, 'Until six.');
  await context.setOffline(false);
  await log.getByText('Until six.').waitFor({ timeout: 20_000 });
  const ben = await hub.world.as('ben');
  const bodies = async () =>
    (await ben.call(getTicket, { ticketId })).entries.flatMap((entry) =>
      entry.kind === 'reply' ? [entry.body] : [],
    );
  await expect
    .poll(bodies, { timeout: 10_000 })
    .toEqual(['Are you open today?', 'Until six.', 'And tomorrow?']);
  await context.close();
}, 120_000);

test('a link brings the visitor back on another device, in French and at phone width', async () => {
  const { page, context } = await open({ path: '/fr', viewport: phone, colorScheme: 'dark', locale: 'fr' });
  await button(page, 'Écrire à Example Works').click();
  await field(page, 'Votre nom').fill('Zoé');
  await field(page, 'Votre adresse e-mail').fill('zoe@example.net');
  await field(page, 'Votre message').fill('Où est mon colis ?');
  await shoot(page, 'phone-dark-form');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  await button(page, 'Envoyer').click();
  await page.getByRole('log', { name: 'Où est mon colis ?' }).waitFor();
  await answer(await ticketOf('Où est mon colis ?'), 'Il arrive demain.');
  await page.getByText('Il arrive demain.').waitFor();
  await shoot(page, 'phone-dark-conversation');
  await button(page, 'Retour à vos conversations').click();
  await button(page, 'Continuer sur un autre appareil').click();
  const link = await field(page, 'Continuer sur un autre appareil').inputValue();
  await shoot(page, 'phone-dark-home');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  await context.close();

  const other = await openTab(browser, { locale: 'fr' });
  await other.page.goto(link);
  await other.page.getByRole('list', { name: 'Vos conversations' }).getByText('Où est mon colis ?').click();
  await other.page.getByText('Il arrive demain.').waitFor();
  expect(new URL(other.page.url()).hash).toBe('');
  await shoot(other.page, 'help-page');
  expect(await seriousFindings(other.page)).toEqual([]);
  expect(other.errors).toEqual([]);
  await other.context.close();
});

test('the agent calls, the visitor enters as themselves, says that it is solved and rates', async () => {
  const { page, context } = await open();
  await introduce(page, 'Rita', 'My bell is silent');
  await page.getByRole('log', { name: 'My bell is silent' }).waitFor();
  const ticketId = await ticketOf('My bell is silent');
  const ben = await hub.world.as('ben');
  await ben.call(startTicketCall, { ticketId });
  const [call] = await Promise.all([context.waitForEvent('page'), button(page, 'Join the call').click()]);
  await call.waitForURL(/\/m\//);
  await call.getByText('My bell is silent').first().waitFor();
  await call.close();
  await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
  await button(page, 'Not yet').waitFor();
  await shoot(page, 'solved');
  await button(page, 'Yes, thank you').click();
  await page.getByText('How did we do?').waitFor();
  await page.getByRole('radio', { name: '4 of 5 stars' }).check();
  await field(page, 'A word about it (optional)').fill('Quick!');
  await shoot(page, 'rating');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  await button(page, 'Send rating').click();
  await page.getByText('Thank you for your rating.').waitFor();
  const { ticket } = await ben.call(getTicket, { ticketId });
  expect(ticket).toMatchObject({ status: 'closed', rating: { stars: 4, comment: 'Quick!' } });
  await context.close();
});

test('files go both ways', async () => {
  const { page, context } = await open();
  await introduce(page, 'Fay', 'See the picture');
  const log = page.getByRole('log', { name: 'See the picture' });
  await log.waitFor();
  const ticketId = await ticketOf('See the picture');
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page
    .locator('input[type=file]')
    .setInputFiles([file('order.txt', 'four'), file('note.txt', 'five!')]);
  await button(page, 'Save note.txt').waitFor();
  const ben = await hub.world.as('ben');
  const { entries } = await ben.call(getTicket, { ticketId });
  expect(entries.at(-1)).toMatchObject({
    attachments: [{ name: 'order.txt', size: 4 }, { name: 'note.txt' }],
  });
  await shoot(page, 'files');
  expect(await seriousFindings(page, 'entente-widget')).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save note.txt').click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe('five!');
  await context.close();
});

test('a site that may not show it shows nothing', async () => {
  const ada = await hub.world.as('ada');
  const { id: widgetId } = hub.seed.widget;
  await ada.call(updateWidget, { widgetId, changes: { enabled: false } });
  const { page, context } = await open();
  await page.waitForLoadState('networkidle');
  expect(await page.locator('entente-widget').count()).toBe(0);
  await ada.call(updateWidget, { widgetId, changes: { enabled: true } });
  await context.close();
});
