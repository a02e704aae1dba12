import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateProfile } from '#shared/contract/accounts.ts';
import { listTickets } from '#shared/contract/tickets.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { seriousFindings } from '../axe.ts';
import { openBrowser, openTab } from '../browser.ts';

const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHubProcess({ timeoutMs: 80_000 }), openBrowser()]);
  await mkdir(pictures, { recursive: true });
  await hub.world.setUp('ada', 'Northwind Bikes');
});
afterAll(async () => {
  await browser.close();
  await hub[Symbol.asyncDispose]();
});

/** Its second column has a name that says nothing, and one of its lines has no subject. */
const table = [
  'Number;Case;Customer;Email;State;Opened;Closed',
  '1;The saddle is loose;Cleo;cleo@acorn.example;closed;02/03/2026 09:00;03/03/2026 10:00',
  '2;;Cleo;cleo@acorn.example;open;02/03/2026 09:00;',
  '3;The bell is silent;Dan;dan@acorn.example;mystery;02/03/2026 09:00;',
].join('\n');

const choose = (page: Page, name: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(table) });

test('a table is looked at, mapped and imported, and its problems stay to be read', async () => {
  const { cookie } = hub.world.get('ada');
  const { page, errors } = await openTab(browser, { cookie, url: hub.url });
  await page.goto(`${hub.url}/console/imports`);
  await page.getByText('Nothing was imported yet').waitFor();
  await choose(page, 'bikes.csv');
  const dialog = page.getByRole('dialog', { name: 'Import bikes.csv' });
  await dialog.getByText('0 tickets out of 3 lines.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Import 0 tickets' }).isDisabled()).toBe(true);
  await dialog.getByRole('combobox', { name: 'Case' }).click();
  await page.getByRole('option', { name: 'Subject', exact: true }).click();
  await dialog.getByText('2 tickets out of 3 lines.').waitFor();
  await dialog.getByText('Subject: missing.').waitFor();
  await dialog.getByText('Status: “mystery” means nothing here.').waitFor();
  await dialog.getByRole('cell', { name: 'The saddle is loose' }).waitFor();
  expect(await seriousFindings(page, '[role=dialog]')).toEqual([]);
  await page.screenshot({ path: join(pictures, 'import-light.png') });
  await dialog.getByRole('button', { name: 'Import 2 tickets' }).click();
  await page.getByRole('cell', { name: 'Done' }).waitFor();
  await page.getByRole('button', { name: 'Actions for bikes.csv' }).click();
  await page.getByRole('menuitem', { name: 'Show 2 problems' }).click();
  await page.getByRole('dialog').getByText('The line is left out.').waitFor();
  const { tickets } = await (await hub.world.as('ada')).call(listTickets, {});
  expect(tickets.map(({ subject }) => subject).toSorted()).toEqual([
    'The bell is silent',
    'The saddle is loose',
  ]);
  expect(errors).toEqual([]);
});

test('it fits a phone, in the dark and in French', async () => {
  const client = await hub.world.as('ada');
  await client.call(updateProfile, { locale: 'fr' });
  const { cookie } = hub.world.get('ada');
  const viewport = { width: 390, height: 844 };
  const look = { viewport, colorScheme: 'dark', locale: 'fr' } as const;
  const { page } = await openTab(browser, { cookie, url: hub.url, ...look });
  await page.goto(`${hub.url}/console/imports`);
  await page.getByRole('rowheader', { name: 'bikes.csv' }).waitFor();
  await page.screenshot({ path: join(pictures, 'imports-phone-dark.png') });
  await choose(page, 'vélos.csv');
  await page.getByRole('dialog').getByText('0 ticket sur 3 lignes.').waitFor();
  await page.screenshot({ path: join(pictures, 'import-phone-dark.png') });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page, '[role=dialog]')).toEqual([]);
});
