import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import { openTab } from './browser.ts';
import type { CallOptions, CallPage } from './call-page.ts';
import type { PersonOptions, PersonPage } from './person-page.ts';

declare global {
  var callPage: CallPage;
  var personPage: PersonPage;
}

const callPage = new URL('call-page.ts', import.meta.url);
const personPage = new URL('person-page.ts', import.meta.url);
const bundles = new Map<string, Promise<string>>();

/** A script for a page, built once a process. */
export function bundled(entry: URL): Promise<string> {
  const known = bundles.get(entry.pathname);
  if (known) return known;
  const made = build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: entry.pathname },
      modulePreload: { polyfill: false },
    },
  }).then((built) => {
    const [output] = [built].flat() as Rolldown.RolldownOutput[];
    const chunk = output?.output.find(({ type }) => type === 'chunk');
    if (chunk?.type !== 'chunk') throw new Error('the page was not built');
    return chunk.code;
  });
  bundles.set(entry.pathname, made);
  return made;
}

export type CallTab = {
  page: Page;
  participantId: string;
  start(meeting: MyMeeting, options?: Partial<CallOptions>): ReturnType<CallPage['start']>;
};

/**
 * A browser profile of one person with a small page. It starts from a document that the hub serves without a content policy:
 * Chromium lets no page of unknown origin speak to a local address.
 */
async function openPage(
  browser: Browser,
  { url, cookie, entry, name }: { url: string; cookie: string; entry: URL; name: string },
): Promise<Page> {
  const { page } = await openTab(browser, { url, cookie });
  await page.goto(`${url}/healthz`);
  await page.addScriptTag({ type: 'module', content: await bundled(entry) });
  await page.waitForFunction((made) => made in globalThis, name);
  return page;
}

/** One person with the product's own client, without its interface. */
export async function openPersonTab(browser: Browser, url: string, cookie: string) {
  const page = await openPage(browser, { url, cookie, entry: personPage, name: 'personPage' });
  const participantId = randomUUID();
  return {
    page,
    participantId,
    start: (options: Omit<PersonOptions, 'participantId'>) =>
      page.evaluate((call) => globalThis.personPage.start(call), { participantId, ...options }),
  };
}

/** One person with the protocol's own small page. */
export async function openCallTab(browser: Browser, url: string, cookie: string): Promise<CallTab> {
  const page = await openPage(browser, { url, cookie, entry: callPage, name: 'callPage' });
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
