import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { expectFlow, openBrowser, openTab, type Tab } from '../browser.ts';
import { type Tint, writeFakeCamera } from '../fake-camera.ts';

const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';
const tints: Tint[] = [
  { u: 142, v: 112 },
  { u: 112, v: 146 },
  { u: 120, v: 120 },
];

let hub: HubProcess;
let folder: string;
let browsers: Browser[];
let ada: Tab;
let guests: Tab[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-first-'));
  await mkdir(pictures, { recursive: true });
  const open = async (tint: Tint, index: number) =>
    openBrowser(await writeFakeCamera(join(folder, `${index}.y4m`), tint));
  [hub, ...browsers] = await Promise.all([startHubProcess(), ...tints.map(open)]);
  const [first, ...others] = await Promise.all(browsers.map((browser) => openTab(browser)));
  if (!first) throw new Error('no browser');
  [ada, guests] = [first, others];
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
let link = '';

test('the printed link makes the first administrator, once', async () => {
  const { page } = ada;
  await page.goto(hub.setupLink ?? '');
  await page.getByLabel('Organisation').fill('Northwind Bikes');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await button(page, 'Create hub').click();
  await page.waitForURL('**/welcome');
  const late = await openTab(browsers[1] as Browser);
  await late.page.goto(hub.setupLink ?? '');
  await late.page.getByText('This hub is set up').waitFor();
  await expect(late.context.close()).resolves.toBeUndefined();
});

test('a meeting is created and entered', async () => {
  const { page } = ada;
  await page.goto(`${hub.url}/meetings`);
  await button(page, 'New meeting').first().click();
  await page.getByLabel('Title').fill('Spring collection');
  await button(page, 'Start now').click();
  await page.waitForURL('**/m/*');
  link = page.url();
  await button(page, 'Join now').click();
  await expect(page.getByRole('toolbar', { name: 'Call controls' }).waitFor()).resolves.toBeUndefined();
});

test('two guests come by the link, through the lobby; everybody sees and hears everybody', async () => {
  for (const [index, { page }] of guests.entries()) {
    const name = ['Ben', 'Chloe'][index] ?? '';
    await page.goto(link);
    await page.getByLabel('Your name').fill(name);
    await button(page, 'Continue').click();
    await button(page, 'Ask to join').click();
    await ada.page.getByText(`${name} would like to join`).waitFor();
    await button(ada.page, 'Admit').first().click();
    await page.getByRole('group', { name: 'Ada' }).waitFor();
  }
  for (const { page } of [ada, ...guests])
    await expect(expectFlow(page, { videos: 2, audios: 2 })).resolves.toBeUndefined();
});

test('they chat beside the call', async () => {
  const say = async ({ page }: Tab, text: string) => {
    const field = page.getByRole('textbox', { name: /message/i });
    if ((await field.count()) === 0) await page.keyboard.press('c');
    await field.fill(text);
    await field.press('Enter');
  };
  await say(ada, 'Morning! The new frames arrived, pictures are in **#releases**.');
  await say(guests[0] as Tab, 'Lovely. Which green is it?');
  await say(guests[1] as Tab, 'The dark one. Shall I share my screen?');
  for (const { page } of [ada, ...guests])
    await page.getByRole('paragraph').filter({ hasText: 'Shall I share my screen?' }).waitFor();
  await ada.page.mouse.move(10, 10);
  await ada.page.waitForTimeout(1_500);
  await ada.page.screenshot({ path: join(pictures, 'meeting.png') });
  expect([ada, ...guests].flatMap(({ errors }) => errors)).toEqual([]);
});
