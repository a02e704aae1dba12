import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import { openTab } from './browser.ts';
import type { CallOptions, CallPage } from './call-page.ts';

declare global {
  var callPage: CallPage;
}

let bundle: Promise<string> | undefined;

/** The page's script, built once a process. */
function script(): Promise<string> {
  bundle ??= build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: new URL('call-page.ts', import.meta.url).pathname },
      modulePreload: { polyfill: false },
    },
  }).then((built) => {
    const [output] = [built].flat() as Rolldown.RolldownOutput[];
    const chunk = output?.output.find(({ type }) => type === 'chunk');
    if (chunk?.type !== 'chunk') throw new Error('the page was not built');
    return chunk.code;
  });
  return bundle;
}

export type CallTab = {
  page: Page;
  participantId: string;
  start(meeting: MyMeeting, options?: Partial<CallOptions>): ReturnType<CallPage['start']>;
};

/**
 * A browser profile of one person with the protocol's own small page. It starts from a document that the hub serves
 * without a content policy: Chromium lets no page of unknown origin speak to a local address.
 */
export async function openCallTab(browser: Browser, url: string, cookie: string): Promise<CallTab> {
  const { page } = await openTab(browser, { url, cookie });
  await page.goto(`${url}/healthz`);
  await page.addScriptTag({ type: 'module', content: await script() });
  await page.waitForFunction(() => 'callPage' in globalThis);
  const participantId = randomUUID();
  return {
    page,
    participantId,
    start: (meeting, options = {}) =>
      page.evaluate((call) => globalThis.callPage.start(call), {
        meetingId: meeting.id,
        participantId,
        camera: true,
        microphone: true,
        tcpOnly: false,
        ...options,
      }),
  };
}
