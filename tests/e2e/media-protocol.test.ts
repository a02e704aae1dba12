import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHub, type TestHub } from '#tests/hub.ts';
import { until } from '#tests/media-kit.ts';
import { type WithMeetings, withMeetings } from '#tests/seeds/meetings.ts';
import { expectFlow, openBrowser } from './browser.ts';
import type { CallTimes } from './call-page.ts';
import { type CallTab, openCallTab } from './call-tab.ts';
import { writeFakeVoice } from './fake-voice.ts';

let browser: Browser;
let folder: string;
let hub: TestHub<WithMeetings>;
let tabs: CallTab[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-voice-'));
  const voice = await writeFakeVoice(join(folder, 'voice.wav'));
  [hub, browser] = await Promise.all([createTestHub({ seed: withMeetings }), openBrowser(voice)]);
  const cookies = ['ben', 'chloe', 'greta'].map((name) => hub.world.get(name).cookie);
  tabs = await Promise.all(cookies.map((cookie) => openCallTab(browser, hub.url, cookie)));
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

const everybodyReceives = (timeoutMs?: number) =>
  Promise.all(tabs.map(({ page }) => expectFlow(page, { videos: 2, audios: 2 }, timeoutMs)));

test('three people, one of them over TCP, decode each other’s pictures and hear each other', async () => {
  const times: CallTimes[] = [];
  for (const tab of tabs) times.push(await tab.start(hub.seed.standup, { tcpOnly: tab === tabs[2] }));
  expect(times.map(({ firstFrame }) => firstFrame !== null)).toEqual([false, true, true]);
  await everybodyReceives();
  const [first, ...others] = tabs;
  await until(async () => {
    const heard = (await first?.page.evaluate(() => globalThis.callPage.speakers())) ?? [];
    return others.every(({ participantId }) => heard.includes(participantId));
  }, 15_000);
});

test('media flows on after an ICE restart', async () => {
  await Promise.all(tabs.map(({ page }) => page.evaluate(() => globalThis.callPage.restartIce())));
  await expect(everybodyReceives()).resolves.toBeDefined();
});

test('after a worker is killed media flows again within 5 s without a click', async () => {
  const [pid] = hub.hub.mediaNode?.workerPids() ?? [];
  const killedAt = performance.now();
  process.kill(pid ?? 0, 'SIGKILL');
  await Promise.all(
    tabs.map(({ page }) => page.waitForFunction(() => globalThis.callPage.reconnects() === 1)),
  );
  await everybodyReceives(5_000);
  expect(performance.now() - killedAt).toBeLessThan(5_000);
});

test('leaving leaves nothing', async () => {
  await Promise.all(tabs.map(({ page }) => page.evaluate(() => globalThis.callPage.leave())));
  await until(async () => (await hub.hub.mediaNode?.dump())?.rooms.length === 0);
  expect(await hub.hub.mediaNode?.dump()).toEqual({ rooms: [], routers: 0, transports: 0, weight: 0 });
});
