import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import { createMemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { getRoom } from '#shared/contract/media.ts';
import type { Region } from '#shared/contract/regions.ts';
import { createTestHub, type TestHub } from '#tests/hub.ts';
import { createTestMediaNode, media1, until } from '#tests/media-kit.ts';
import { type WithMeetings, withMeetings } from '#tests/seeds/meetings.ts';
import { expectFlow, openBrowser, openTab, received, type Tab } from './browser.ts';
import { writeFakeCamera } from './fake-camera.ts';
import { tilesOf, watchTiles } from './watch-tiles.ts';

type Person = Tab & { name: string };
type MediaNode = Awaited<ReturnType<typeof createTestMediaNode>>;

const media2 = 'media-2' as NodeId;
let browser: Browser;
let folder: string;
let hub: TestHub<WithMeetings>;
let here: MediaNode;
let there: MediaNode;
let ben: Person;
let chloe: Person;
let greta: Person;
/** Machines may be slow; what a test is about has limits of its own. */
const patience = 200_000;
const everybody = () => [ben, chloe, greta];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-cascade-'));
  const busHub = createMemoryBusHub();
  here = await createTestMediaNode({ busHub, region: 'eu' });
  there = await createTestMediaNode({ busHub, region: 'na', nodeId: media2 });
  [hub, browser] = await Promise.all([
    createTestHub({ seed: withMeetings, busHub, config: { roles: ['hub'] } }),
    openBrowser(await writeFakeCamera(join(folder, 'camera.y4m'))),
  ]);
  await until(() => hub.hub.nodes.loads().length === 2, 10_000);
  ben = await aPerson('ben', 'eu');
  chloe = await aPerson('chloe', 'na');
  greta = await aPerson('greta', 'eu');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await there?.[Symbol.asyncDispose]();
  await here?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** A tab of the real interface, for which one region is near, as if it had been measured. */
async function aPerson(name: string, near: Region): Promise<Person> {
  const tab = await openTab(browser, {
    cookie: hub.world.get(name).cookie,
    url: hub.url,
    viewport: { width: 640, height: 480 },
  });
  await watchTiles(tab.context);
  await tab.context.addInitScript((region) => {
    const others = ['eu', 'na', 'sa', 'ap'].filter((one) => one !== region);
    const all = [{ region, rttMs: 5 }, ...others.map((one) => ({ region: one, rttMs: 150 }))];
    sessionStorage.setItem('entente.near', JSON.stringify({ at: Date.now(), near: all }));
  }, near);
  return { ...tab, name };
}

async function enter({ page }: Person): Promise<void> {
  await page.goto(`${hub.url}/m/${hub.seed.standup.code}`);
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
async function nodesOf(person: Person): Promise<NodeId[]> {
  const client = await hub.world.as('ben');
  const [room, id] = await Promise.all([
    client.call(getRoom, { meetingId: hub.seed.standup.id }),
    participantOf(person),
  ]);
  const carries = room.parts.filter(({ participants }) => participants.some((one) => one.id === id));
  return carries.map(({ node }) => node);
}

const look = () =>
  Promise.all(everybody().map(async ({ page, name }) => ({ name, ...(await tilesOf(page)) })));

test('three people on two nodes of two regions see and hear each other', async () => {
  for (const person of everybody()) await enter(person);
  await expect(everybodyFlows()).resolves.toBeDefined();
  expect(await Promise.all(everybody().map(nodesOf))).toEqual([[media1], [media2], [media1]]);
}, 600_000);

/** Sounds that go on: what a browser still reports of a stream that ended is not one of them. */
async function soundsOf(page: Page): Promise<number> {
  const before = new Map((await received(page)).audio.map(({ ssrc, packets }) => [ssrc, packets]));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return (await received(page)).audio.filter(({ ssrc, packets }) => packets > (before.get(ssrc) ?? 0)).length;
}

test('a drained node is left without anybody seeing it', async () => {
  const sounds = () => Promise.all(everybody().map(({ page }) => soundsOf(page)));
  await look();
  const before = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  console.log(
    `undisturbed for ${Math.round(performance.now() - before)} ms: ${JSON.stringify(await look())}`,
  );
  const drainedAt = performance.now();
  await here.bus.request({ node: media1 }, commands.nodeSetState, { state: 'draining' });
  await until(async () => {
    const all = await Promise.all(everybody().map(nodesOf));
    return all.every((nodes) => nodes.length === 1 && nodes[0] === media2);
  }, patience);
  const seen = await look();
  console.log(`drained in ${Math.round(performance.now() - drainedAt)} ms: ${JSON.stringify(seen)}`);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  for (const { people } of seen) {
    expect(Object.keys(people)).toHaveLength(3);
    expect(Object.values(people).map(({ blankMs }) => blankMs)).toEqual([0, 0, 0]);
    // One's own picture, which no node carries, tells how long the machine itself stood still.
    const { You: own, ...others } = people;
    for (const { gapMs } of Object.values(others)) expect(gapMs).toBeLessThan(1_000 + (own?.gapMs ?? 0));
  }
  // Of each of the others one sound is left.
  await expect.poll(sounds, { timeout: 20_000 }).toEqual([2, 2, 2]);
  await expect(everybodyFlows()).resolves.toBeDefined();
}, 600_000);

test('after a killed media node everything flows again', async () => {
  await here.bus.request({ node: media1 }, commands.nodeSetState, { state: 'active' });
  await look();
  const killedAt = performance.now();
  // As from outside: the bus falls silent and the workers' ports are closed.
  await there.crash();
  for (const pid of there.node.workerPids()) process.kill(pid, 'SIGKILL');
  await until(async () => {
    const all = await Promise.all(everybody().map(nodesOf));
    return all.every((nodes) => nodes.length === 1 && nodes[0] === media1);
  }, patience);
  console.log(
    `everybody is carried ${Math.round(performance.now() - killedAt)} ms after the node was killed`,
  );
  await expect(everybodyFlows()).resolves.toBeDefined();
  const seen = await look();
  console.log(`flows ${Math.round(performance.now() - killedAt)} ms after: ${JSON.stringify(seen)}`);
  for (const { people } of seen) expect(Object.keys(people)).toHaveLength(3);
}, 600_000);

test('the pages never complained', () => {
  expect(everybody().flatMap(({ errors }) => errors)).toEqual([]);
});
