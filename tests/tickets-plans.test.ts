import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { listTickets } from '#server/tickets/list.store.ts';
import { listToTell, lockOutdated } from '#server/tickets/sla/sla.store.ts';
import type { Standing } from '#server/tickets/tickets.policy.ts';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import { type TicketFilter, TicketSort } from '#shared/contract/tickets.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { explain, rowsOf } from './query-plans.ts';

// 30,000 tickets, 1 in 20 of them not closed: a page must read about what it shows, whatever it is asked for.

const tickets = 30_000;
const [agent, customer] = [newId<PersonId>(), newId<PersonId>()];
const company = newId<CompanyId>();
let database: TestDatabase;
let db: Db;
let desk: Standing;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.open();
  await fill(db.pool);
  const { rows } = await db.pool.query<{ id: QueueId }>('select id from ticket_queues');
  desk = { by: 'employee', personId: agent, queues: new Set(rows.map(({ id }) => id)) };
}, 120_000);
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** Every ticket has a common word, a word of 1 in 3, and one of its own; one in 300 is the company's. */
async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into people (id, kind, display_name, folded_name, email, password_hash, locale, time_zone, created_at)
     select id, kind, name, lower(name), name || '@example.org', 'x', 'en', 'UTC', now()
     from (values ('${agent}'::uuid, 'member', 'Ada'), ('${customer}'::uuid, 'customer', 'Cleo')) p (id, kind, name)`,
  );
  await pool.query(`insert into companies values ('${company}', 'Acorn', now())`);
  await pool.query(`insert into tickets (id, seq, subject, queue_id, status, priority, impact, channel, requester_id, company_id,
      assignee_id, product, department, due_at, created_at, updated_at, waiting_since)
    select gen_random_uuid(), 1, 'Ticket about ' || (array['printers', 'networks', 'screens'])[1 + n % 3],
      (select id from ticket_queues order by place limit 1),
      case when n % 20 = 0 then 'open' else 'closed' end, (array['low', 'normal', 'high', 'critical'])[1 + n % 4], 'none',
      case when n % 100 = 0 then 'alert' else 'form' end, '${customer}',
      case when n % 300 = 0 then '${company}'::uuid end, case when n % 10 = 0 then '${agent}'::uuid end,
      'product ' || n % 50, 'department ' || n % 50, now() + n * interval '1 minute',
      now() - n * interval '1 hour', date_trunc('milliseconds', now() - n * interval '1 hour'),
      case when n % 20 = 0 then now() - n * interval '1 hour' end
    from generate_series(1, ${tickets}) n`);
  await pool.query(`insert into ticket_entries (ticket_id, seq, id, kind, author_id, body, at)
    select id, 1, gen_random_uuid(), 'reply', '${customer}', 'Something of mine: word' || md5(number::text), created_at from tickets`);
  // One in 300 is late and nobody knows of it; as many were reckoned by older policies.
  await pool.query(`update tickets set sla = jsonb_build_object('revision', case when number % 300 = 20 then 0 else 1 end),
      sla_due_at = now() + number * interval '1 minute' where status = 'open'`);
  await pool.query(`update tickets set sla_due_at = now() - interval '1 hour', sla_tell_at = now() - interval '1 hour'
    where number % 300 = 0`);
  await pool.query('update sla_revision set revision = 1');
  await pool.query('vacuum analyze tickets, ticket_entries, ticket_texts');
}

/** Rows that were read for a page of 50. */
const rowsRead = (filter: TicketFilter, sort: TicketSort, standing = desk): Promise<number> =>
  rowsReadBy(() => listTickets(db.read, standing, filter, { sort, after: undefined, limit: 50 }));

async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const stop = db.onQuery((query) => {
    if (!/^(begin|commit)/.test(query.sql)) statements.push(query);
  });
  await work();
  stop();
  let read = 0;
  for (const { sql, parameters } of statements) {
    const nodes = await explain(db, sql, parameters, 'force_custom_plan');
    read += Math.max(rowsOf(nodes, 'tickets'), rowsOf(nodes, 'ticket_texts'));
  }
  return read;
}

test.each(TicketSort.options)('a page by %s reads what it shows', async (sort) => {
  expect(await rowsRead({}, sort)).toBeLessThanOrEqual(50);
  const alive: TicketFilter = { status: ['new', 'open', 'pending', 'waiting', 'solved'] };
  expect(await rowsRead(alive, sort)).toBeLessThanOrEqual(tickets / 20);
});

test.each<[string, TicketFilter]>([
  ['of a product', { product: 'product 7' }],
  ['of a department', { department: 'department 7' }],
  ['of a channel', { channel: ['alert'] }],
  ['of a company', { companyId: company }],
  ['of an agent', { assigneeId: agent }],
])('a page %s reads what it shows', async (_, filter) => {
  expect(await rowsRead(filter, 'updated')).toBeLessThanOrEqual(50);
});

test.each<[string, TicketFilter]>([
  ['its number', { text: '#77' }],
  ['a rare word', { text: 'wordc4ca4238a0b923820dcc509a6f75849b' }],
  ['the beginning of a rare word', { text: 'wordc4ca' }],
  ['a word that all have', { text: 'ticket' }],
  ['a word that many have', { text: 'print something' }],
  ['two words, one of them rare', { text: 'ticket wordc4ca4' }],
])('a page by %s reads what it shows, and not more than 1,000 others', async (_, filter) => {
  expect(await rowsRead(filter, 'updated')).toBeLessThanOrEqual(1_200);
});

test('a customer’s page reads what is theirs', async () => {
  const standing: Standing = { by: 'customer', personId: newId<PersonId>(), companyId: company };
  expect(await rowsRead({}, 'updated', standing)).toBeLessThanOrEqual(100);
  expect(await rowsRead({ text: 'print' }, 'updated', standing)).toBeLessThanOrEqual(1_200);
});

test('what is late, to be told of or to be reckoned anew is found without looking at the rest', async () => {
  expect(await rowsRead({ sla: 'breached' }, 'sla')).toBeLessThanOrEqual(tickets / 300);
  expect(await rowsReadBy(() => listToTell(db.read, new Date(), 20))).toBeLessThanOrEqual(20);
  expect(await rowsReadBy(() => db.transaction((tx) => lockOutdated(tx, 20)))).toBeLessThanOrEqual(40);
});
