import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { setNodeState, watchNodes } from '#shared/contract/admin.ts';
import { messageHistory, sendMessage } from '#shared/contract/chat.ts';
import { type ChannelId, ClientMessageId } from '#shared/contract/ids.ts';
import { getMeeting, knock, type MyMeeting } from '#shared/contract/meetings.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { loopbackHost } from '#tests/cluster/host.ts';
import { type Running, start } from '#tests/cluster/process.ts';
import { type FrameWatch, watchFrames } from '#tests/cluster/watch-frames.ts';
import { createWorld, type World, type WorldPerson } from '#tests/world.ts';
import { openBrowser, openTab } from './browser.ts';
import { openPersonTab } from './call-tab.ts';
import { tiny, writeFakeCamera } from './fake-camera.ts';

// `npm run cluster:demo` as it is: Redis, two hubs, a media node a region. Six people on both hubs and in all regions.

const root = fileURLToPath(new URL('../..', import.meta.url));
const ports = ['--port', '3460', '--redis', '6460', '--media', '46000'];
const names = ['ada', 'ben', 'chloe', 'dora', 'gus', 'gwen'];
const backWithinMs = 5_000;

let demo: Running;
let hubs: string[];
let pids: Record<Region, number>;
let world: World;
let ada: HubClient;
let meeting: MyMeeting;
let browser: Browser;
let frames: FrameWatch;
let folder: string;
const people = new Map<string, WorldPerson>();
const pages = new Map<string, Page>();
const clients = new Map<string, HubClient>();

beforeAll(async () => {
  demo = start(loopbackHost('demo', '127.0.0.1', 'eu'), {
    name: 'cluster:demo',
    cwd: root,
    argv: [process.execPath, 'scripts/cluster-demo.ts', ...ports],
  });
  const [, code = ''] = await demo.said(/\/m\/(\S+)\n/, 120_000);
  hubs = [...demo.output().matchAll(/^hub .*(http:\S+)/gm)].map(([, url = '']) => url);
  pids = Object.fromEntries(
    regions.map((region) => [
      region,
      Number(new RegExp(`media-${region} .*pid (\\d+)`).exec(demo.output())?.[1]),
    ]),
  ) as Record<Region, number>;
  world = createWorld(hubs[0] ?? '', async () => '');
  for (const name of ['ada', 'ben', 'chloe', 'dora']) people.set(name, await world.signIn(name));
  ada = (await world.signIn('ada')).client;
  await ada.connect();
  meeting = await ada.call(getMeeting, { code });
  for (const name of ['gus', 'gwen']) people.set(name, await world.guest(name, meeting));
  folder = await mkdtemp(join(tmpdir(), 'entente-demo-'));
  // Thirty pictures have to be decoded on two cores.
  browser = await openBrowser(await writeFakeCamera(join(folder, 'camera.y4m'), undefined, tiny));
  for (const [index, name] of names.entries()) await enter(name, index);
  frames = watchFrames(pages, names.length - 1);
}, 240_000);

/** On one hub or the other, in the next region, with the product's own client and a small picture. */
async function enter(name: string, index: number): Promise<void> {
  const hub = hubs[index % hubs.length] ?? '';
  const cookie = people.get(name)?.cookie ?? '';
  const here = regions[index % regions.length];
  const near = regions.map((region) => ({ region, rttMs: region === here ? 5 : 150 }));
  const tab = await openPersonTab(browser, hub, cookie);
  await tab.start({ meeting, microphone: index < 2, near });
  pages.set(`${name} (${here})`, tab.page);
  const client = createHubClient({ url: hub, cookie });
  await client.connect();
  clients.set(name, client);
}

afterAll(async () => {
  await frames?.stop();
  for (const client of clients.values()) client.close();
  world?.close();
  await browser?.close();
  await demo?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

const carriers = async () =>
  await Promise.all([...pages.values()].map((page) => page.evaluate(() => globalThis.personPage.node())));

async function nodeOf(region: Region): Promise<{ id: string; participants: number }> {
  const { nodes } = await ada.call(watchNodes, {});
  const node = nodes.find((each) => each.region === region && each.roles.includes('media'));
  if (!node) throw new Error(`no media node in ${region}`);
  return { id: node.id, participants: node.figures?.participants ?? -1 };
}

/** Everybody says something; everybody, on whichever hub, reads it once. */
async function everybodyChats(round: string): Promise<void> {
  const { channelId } = await ada.call(knock, { meetingId: meeting.id });
  const said = names.map((name) => `${name} ${round}`);
  for (const [name, client] of clients) await say(client, channelId, `${name} ${round}`);
  for (const client of clients.values()) {
    const { messages } = await client.call(messageHistory, { channelId, limit: 100 });
    const bodies = messages.map(({ body }) => body).filter((body) => body?.endsWith(` ${round}`));
    expect(bodies.toSorted()).toEqual(said.toSorted());
  }
}

const say = (client: HubClient, channelId: ChannelId, body: string) =>
  client.call(sendMessage, { channelId, clientId: ClientMessageId.parse(crypto.randomUUID()), body });

describe('the demonstration of a cluster', () => {
  test('six people on two hubs and four media nodes see each other and chat', async () => {
    expect(hubs).toHaveLength(2);
    await frames.whole(performance.now(), 60_000);
    expect(new Set(await carriers()).size).toBe(regions.length);
    await everybodyChats('first');
  });

  test('a media node is drained, and decoded frames go on at everyone', async () => {
    const { id } = await nodeOf('na');
    const { page } = await openTab(browser, { url: hubs[0] ?? '', cookie: people.get('ada')?.cookie ?? '' });
    await page.goto(`${hubs[0]}/console/nodes`);
    await page
      .getByRole('row')
      .filter({ hasText: 'media-na' })
      .getByRole('button', { name: 'media-na' })
      .click();
    const details = page.getByRole('complementary', { name: 'media-na' });
    await details.getByRole('button', { name: 'Drain' }).click();
    const dialog = page.getByRole('dialog', { name: 'Drain media-na?' });
    frames.gaps();
    const begun = performance.now();
    await dialog.getByRole('button', { name: 'Drain' }).click();
    const left = async () => (await nodeOf('na')).participants;
    await expect.poll(left, { timeout: 45_000, interval: 500 }).toBe(0);
    await frames.whole(begun, 40_000);
    expect(await carriers()).not.toContain(id);
    const gaps = [...frames.gaps()].map(([name, ms]) => `${name} ${Math.round(ms)} ms`);
    process.stdout.write(
      `drained after ${Math.round(performance.now() - begun)} ms; gaps: ${gaps.join(', ') || 'none'}\n`,
    );
    expect(await recoveries()).toBe(0);
    await details.getByText('Empty. It can be stopped').waitFor();
    await page.context().close();
    await everybodyChats('after the drain');
    await ada.call(setNodeState, { node: id as never, state: 'active' });
  });

  test('a media node is asked to stop, and its people have gone on before it does', async () => {
    const { id } = await nodeOf('ap');
    expect(await carriers()).toContain(id);
    frames.gaps();
    const begun = performance.now();
    process.kill(pids.ap, 'SIGTERM');
    await expect.poll(carriers, { timeout: 20_000 }).not.toContain(id);
    await frames.whole(begun, 40_000);
    const gaps = [...frames.gaps()].map(([name, ms]) => `${name} ${Math.round(ms)} ms`);
    process.stdout.write(`stopped; gaps: ${gaps.join(', ') || 'none'}\n`);
    expect(await recoveries()).toBe(0);
  });

  test('a media node is killed, and decoded frames go on at everyone', async () => {
    const { id } = await nodeOf('sa');
    expect(await carriers()).toContain(id);
    frames.gaps();
    const begun = performance.now();
    process.kill(pids.sa, 'SIGKILL');
    await sleep(500);
    const back = await frames.whole(begun, 30_000);
    process.stdout.write(`everybody saw everybody again ${back} ms after the kill\n`);
    expect(back).toBeLessThan(backWithinMs);
    expect(await carriers()).not.toContain(id);
    await everybodyChats('after the kill');
    for (const client of clients.values()) expect(client.state).toBe('online');
  });
});

async function recoveries(): Promise<number> {
  const all = [...pages.values()].map((page) => page.evaluate(() => globalThis.personPage.recoveries()));
  return (await Promise.all(all)).reduce((sum, count) => sum + count, 0);
}
