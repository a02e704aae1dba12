import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditEntry, createJoinToken, watchNodes } from '#shared/contract/admin.ts';
import { createMeeting } from '#shared/contract/meetings.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { openBrowser, openTab, type Tab } from '../browser.ts';

let hub: HubProcess;
let browser: Browser;
let ada: Tab;
let ben: Tab;
let builtIn: string;

beforeAll(async () => {
  [hub, browser] = await Promise.all([startHubProcess({ timeoutMs: 80_000 }), openBrowser()]);
  await hub.world.setUp('ada', 'Northwind Bikes');
  await hub.world.invite('ada', 'ben');
  const client = await hub.world.as('ada');
  await client.call(createMeeting, { title: 'Spring collection' });
  builtIn = (await client.call(watchNodes, {})).nodes[0]?.name ?? '';
  const open = (name: string) => openTab(browser, { cookie: hub.world.get(name).cookie, url: hub.url });
  [ada, ben] = await Promise.all([open('ada'), open('ben')]);
});
afterAll(async () => {
  await browser.close();
  await hub[Symbol.asyncDispose]();
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const nodeRow = (page: Page) => page.getByRole('row').filter({ hasText: builtIn });
const entries = (page: Page, words: string) =>
  page.getByRole('listbox', { name: 'Audit log' }).getByRole('option').filter({ hasText: words });

async function goTo({ page }: Tab, path: string, title: string): Promise<void> {
  await page.goto(`${hub.url}/console${path}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

test('only administrators find the console', async () => {
  await ben.page.goto(`${hub.url}/console/audit`);
  await ben.page.waitForURL(`${hub.url}/`);
  await ben.page.getByRole('link', { name: 'Home' }).first().waitFor();
  expect(await ben.page.getByRole('link', { name: 'Console' }).count()).toBe(0);
  await ben.context.close();
  await ada.page.goto(hub.url);
  await ada.page.getByRole('link', { name: 'Console' }).first().click();
  await ada.page.waitForURL('**/console/nodes');
});

test('a lone process is shown live and teaches the next step', async () => {
  const { page } = ada;
  await nodeRow(page).getByText('Active').waitFor();
  await page.getByText('Everything runs in one process.').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: builtIn });
  await details.getByRole('img', { name: /^CPU: now/ }).waitFor();
  await page.keyboard.press('Escape');
  await expect(details.waitFor({ state: 'detached' })).resolves.toBeUndefined();
});

test('a node is cordoned after a word about the consequence, and the audit log has it', async () => {
  const { page } = ada;
  await nodeRow(page).getByRole('button', { name: builtIn }).click();
  await button(page, 'Cordon').click();
  const dialog = page.getByRole('dialog', { name: `Cordon ${builtIn}?` });
  await dialog.getByText('Nobody is on it.').waitFor();
  await dialog.getByText('No other node takes meetings').waitFor();
  await button(page, 'Cordon').last().click();
  await nodeRow(page).getByText('Cordoned').waitFor();
  await button(page, 'Take meetings again').click();
  await nodeRow(page).getByText('Active').waitFor();
  await goTo(ada, '/audit?action=nodes', 'Audit log');
  await entries(page, builtIn).nth(1).waitFor();
  expect(await entries(page, 'Node’s state changed').count()).toBe(2);
});

test('a filter lives in the address, and an entry shows all its facts', async () => {
  const { page } = ada;
  await goTo(ada, '/audit', 'Audit log');
  await page.getByRole('searchbox').fill(builtIn);
  await page.waitForURL(/[?&]text=/);
  await expect.poll(() => entries(page, 'Meeting created').count()).toBe(0);
  await page.reload();
  await entries(page, builtIn).first().click();
  const details = page.getByRole('complementary', { name: 'Node’s state changed' });
  await details.getByText(/^[0-9a-f]{64}$/).waitFor();
  await button(page, 'Clear').click();
  await entries(page, 'Meeting created').waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('the chain is verified and taken away', async () => {
  const { page } = ada;
  await button(page, 'Verify').click();
  await page.getByText(/^\d+ entries, unbroken$/).waitFor();
  await button(page, 'Export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /JSON lines/ }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
  const Line = AuditEntry.pick({ seq: true, action: true, hash: true });
  const exported = lines.map((line) => Line.parse(JSON.parse(line)));
  expect(exported.map(({ seq }) => seq)).toEqual(exported.map((_, at) => at + 1));
  expect(exported.map(({ action }) => action)).toContain('nodes.stateChanged');
});

test('a media node gets a token that works once, and its command line', async () => {
  const { page } = ada;
  await goTo(ada, '/nodes', 'Nodes');
  await button(page, 'Add a media node').first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a media node' });
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByText('Give the node a name.').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('media-ohio-1');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const command = dialog.getByRole('textbox', { name: 'Command line' });
  await command.waitFor();
  expect(await command.inputValue()).toMatch(/ENTENTE_ROLES=media .*ENTENTE_JOIN_TOKEN=\S+/);
  await dialog.getByText('Waiting for the node.').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const client = await hub.world.as('ada');
  await expect(client.call(createJoinToken, { region: 'na', label: 'another' })).resolves.toMatchObject({
    token: expect.any(String),
  });
});

test('health says how everything is and checks again', async () => {
  const { page } = ada;
  await goTo(ada, '/health', 'Health');
  await page.getByRole('heading', { name: 'Database' }).waitFor();
  await page.getByText(/^Answers in .+ connections in use/).waitFor();
  await button(page, 'Check again').click();
  await page.getByText('One process, nothing in between.').waitFor();
  expect(
    await page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading') })
      .count(),
  ).toBe(11);
});

test('somebody is signed out everywhere and suspended', async () => {
  const { page } = ada;
  const session = await hub.world.signIn('ben');
  await session.client.connect();
  await goTo(ada, '/people', 'People');
  await page.getByRole('searchbox').fill('ben');
  await page.getByRole('row').filter({ hasText: 'ben@example.org' }).getByRole('button').click();
  await button(page, 'Sign out everywhere').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByText(/sessions? ended\.$/).waitFor();
  await expect.poll(() => session.client.state).toBe('refused');
  await button(page, 'Suspend account').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend account' }).click();
  await expect(
    page.getByRole('row').filter({ hasText: 'ben@example.org' }).getByText('Suspended').waitFor(),
  ).resolves.toBeUndefined();
});

test('settings of the organisation are kept', async () => {
  const { page } = ada;
  await goTo(ada, '/settings', 'Settings');
  const sessionDays = page.getByRole('textbox', { name: 'Sign out after' });
  await sessionDays.fill('900');
  await button(page, 'Save').click();
  await page.getByText('A whole number from 1 to 365.').waitFor();
  await sessionDays.fill('14');
  await button(page, 'Save').click();
  await page.getByText('Settings saved.').waitFor();
  await page.reload();
  await sessionDays.waitFor();
  expect(await sessionDays.inputValue()).toBe('14');
});

test('rules of scaling are checked before they are kept', async () => {
  const { page } = ada;
  await goTo(ada, '/autoscale', 'Autoscaling');
  await page.getByRole('textbox', { name: 'Europe and Africa: At least' }).fill('3');
  await page.getByRole('textbox', { name: 'Europe and Africa: At most' }).fill('1');
  await button(page, 'Save').click();
  await page.getByText('At least the floor.').waitFor();
  await page.getByRole('textbox', { name: 'Europe and Africa: At most' }).fill('6');
  await button(page, 'Save').click();
  await page.getByText('Rules saved.').waitFor();
  await page.reload();
  const ceiling = page.getByRole('textbox', { name: 'Europe and Africa: At most' });
  await ceiling.waitFor();
  expect(await ceiling.inputValue()).toBe('6');
  expect(ada.errors).toEqual([]);
});
