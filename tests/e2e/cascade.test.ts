import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ParticipantId } from '#shared/contract/ids.ts';
import { getRoom, moveAsked } from '#shared/contract/media.ts';
import type { Region } from '#shared/contract/regions.ts';
import { createTestCluster, type TestCluster } from '#tests/cluster.ts';
import { type HubProcess, startHubProcess } from '#tests/hub-process.ts';
import { until } from '#tests/media-kit.ts';
import { type RedisServer, startRedis } from '#tests/redis-server.ts';
import { type WithMeetings, withMeetings } from '#tests/seeds/meetings.ts';
import { expectFlow, openBrowser, openTab, received, type Tab } from './browser.ts';
import { writeFakeCamera } from './fake-camera.ts';
import { tilesOf, watchTiles } from './watch-tiles.ts';

type Person = Tab & { name: string; hub: () => WebSocketRoute };

let browser: Browser;
let folder: string;
let redis: RedisServer;
let cluster: TestCluster<WithMeetings>;
let far: HubProcess | undefined;
let ben: Person;
let chloe: Person;
let greta: Person;
/** Machines may be slow; what a test is about has limits of its own. */
const patience = 60_000;
const everybody = () => [ben, chloe, greta];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-cascade-'));
  redis = await startRedis();
  [cluster, browser] = await Promise.all([
    createTestCluster({
      redisUrl: redis.url,
      hubs: 1,
      config: { roles: ['hub', 'media'], region: 'eu' },
      seed: withMeetings,
    }),
    openBrowser(await writeFakeCamera(join(folder, 'camera.y4m'))),
  ]);
  await cluster.add({ region: 'na' });
  ben = await aPerson('ben', 'eu');
  chloe = await aPerson('chloe', 'na');
  greta = await aPerson('greta', 'eu');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await far?.[Symbol.asyncDispose]();
  await cluster?.close();
  await redis?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A tab of the real interface, for which one region is near, as if it had been measured. */
async function aPerson(name: string, near: Region): Promise<Person> {
  const [hub] = cluster.hubs;
  const tab = await openTab(browser, { cookie: cluster.world.get(name).cookie, url: hub?.url ?? '' });
  await watchTiles(tab.context);
  await tab.context.addInitScript((region) => {
    const others = ['eu', 'na', 'sa', 'ap'].filter((one) => one !== region);
    const all = [{ region, rttMs: 5 }, ...others.map((one) => ({ region: one, rttMs: 150 }))];
    sessionStorage.setItem('entente.near', JSON.stringify({ at: Date.now(), near: all }));
  }, near);
  let route: WebSocketRoute | undefined;
  await tab.page.routeWebSocket(/socket\.io/, (socket) => {
    route = socket;
    socket.connectToServer();
  });
  const toTheHub = () => {
    if (!route) throw new Error('the page has no connection');
    return route;
  };
  return { ...tab, name, hub: toTheHub };
}

async function enter({ page, name }: Person): Promise<void> {
  await page.goto(`${cluster.hubs[0]?.url}/m/${cluster.seed.standup.code}`);
  if (name === 'greta') {
    await page.getByLabel('Your name').fill('Greta', { timeout: patience });
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.getByRole('button', { name: 'Join now' }).click({ timeout: patience });
  await page.getByRole('toolbar', { name: 'Call controls' }).waitFor({ timeout: patience });
}

const everybodyFlows = (timeoutMs = patience) =>
  Promise.all(everybody().map(({ page }) => expectFlow(page, { videos: 2, audios: 2 }, timeoutMs)));

const participantOf = ({ page }: Person) =>
  page.evaluate(
    () =>
      (JSON.parse(sessionStorage.getItem('entente.call') ?? '{}') as { participantId: string }).participantId,
  ) as Promise<ParticipantId>;

/** The nodes that carry somebody: two of them only while they move. */
async function nodesOf(person: Person) {
  const client = await cluster.world.as('ben');
  const [room, id] = await Promise.all([
    client.call(getRoom, { meetingId: cluster.seed.standup.id }),
    participantOf(person),
  ]);
  return room.parts
    .filter(({ participants }) => participants.some((one) => one.id === id))
    .map(({ node }) => node);
}

async function askToMove(person: Person): Promise<void> {
  const [node] = await nodesOf(person);
  const payload = { meetingId: cluster.seed.standup.id, participantId: await participantOf(person), node };
  person.hub().send(`42${JSON.stringify([moveAsked.name, payload])}`);
}

const look = () =>
  Promise.all(everybody().map(async ({ page, name }) => ({ name, ...(await tilesOf(page)) })));

test('three people on two nodes of two regions see and hear each other', async () => {
  await Promise.all(everybody().map(enter));
  await expect(everybodyFlows()).resolves.toBeDefined();
  const [first, second, third] = await Promise.all(everybody().map(nodesOf));
  expect(first).toEqual(third);
  expect(first).not.toEqual(second);
}, 240_000);

test('somebody who is asked to move goes on elsewhere, and nobody sees or hears it', async () => {
  const [before] = await nodesOf(ben);
  await look();
  const sounds = await Promise.all(everybody().map(({ page }) => received(page)));
  const askedAt = performance.now();
  await askToMove(ben);
  await until(async () => {
    const nodes = await nodesOf(ben);
    return nodes.length === 1 && nodes[0] !== before;
  }, patience);
  console.log(`moved within ${Math.round(performance.now() - askedAt)} ms`);
  const seen = await look();
  console.log(JSON.stringify(seen));
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const { people } of seen) {
    expect(Object.keys(people)).toHaveLength(3);
    for (const { blankMs } of Object.values(people)) expect(blankMs).toBe(0);
  }
  expect(sounds).toHaveLength(3);
  await expect(everybodyFlows()).resolves.toBeDefined();
}, 240_000);

test('after a killed media node everything flows again, and only its people were away', async () => {
  far = await startHubProcess({
    timeoutMs: 120_000,
    env: {
      ENTENTE_ROLES: 'hub,media',
      ENTENTE_REGION: 'sa',
      ENTENTE_NODE_NAME: 'far',
      ENTENTE_MEDIA_WORKERS: '1',
      DATABASE_URL: cluster.database.url.replace('@/', '@localhost/'),
      REDIS_URL: cluster.redisUrl,
    },
  });
  await chloe.page.evaluate(() => {
    const near = [
      { region: 'sa', rttMs: 5 },
      { region: 'eu', rttMs: 150 },
    ];
    sessionStorage.setItem('entente.near', JSON.stringify({ at: Date.now(), near }));
  });
  const [before] = await nodesOf(chloe);
  await askToMove(chloe);
  await until(async () => {
    const nodes = await nodesOf(chloe);
    return nodes.length === 1 && nodes[0] !== before;
  }, patience);
  await everybodyFlows();
  await look();
  const killedAt = performance.now();
  far.child.kill('SIGKILL');
  await until(async () => {
    const nodes = await nodesOf(chloe);
    return nodes.length === 1 && cluster.hubs.length > 0;
  }, patience);
  await everybodyFlows();
  console.log(`everything flows ${Math.round(performance.now() - killedAt)} ms after the node was killed`);
  console.log(JSON.stringify(await look()));
}, 300_000);

test('the pages never complained', () => {
  expect(everybody().flatMap(({ errors }) => errors)).toEqual([]);
});
