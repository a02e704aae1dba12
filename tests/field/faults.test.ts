import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSpace } from '#shared/contract/spaces.ts';
import { addSpaceMember } from '#shared/contract/spaces.ts';
import { listChannels } from '#shared/contract/chat.ts';
import { type ChatLoad, compare, startChatLoad } from '#tests/cluster/chat-load.ts';
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

/**
 * Does the damage, looks how long it takes until everybody sees everybody again, mends it and looks again. What cannot be
 * got around while it lasts is mended after `lastsMs`, and the time counts from then on.
 */
async function expectRecovery(
  fault: string,
  damage: () => Promise<unknown>,
  mend: () => Promise<unknown>,
  lastsMs?: number,
) {
  frames.gaps();
  chat.longestWait();
  await frames.history();
  tell(`${fault}:`);
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
  if (lastsMs !== undefined) {
    begun = performance.now();
    back = await frames.whole(begun, 30_000);
  }
  await sleep(3_000);
  await frames.whole(performance.now(), 30_000);
  process.stdout.write(await frames.history());
  const longest = Math.max(0, ...frames.gaps().values());
  table.push([fault, `${back} ms`, `${Math.round(longest)} ms`, `${chat.longestWait()} ms`]);
  expect(chat.refused()).toEqual([]);
  return back;
}

const tell = (what: string) => process.stdout.write(`${new Date().toISOString().slice(14, 23)} ${what}\n`);

const backWithinMs = 5_000;

describe.skipIf(!process.env['ENTENTE_FIELD'])('under load (root only: node scripts/field.mjs)', () => {
  test('a media node is killed', async () => {
    const { media, cluster } = field;
    const kill = () => cluster.process(media.sa).stop('SIGKILL');
    expect(await expectRecovery('kill -9 media sa', kill, () => cluster.restart(media.sa))).toBeLessThan(
      backWithinMs,
    );
  });

  test('a hub is killed', async () => {
    const { hubs, cluster } = field;
    const kill = () => cluster.process(hubs.eu).stop('SIGKILL');
    expect(await expectRecovery('kill -9 hub eu', kill, () => cluster.restart(hubs.eu))).toBeLessThan(
      backWithinMs,
    );
  });

  test('Redis is killed, and back some seconds later', async () => {
    const { cluster } = field;
    const kill = () => cluster.redis().stop('SIGKILL');
    expect(await expectRecovery('kill -9 Redis', kill, () => cluster.restartRedis())).toBeLessThan(
      backWithinMs,
    );
  });

  test('one hub loses Redis without a word', async () => {
    const { wan, hubs, redis } = field;
    const both = async (yes: boolean) => {
      await wan.part(hubs.na, redis, yes);
      await wan.part(redis, hubs.na, yes);
    };
    const back = await expectRecovery(
      'hub na cut from Redis for 8 s',
      () => both(true),
      () => both(false),
      8_000,
    );
    expect(back).toBeLessThan(backWithinMs);
  });

  test('PostgreSQL is killed and starts again', async () => {
    const { cluster } = field;
    const kill = async () => void process.kill(cluster.postgres.pid(), 'SIGKILL');
    expect(await expectRecovery('kill -9 PostgreSQL', kill, async () => {})).toBeLessThan(backWithinMs);
  });

  test('a media node hangs', async () => {
    const { media, cluster } = field;
    const { child } = cluster.process(media.ap);
    const hang = async () => void child.kill('SIGSTOP');
    const go = async () => void child.kill('SIGCONT');
    // Nobody refuses: only silence tells.
    expect(await expectRecovery('media ap hangs', hang, go)).toBeLessThan(2 * backWithinMs);
  });

  test('a link from a media node to its hub is half open', async () => {
    const { wan, media, hubs } = field;
    const half = async (yes: boolean) => {
      for (const hub of Object.values(hubs)) await wan.part(media.na, hub, yes);
    };
    const [cut, mend] = [() => half(true), () => half(false)];
    const back = await expectRecovery('hubs hear nothing of media na for 8 s', cut, mend, 8_000);
    expect(back).toBeLessThan(backWithinMs);
  });

  test('two media nodes cannot reach each other', async () => {
    const { wan, media } = field;
    const cut = async (yes: boolean) => {
      await wan.part(media.eu, media.ap, yes);
      await wan.part(media.ap, media.eu, yes);
    };
    expect(
      await expectRecovery(
        'no way between media eu and ap',
        () => cut(true),
        () => cut(false),
      ),
    ).toBeLessThan(backWithinMs);
  });

  test('a tenth of the packets between two regions is lost', async () => {
    const { wan, media } = field;
    const lose = async (share: number) => {
      await wan.lose(media.eu, media.na, share);
      await wan.lose(media.na, media.eu, share);
    };
    const [begin, end] = [() => lose(0.1), () => lose(0)];
    const back = await expectRecovery('10 % loss between media eu and na', begin, end);
    expect(back).toBeLessThan(backWithinMs);
  });

  test('every acknowledged message is there once, for everybody', async () => {
    await chat.finish();
    expect(chat.acknowledged.length).toBeGreaterThan(200);
    expect(compare(chat)).toEqual({ missing: [], doubled: [] });
    expect(chat.refused()).toEqual([]);
  }, 60_000);
});
