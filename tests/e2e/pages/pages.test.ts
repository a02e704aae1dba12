import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateProfile } from '#shared/contract/accounts.ts';
import { demoWorld } from '../../../scripts/demo-world.ts';
import { type HubProcess, startHubProcess } from '../../hub-process.ts';
import { seriousFindings } from '../axe.ts';
import { openBrowser, openTab, type TabOptions } from '../browser.ts';
import { settled } from '../settled.ts';

/** Pictures for people to judge; `docs/pictures` holds the ones that the README shows. */
const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const looks: (Required<Pick<TabOptions, 'viewport' | 'colorScheme' | 'locale'>> & { name: string })[] = [
  { name: 'light', viewport: desktop, colorScheme: 'light', locale: 'en' },
  { name: 'dark', viewport: desktop, colorScheme: 'dark', locale: 'fr' },
  { name: 'phone-light', viewport: phone, colorScheme: 'light', locale: 'fr' },
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark', locale: 'en' },
];

const consolePages = [
  '',
  '/nodes',
  '/rooms',
  '/health',
  '/audit',
  '/people',
  '/spaces',
  '/widgets',
  '/desk',
  '/rules',
  '/sla',
  '/settings',
  '/connectors',
  '/imports',
  '/autoscale',
  '/cost',
].map((path) => ({ name: `console${path.replace('/', '-')}`, path: `/console${path}` }));

let hub: HubProcess;
let browser: Browser;
let pages: { name: string; path: string }[];

beforeAll(async () => {
  [hub, browser] = await Promise.all([
    startHubProcess(),
    openBrowser(),
    mkdir(pictures, { recursive: true }),
  ]);
  const seed = await demoWorld(hub.world);
  pages = [
    { name: 'home', path: '/' },
    { name: 'chat', path: `/chat/${seed.releases.id}` },
    { name: 'chats', path: '/chat' },
    { name: 'meetings', path: '/meetings' },
    { name: 'join', path: `/m/${seed.weekly.code}` },
    { name: 'tickets', path: '/tickets?status=active' },
    { name: 'ticket', path: `/tickets/${seed.story}` },
    { name: 'macros', path: '/tickets/macros' },
    { name: 'templates', path: '/tickets/templates' },
    { name: 'fields', path: '/tickets/fields' },
    { name: 'people', path: '/people' },
    { name: 'space', path: `/spaces/${seed.workshop.id}` },
    { name: 'profile', path: '/settings/profile' },
    { name: 'invitations', path: '/people/invitations' },
    { name: 'preferences', path: '/settings/preferences' },
    { name: 'security', path: '/settings/security' },
    { name: 'tokens', path: '/settings/tokens' },
    { name: 'welcome', path: '/welcome' },
  ];
});
afterAll(async () => {
  await browser.close();
  await hub[Symbol.asyncDispose]();
});

async function expectAccessible(page: Page, name: string): Promise<void> {
  expect(await seriousFindings(page), name).toEqual([]);
}

describe.each(looks)('$name', ({ name, ...look }) => {
  const areWhole = async (list: { name: string; path: string }[]) => {
    const { cookie, client } = hub.world.get('ada');
    await client.connect();
    await client.call(updateProfile, { locale: look.locale });
    const tab = await openTab(browser, { ...look, cookie, url: hub.url });
    for (const { name: page, path } of list) {
      await tab.page.goto(hub.url + path);
      await settled(tab.page);
      await tab.page.screenshot({ path: join(pictures, `${page}-${name}.png`) });
      await expectAccessible(tab.page, `${page} ${name}`);
      const overflow = await tab.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, `${page} ${name} is wider than the window`).toBeLessThanOrEqual(0);
    }
    expect(tab.errors).toEqual([]);
    await tab.context.close();
  };

  test('every page is whole, accessible and free of complaints', async () => {
    await expect(areWhole(pages)).resolves.toBeUndefined();
  });

  test('so is every page of the console', async () => {
    await expect(areWhole(consolePages)).resolves.toBeUndefined();
  });

  test('the pages of strangers', async () => {
    const tab = await openTab(browser, look);
    for (const [page, path] of [
      ['sign-in', '/sign-in'],
      ['invitation', '/invite/never-existed-but-long-enough'],
      ['setup', '/setup/never-existed-but-long-enough'],
    ] as const) {
      await tab.page.goto(hub.url + path);
      await settled(tab.page);
      await tab.page.screenshot({ path: join(pictures, `${page}-${name}.png`) });
      await expectAccessible(tab.page, `${page} ${name}`);
    }
    await tab.context.close();
  });
});
