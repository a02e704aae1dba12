import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from '#server/platform/db.ts';
import { superuser } from '#server/platform/postgres/cluster.ts';
import { countsOfTickets } from '#server/tickets/figures/counts.store.ts';
import { hoursOfTickets } from '#server/tickets/figures/hours.store.ts';
import type { PersonId } from '#shared/contract/ids.ts';

/** The embedded database of a hub that runs on this folder. */
export const openDatabase = (dataDir: string): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({
        host: join(dataDir, 'postgres', 'run'),
        user: superuser,
        database: 'postgres',
        max: 1,
      }),
    }),
  });

const companies = 120;
/** One of these words for ticket `n`: looks like chance, and is the same in every run. */
const pick = (salt: number, ...words: string[]) =>
  sql.raw(`(array[${words.map((word) => `'${word}'`).join(',')}])[1 + ${chance(salt)} % ${words.length}]`);
const chance = (salt: number) => `(hashint8(n * 64 + ${salt}) & 2147483647)`;

type People = { requesterId: PersonId; agentIds: readonly PersonId[] };

/** Without triggers, and with indexes that are made at the end: minutes become seconds. */
async function inBulk(db: Kysely<Tables>, load: () => Promise<unknown>): Promise<void> {
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('tickets', 'ticket_texts') and indexname not in (select conname from pg_constraint)`.execute(
    db,
  );
  await sql`set session_replication_role = replica`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(db);
  await load();
  // What the triggers do.
  await sql`insert into ticket_texts (ticket_id, length, words, public_words)
    select t.id, length(said), words, words from tickets t
    cross join lateral (select t.number || ' ' || t.subject as said) s
    cross join lateral (select ticket_words(said) as words) w`.execute(db);
  for (const { definition } of indexes) await sql.raw(definition).execute(db);
  await sql`set session_replication_role = origin`.execute(db);
}

/**
 * `count` tickets of half a year, asked by one customer and shared by the agents: one in twenty is not solved, most of those
 * young. The figures are counted from them at the end.
 */
export async function seedTickets(
  db: Kysely<Tables>,
  count: number,
  { requesterId, agentIds }: People,
): Promise<void> {
  await sql`
    insert into companies (id, name, created_at)
    select gen_random_uuid(), 'Company ' || to_char(n, 'FM000'), now() from generate_series(1, ${companies}::int) n
    on conflict do nothing`.execute(db);
  await inBulk(db, () => insertTickets(db, count, { requesterId, agentIds }));
  await sql`delete from ticket_counts`.execute(db);
  await sql`delete from ticket_hours`.execute(db);
  await sql`insert into ticket_counts ${countsOfTickets}`.execute(db);
  await sql`insert into ticket_hours ${hoursOfTickets}`.execute(db);
  await sql`update ticket_queues set revision = revision + 1`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

const insertTickets = (db: Kysely<Tables>, count: number, { requesterId, agentIds }: People) =>
  sql`
    with made as (
      select n, date_trunc('milliseconds', now()) as at, (600 + ${sql.raw(chance(1))} % 40000) as answered,
        ${sql.raw(chance(2))} % 90000 as solved,
        round(case when n % 20 = 0 then power(${sql.raw(chance(3))} % 1000 / 1000.0, 3) * 20 * 86400 else ${sql.raw(chance(3))} % 15552000 end)::int
          as age,
        case when n % 20 = 0 then ${pick(7, 'new', 'open', 'open', 'pending', 'waiting')}
          when n % 23 = 0 then 'solved' else 'closed' end as status,
        (select array_agg(id order by name) from companies) as companies,
        (select array_agg(id order by place) from ticket_queues) as queues
      from generate_series(1, ${count}::bigint) n
    ), timed as (
      select *, at - make_interval(secs => age) as created, status <> 'new' as is_answered,
        least(at, at - make_interval(secs => age - answered)) as answered_at,
        least(at, at - make_interval(secs => age - answered - solved)) as solved_at
      from made
    )
    insert into tickets (id, seq, subject, queue_id, status, priority, impact, channel, requester_id, company_id, assignee_id,
      created_at, updated_at, first_response_at, waiting_since, solved_at, closed_at)
    select gen_random_uuid(), 1,
      ${pick(11, 'Printer', 'Mail', 'Login', 'Scanner', 'Network', 'Telephone', 'Backup', 'Sensor')} || ' ' ||
      ${pick(13, 'does not answer', 'is slow', 'asks for a password', 'shows an error', 'was moved')} || ', room ' || ${sql.raw(chance(11))} % 400,
      queues[1 + ${sql.raw(chance(8))} % cardinality(queues)], status, ${pick(5, 'low', 'normal', 'normal', 'normal', 'high', 'high', 'critical')},
      ${pick(11, 'none', 'none', 'minor', 'minor', 'major', 'crisis', 'none')}, case when n % 13 = 0 then 'alert' else 'form' end,
      ${requesterId}, companies[1 + (sqrt(${sql.raw(chance(9))} % 10000) * 1.2)::int % cardinality(companies)],
      case when status <> 'new' then (${agentIds}::uuid[])[1 + ${sql.raw(chance(10))} % ${agentIds.length}::int] end,
      created, solved_at, case when is_answered then answered_at end,
      case when status = 'new' then created when status = 'open' then answered_at end,
      case when status in ('solved', 'closed') then solved_at end, case when status = 'closed' then solved_at end
    from timed`.execute(db);
