import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { updateProfile } from '#shared/contract/accounts.ts';
import type { HubProcess } from '../../hub-process.ts';
import { seriousFindings } from '../axe.ts';
import { openTab, type TabOptions } from '../browser.ts';
import { settled } from '../settled.ts';

/** Pictures for people to judge; `docs/pictures` holds the ones that the README shows. */
export const pictures = process.env['ENTENTE_TEST_PICTURES'] ?? 'dist/pictures';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
/** Both themes and languages, on a desk and on a phone. */
export const looks: (Required<Pick<TabOptions, 'viewport' | 'colorScheme' | 'locale'>> & { name: string })[] =
  [
    { name: 'light', viewport: desktop, colorScheme: 'light', locale: 'en' },
    { name: 'dark', viewport: desktop, colorScheme: 'dark', locale: 'fr' },
    { name: 'phone-light', viewport: phone, colorScheme: 'light', locale: 'fr' },
    { name: 'phone-dark', viewport: phone, colorScheme: 'dark', locale: 'en' },
  ];

export type Look = (typeof looks)[number];
export type Shown = { name: string; path: string };

/** Once a page has come to rest: a picture of it, no serious finding (`within` a part of it), and nothing wider than the window. */
export async function expectShownWhole(page: Page, name: string, within?: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  expect(await seriousFindings(page, within), name).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
}

/** Shows pages one after the other, to Ada or to a stranger: each is whole, accessible and free of complaints. */
export async function expectWhole(
  { hub, browser }: { hub: HubProcess; browser: Browser },
  { name, ...look }: Look,
  pages: readonly Shown[],
  viewer: 'ada' | 'stranger' = 'ada',
): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const { cookie, client } = hub.world.get('ada');
  if (viewer === 'ada') {
    await client.connect();
    await client.call(updateProfile, { locale: look.locale });
  }
  const tab = await openTab(browser, { ...look, ...(viewer === 'ada' && { cookie, url: hub.url }) });
  for (const { name: page, path } of pages) {
    await tab.page.goto(hub.url + path);
    await expectShownWhole(tab.page, `${page}-${name}`);
  }
  // What a stranger asks for in vain is a complaint of the browser's own.
  if (viewer === 'ada') expect(tab.errors).toEqual([]);
  await tab.context.close();
}
