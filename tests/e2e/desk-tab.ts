import type { Browser, Locator, Page } from 'playwright-core';
import type { TicketId } from '#shared/contract/ids.ts';
import type { World } from '../world.ts';
import { openTab, type TabOptions } from './browser.ts';

type Look = Pick<TabOptions, 'viewport' | 'locale' | 'colorScheme'>;

/** One person's window on the desk, spoken of as that person would. */
export async function openDesk(browser: Browser, world: World, name: string, look: Look = {}) {
  const tab = await openTab(browser, { ...look, cookie: world.get(name).cookie, url: world.url });
  return { ...tab, ...deskOn(tab.page, world.url) };
}
export type DeskTab = Awaited<ReturnType<typeof openDesk>>;

function deskOn(page: Page, url: string) {
  const grid = page.getByRole('grid', { name: 'Tickets' });
  const log = page.getByRole('log', { name: 'Timeline' });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name, exact: true });
  return {
    grid,
    log,
    button,
    dialog,
    row: (subject: string | RegExp): Locator => grid.getByRole('row').filter({ hasText: subject }),
    /** Where the keyboard is in the list. */
    active: grid.locator('[data-active=true]'),
    composer: page.getByRole('textbox', {
      name: /^(Reply to the customer|A note for colleagues|Your answer)$/,
    }),
    details: page.getByRole('complementary', { name: 'Details' }),
    async list(search = 'status=active'): Promise<void> {
      await page.goto(`${url}/tickets?${search}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await grid.or(page.getByText('No tickets here')).waitFor();
    },
    async ticket(ticketId: TicketId): Promise<void> {
      await page.goto(`${url}/tickets/${ticketId}`);
      await log.waitFor();
    },
    async console(path: string, title: string): Promise<void> {
      await page.goto(`${url}/console/${path}`);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    },
    /** Chooses in a field that opens a list. */
    async choose(field: Locator, option: string): Promise<void> {
      await field.click();
      await page.getByRole('option', { name: option, exact: true }).click();
      // One that takes several stays open.
      await field.press('Tab');
    },
    /** Finds something in a list that is typed into, and takes it. */
    async pick(words: string): Promise<void> {
      const option = page.getByRole('dialog').getByRole('option').first();
      await page.getByRole('dialog').getByRole('combobox').fill(words);
      await option.filter({ hasText: words }).waitFor();
      await page.keyboard.press('Enter');
      await option.waitFor({ state: 'detached' });
    },
    /** Leaves a dialog by its button, and sees it go. */
    async save(within: Locator, name = 'Save'): Promise<void> {
      await within.getByRole('button', { name, exact: true }).click();
      await within.waitFor({ state: 'detached' });
    },
  };
}
