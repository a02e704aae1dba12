import type { Browser, Page } from 'playwright-core';
import { createMeeting, type MyMeeting } from '#shared/contract/meetings.ts';
import { openTab } from '#tests/e2e/browser.ts';
import { bundled, openCallTab } from '#tests/e2e/call-tab.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import type { Contestant } from '../compare.ts';
import { pin, serverCore } from '../processes.ts';
import { startJanus } from './janus.ts';
import type { JanusPage } from './janus-page.ts';
import { roomId, roomRequest } from './janus-side.ts';

declare global {
  var janusPage: JanusPage;
}

type Side = Contestant & { close(): Promise<void> };
const camera = { camera: true, microphone: false };
const nothing = { camera: false, microphone: false };

const sampleOf = (milliseconds: number | null) =>
  milliseconds === null ? { value: 0, problem: 'no picture came' } : { value: milliseconds };

/** Somebody sends a camera; the time of each newcomer from entering to the first picture, the page and socket being warm. */
export async function hubFirstFrame(browser: Browser): Promise<Side & { url: string }> {
  const hub = await startHubProcess({ env: { ENTENTE_MEDIA_WORKERS: '1', NODE_ENV: 'production' } });
  const { cookie } = await hub.world.setUp('ada');
  const meeting: MyMeeting = await (await hub.world.as('ada')).call(createMeeting, { title: 'Bench' });
  pin(hub.child.pid ?? 0, serverCore);
  const sender = await openCallTab(browser, hub.url, cookie);
  await sender.start(meeting, camera);
  return {
    url: hub.url,
    async measure() {
      const tab = await openCallTab(browser, hub.url, cookie);
      const { firstFrame } = await tab.start(meeting, nothing);
      await tab.page.evaluate(() => globalThis.callPage.leave());
      await tab.page.context().close();
      return sampleOf(firstFrame);
    },
    close: async () => {
      await sender.page.context().close();
      await hub[Symbol.asyncDispose]();
    },
  };
}

/** `pageUrl`: any plain document on this machine; Janus has no page of its own. */
export async function janusFirstFrame(browser: Browser, pageUrl: string): Promise<Side> {
  const janus = await startJanus();
  pin(janus.pid, serverCore);
  const open = async (): Promise<Page> => {
    const { page } = await openTab(browser);
    await page.goto(pageUrl);
    const content = await bundled(new URL('janus-page.ts', import.meta.url));
    await page.addScriptTag({ type: 'module', content });
    await page.waitForFunction(() => 'janusPage' in globalThis);
    await page.evaluate((url) => globalThis.janusPage.open(url), janus.url);
    return page;
  };
  const sender = await open();
  await sender.evaluate((create) => globalThis.janusPage.publish(create), roomRequest);
  return {
    async measure() {
      const page = await open();
      const firstFrame = await page.evaluate((room) => globalThis.janusPage.watch(room), roomId);
      await page.context().close();
      return sampleOf(firstFrame);
    },
    close: async () => {
      await sender.context().close();
      await janus.close();
    },
  };
}
