import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messageHistory } from '#shared/contract/chat.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import { say, team } from '#tests/seeds/chat.ts';
import { openBrowser } from './browser.ts';
import { openChat } from './chat-tab.ts';

test('a hub that restarts takes what was written meanwhile, and nobody reloads the page', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'entente-restart-'));
  let hub = await startHubProcess({ dataDir });
  const browser = await openBrowser();
  try {
    const { general } = await team(hub.world);
    const open = (name: string) => openChat(browser, hub.url, hub.world.get(name).cookie);
    const [ada, ben] = await Promise.all([open('ada'), open('ben')]);
    await Promise.all([ada.open(general), ben.open(general)]);
    await ada.write('before');
    await ben.message('before').waitFor();

    const { world } = hub;
    await hub.stop();
    await ada.write('into the void 1');
    await ada.write('into the void 2');
    await ada.message('into the void 2').getByText('Sent as soon as you are connected').waitFor();
    hub = await startHubProcess({ dataDir, env: { ENTENTE_PORT: String(hub.port) } });

    await ben.message('into the void 2').waitFor({ timeout: 30_000 });
    await say(await world.as('ben'), general, 'welcome back');
    await ada.message('welcome back').waitFor();
    await ada.page.waitForFunction(() => document.querySelector('article[data-state]') === null);
    const { messages } = await (await world.as('ada')).call(messageHistory, { channelId: general });
    const words = ['before', 'into the void 1', 'into the void 2', 'welcome back'];
    expect(messages.map(({ body }) => body)).toEqual(words);
    for (const tab of [ada, ben]) {
      expect(await tab.positions()).toEqual([1, 2, 3, 4]);
      expect(await tab.list.getByRole('article').count()).toBe(words.length);
    }
    world.close();
  } finally {
    await browser.close();
    await hub[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  }
});
