import { globSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getHealth, watchNodes } from '#shared/contract/admin.ts';
import { listChannels } from '#shared/contract/chat.ts';
import { addSpaceMember, createSpace } from '#shared/contract/spaces.ts';
import { type ChatLoad, compare, startChatLoad } from '#tests/cluster/chat-load.ts';
import type { Host } from '#tests/cluster/host.ts';
import { type FrameWatch, watchFrames } from '#tests/cluster/watch-frames.ts';
import { createField, type Field } from './world.ts';

let field: Field;
let frames: FrameWatch;
let chat: ChatLoad;
const table: string[][] = [];

beforeAll(async () => {
  field = await createField();
  chat = await startChatLoad(field.clients, await aChannel());
  frames = watchFrames(field.pages, field.pages.size - 1);
  await frames.whole(performance.now(), 60_000);
}, 240_000);

afterAll(async () => {
  const widths = [44, 14, 14, 14];
  for (const row of [['fault', 'media back', 'longest gap', 'chat waited'], ...table])
    process.stdout.write(`${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('')}\n`);
  await frames?.stop();
  await field?.[Symbol.asyncDispose]();
}, 60_000);

/** A channel that every writer reads. */
async function aChannel() {
  const ada = await field.cluster.world.as('ada');
  const space = await ada.call(createSpace, { name: 'Field', kind: 'team' });
  for (const name of field.clients.keys()) {
    const { id } = field.cluster.world.get(name).me;
    await ada.call(addSpaceMember, { spaceId: space.id, personId: id, role: 'member' });
  }
  const { channels } = await ada.call(listChannels, {});
  const found = channels.find(({ spaceId }) => spaceId === space.id);
  if (!found) throw new Error('a space without a channel');
  return found.id;
}

type Fault = {
  damage(): Promise<unknown>;
  mend(): Promise<unknown>;
  /** What cannot be got around while it lasts is mended after this, and the time counts from then on. */
  lastsMs?: number | undefined;
};
const nothing = async () => {};
const backWithinMs = 5_000;

const tell = (what: string) => process.stdout.write(`${new Date().toISOString().slice(14, 23)} ${what}\n`);

/** Milliseconds from the damage, or the mend of what cannot be got around, until everybody sees everybody. */
async function untilWhole({ damage, mend, lastsMs }: Fault): Promise<number> {
  let begun = performance.now();
  let back = 0;
  try {
    await damage();
    if (lastsMs === undefined) back = await frames.whole(begun, 30_000);
    else await sleep(lastsMs);
  } finally {
    tell('mending');
    await mend();
    tell('mended');
  }
  if (lastsMs === undefined) return back;
  begun = performance.now();
  return await frames.whole(begun, 30_000);
}

/**
 * Does the damage and looks how long it takes until everybody sees everybody again, and how long somebody did not see
 * somebody; mends it, and looks again.
 */
async function expectSurvival(name: string, { damage, mend, lastsMs }: Fault): Promise<void> {
  frames.gaps();
  chat.longestWait();
  await frames.history();
  tell(`${name}:`);
  let back = 0;
  try {
    back = await untilWhole({ damage, mend, lastsMs });
    await sleep(3_000);
    await frames.whole(performance.now(), 30_000);
  } finally {
    process.stdout.write(await frames.history());
  }
  const longest = Math.round(Math.max(0, ...frames.gaps().values()));
  table.push([name, `${back} ms`, `${longest} ms`, `${chat.longestWait()} ms`]);
  expect(chat.refused()).toEqual([]);
  expect(back).toBeLessThan(backWithinMs);
  expect(longest).toBeLessThan(backWithinMs);
}

/** Nothing between the two hosts, or only one way. */
const parted = (from: Host, to: Host, oneWay = false) => {
  const both = async (yes: boolean) => {
    await field.wan.part(from, to, yes);
    if (!oneWay) await field.wan.part(to, from, yes);
  };
  return { damage: () => both(true), mend: () => both(false) };
};

const all = (faults: readonly Fault[]): Fault => ({
  damage: () => Promise.all(faults.map(({ damage }) => damage())),
  mend: () => Promise.all(faults.map(({ mend }) => mend())),
});

/** The media node that carries that person now: after an attempt in vain it may be another one. */
async function carrierOf(name: string): Promise<Host> {
  const page = field.pages.get(name);
  const id = await page?.evaluate(() => globalThis.personPage.node());
  const ada = await field.cluster.world.as('ada');
  const { nodes } = await ada.call(watchNodes, {});
  const found = Object.values(field.media).find(
    (host) => host.name === nodes.find((node) => node.id === id)?.name,
  );
  if (!found) throw new Error(`nothing carries ${name}`);
  return found;
}

/** Two of the media nodes that carry somebody. */
async function twoCarriers(): Promise<[Host, Host]> {
  const [here, there] = new Set(await Promise.all([...field.pages.keys()].map(carrierOf)));
  if (!here || !there) throw new Error('everybody sits on one node');
  return [here, there];
}

/** In the room as one person sees it; somebody between two nodes has two. */
async function seats(): Promise<number> {
  const [page] = field.pages.values();
  return (await page?.evaluate(() => globalThis.personPage.seats())) ?? 0;
}

/** A program under another clock; its timers go on as they should. */
const fiveMinutes = (way: '+' | '-') => {
  const [library] = globSync('/usr/lib/*/faketime/libfaketime.so.1');
  return ['env', `LD_PRELOAD=${library}`, `FAKETIME=${way}5m`, 'FAKETIME_DONT_FAKE_MONOTONIC=1'];
};

// A starved machine may take longer than the program does, so each may try again; the table says what it took.
describe.skipIf(!process.env['ENTENTE_FIELD'])(
  'under load (root only: node scripts/field.mjs)',
  { retry: 2 },
  () => {
    // First, while the people sit on nodes of their own.
    test('two media nodes cannot reach each other', async () => {
      const [here, there] = await twoCarriers();
      await expectSurvival(`no way between ${here.name} and ${there.name}`, parted(here, there));
    });

    test('a tenth of the packets between two regions is lost', async () => {
      const [here, there] = await twoCarriers();
      const lose = async (share: number) => {
        await field.wan.lose(here, there, share);
        await field.wan.lose(there, here, share);
      };
      await expectSurvival(`10 % loss between ${here.name} and ${there.name}`, {
        damage: () => lose(0.1),
        mend: () => lose(0),
      });
    });

    test('a media node is killed', async () => {
      const { cluster } = field;
      const media = await carrierOf('dan (sa)');
      await expectSurvival(`kill -9 ${media.name}`, {
        damage: () => cluster.process(media).stop('SIGKILL'),
        mend: () => cluster.restart(media),
      });
    });

    test('a hub is killed', async () => {
      const { hubs, cluster } = field;
      await expectSurvival('kill -9 hub eu', {
        damage: () => cluster.process(hubs.eu).stop('SIGKILL'),
        mend: () => cluster.restart(hubs.eu),
      });
    });

    test('Redis is killed, and its replica takes over', async () => {
      const { cluster } = field;
      await expectSurvival('kill -9 Redis, failover by Sentinel', {
        damage: () => cluster.redis().stop('SIGKILL'),
        mend: cluster.restartRedis,
      });
    });

    test('one hub loses Redis without a word', async () => {
      const { hubs, redis } = field;
      const cut = all(redis.map((host) => parted(hubs.na, host)));
      await expectSurvival('hub na cut from Redis for 8 s', { ...cut, lastsMs: 8_000 });
    });

    test('PostgreSQL is killed and starts again', async () => {
      const { cluster } = field;
      const kill = async () => void process.kill(cluster.postgres.pid(), 'SIGKILL');
      await expectSurvival('kill -9 PostgreSQL', { damage: kill, mend: nothing });
    });

    test('a media node hangs', async () => {
      const media = await carrierOf('eva (ap)');
      const { child } = field.cluster.process(media);
      await expectSurvival(`${media.name} hangs for 12 s`, {
        damage: async () => void child.kill('SIGSTOP'),
        mend: async () => void child.kill('SIGCONT'),
        lastsMs: 12_000,
      });
      // Whoever went elsewhere meanwhile sits there alone.
      await expect.poll(seats, { timeout: 5_000 }).toBe(field.pages.size);
    });

    test('a media node is slow', async () => {
      const media = await carrierOf('chloe (na)');
      const { child } = field.cluster.process(media);
      const stutter = async () => {
        for (let nth = 0; nth < 20; nth += 1) {
          child.kill('SIGSTOP');
          await sleep(450);
          child.kill('SIGCONT');
          await sleep(50);
        }
      };
      await expectSurvival(`${media.name} has a tenth of its time, 10 s`, { damage: stutter, mend: nothing });
    });

    test('a link from a media node to its hub is half open', async () => {
      const media = await carrierOf('chloe (na)');
      const halves = all(Object.values(field.hubs).map((hub) => parted(media, hub, true)));
      await expectSurvival(`hubs hear nothing of ${media.name} for 8 s`, { ...halves, lastsMs: 8_000 });
    });

    test('a hub starts with a clock that is five minutes ahead', async () => {
      const { hubs, cluster } = field;
      const ada = await cluster.world.as('ada');
      const clockNow = async () => {
        const { checks } = await ada.call(getHealth, {}).catch(() => ({ checks: [] }));
        return checks.find(({ id }) => id === 'clock')?.status;
      };
      await expectSurvival('hub na 5 min ahead', {
        async damage() {
          await cluster.restart(hubs.na, fiveMinutes('+'));
          await expect.poll(clockNow, { timeout: 15_000 }).not.toBe('ok');
        },
        mend: () => cluster.restart(hubs.na),
      });
      await expect.poll(clockNow, { timeout: 15_000 }).toBe('ok');
    });

    test('a media node stops in good order, and starts with a clock that is five minutes behind', async () => {
      const { media, cluster } = field;
      await expectSurvival('media sa 5 min behind', {
        damage: () => cluster.restart(media.sa, fiveMinutes('-')),
        mend: () => cluster.restart(media.sa),
      });
    });

    test('every acknowledged message is there once, for everybody', async () => {
      await chat.finish();
      expect(chat.acknowledged.length).toBeGreaterThan(200);
      expect(compare(chat)).toEqual({ missing: [], doubled: [] });
      expect(chat.refused()).toEqual([]);
    }, 60_000);
  },
);
