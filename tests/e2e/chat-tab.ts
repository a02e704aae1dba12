import type { Browser, Locator, Page } from 'playwright-core';
import type { ChannelId } from '#shared/contract/ids.ts';
import { openTab, type TabOptions } from './browser.ts';

/** One person's window on the chat, spoken of as that person would. */
export async function openChat(
  browser: Browser,
  url: string,
  cookie: string,
  options: Pick<TabOptions, 'viewport' | 'locale' | 'colorScheme'> = {},
) {
  const tab = await openTab(browser, { ...options, cookie, url });
  return { ...tab, ...chatOn(tab.page, url) };
}
export type ChatTab = Awaited<ReturnType<typeof openChat>>;

export function chatOn(page: Page, url: string) {
  const list = page.getByRole('log');
  const composer = page.getByRole('textbox', { name: /^Message / });
  /** Leads to the newest message from where one reads. */
  const newest = page.getByRole('button', { name: /^(\d+ new|Newest) messages?$/ });
  return {
    page,
    list,
    composer,
    async open(channelId: ChannelId, search = ''): Promise<void> {
      await page.goto(`${url}/chat/${channelId}${search}`);
      await list.waitFor();
    },
    /** The message whose words these are. */
    message: (words: string | RegExp): Locator => list.getByRole('article').filter({ hasText: words }),
    channel: (name: string): Locator =>
      page.getByRole('navigation', { name: 'Chat' }).getByRole('link', { name }),
    async write(words: string): Promise<void> {
      await composer.fill(words);
      await composer.press('Enter');
    },
    async act(message: Locator, action: string): Promise<void> {
      await message.hover();
      await message.getByRole('button', { name: action, exact: true }).click();
    },
    /** The positions in the page now, in the order in which they are seen. */
    positions: (): Promise<number[]> =>
      list.evaluate((box) =>
        [...box.querySelectorAll<HTMLElement>('article[data-position]')]
          .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map(({ dataset }) => Number(dataset['position'])),
      ),
    newest,
    /** Reads on to the newest message. */
    async toEnd(): Promise<void> {
      await page.waitForTimeout(500);
      if (await newest.isVisible()) await newest.click();
      await this.waitForEnd();
    },
    /** The newest message is wholly in sight. */
    async waitForEnd(): Promise<void> {
      await page.waitForFunction(() => {
        const box = document.querySelector('[role=log]');
        return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 4;
      });
    },
  };
}
