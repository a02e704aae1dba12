import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listStates } from '#server/chat/channels.store.ts';
import { historyStatement, sinceStatement } from '#server/chat/messages.store.ts';
import { draftsAsArrays, insertDrafts } from '#server/chat/post.store.ts';
import { moveMarkers } from '#server/chat/reading.store.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { ChannelId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import { newClientId } from './chat-nodes.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { explain, type Plan, rowsOf } from './query-plans.ts';

// 200,000 messages: what is asked all the time must read what it answers, and no more, by index.

const [busy, personId, spaceId] = [newId<ChannelId>(), newId<PersonId>(), newId<SpaceId>()];
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.open();
  await fill(db.pool);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** One channel with 100,000 messages, 99 with 1,010 each; a tenth deleted, every 50th calls the person. */
async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into people (id, kind, display_name, folded_name, email, password_hash, locale, time_zone, created_at)
     values ($1, 'member', 'Ada', 'ada', 'ada@example.org', 'x', 'en', 'UTC', now())`,
    [personId],
  );
  await pool.query(`insert into spaces (id, name, kind, description, created_by, created_at)
    values ('${spaceId}', 'Team', 'team', '', '${personId}', now())`);
  await pool.query(`insert into channels (id, space_id, name, topic, last_seq, last_position, created_at)
    select case n when 0 then '${busy}' else gen_random_uuid() end, '${spaceId}', 'c' || n, '',
      case n when 0 then 110000 else 1111 end, case n when 0 then 100000 else 1010 end, now()
    from generate_series(0, 99) n`);
  await pool.query(`insert into messages (id, channel_id, position, seq, client_id, author_id, body, mentions, created_at, deleted_at)
    select gen_random_uuid(), c.id, p, case when p % 10 = 0 then c.last_position + p / 10 else p end,
      gen_random_uuid(), '${personId}', 'message ' || p, '{}', now(), case when p % 10 = 0 then now() end
    from channels c, generate_series(1, c.last_position) p`);
  await pool.query(`insert into message_mentions (person_id, channel_id, position)
    select '${personId}', channel_id, position from messages where position % 50 = 0`);
  await pool.query('vacuum analyze channels, messages, message_mentions, channel_reads');
}

/** Runs it as a prepared statement comes to run after a while: with a plan made for any parameters. */
const run = (text: string, values: unknown[]) => explain(db, text, values, 'force_generic_plan');

function expectByIndex(nodes: Plan[], rows: number): void {
  const scanned = nodes
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name']);
  expect(scanned).not.toContain('messages');
  expect(scanned).not.toContain('message_mentions');
  expect(rowsOf(nodes, 'messages')).toBeLessThanOrEqual(rows);
}

test.each([
  ['the newest page', [busy, null, null, 50]],
  ['a page before', [busy, 49_950, 49_999, 50]],
  ['a page after', [busy, 99_990, 100_039, 50]],
])('history: %s', async (_, values) => {
  expectByIndex(await run(historyStatement.text, values), 50);
});

test('changes since a number', async () => {
  expectByIndex(await run(sinceStatement.text, [busy, 100, 500]), 500);
  expectByIndex(await run(sinceStatement.text, [busy, 109_990, 500]), 10);
});

test('moving a marker counts no more than it shows', async () => {
  const nodes = await run(moveMarkers.text, [[personId], [busy], [10]]);
  expectByIndex(nodes, 100);
  expect(rowsOf(nodes, 'message_mentions')).toBeLessThanOrEqual(100);
});

test('posting looks for what was posted before by index', async () => {
  const drafts = Array.from({ length: 50 }, () => ({
    id: newId<never>(),
    channelId: busy,
    clientId: newClientId(),
    authorId: newId<PersonId>(),
    body: 'hello',
    mentions: [],
  }));
  const nodes = await run(insertDrafts.text, [...draftsAsArrays(drafts), new Date()]);
  expectByIndex(nodes, 0);
});

test('listing 100 channels with everything unread is one statement that counts to 100 in each', async () => {
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const stop = db.onQuery((query) => statements.push(query));
  const states = await listStates(db.read, personId, [spaceId]);
  stop();
  expect(statements).toHaveLength(1);
  expect(states).toHaveLength(100);
  expect(states.every(({ unread }) => unread === 100)).toBe(true);
  expect(new Set(states.map(({ mentions }) => mentions))).toEqual(new Set([100, 20]));
  const nodes = await run(statements[0]?.sql ?? '', [...(statements[0]?.parameters ?? [])]);
  expectByIndex(nodes, 100 * 100);
});
