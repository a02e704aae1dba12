import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table ticket_queues add overdue_hours integer not null default 72 check (overdue_hours between 1 and 8760)`,
  `update ticket_queues set overdue_hours = 120 where name = 'Admin'`,

  // Each hour by the tickets as they are now: one that moves to another queue or opens again takes its past along.
  `create table ticket_hours (
    queue_id uuid not null references ticket_queues,
    hour timestamptz not null,
    created integer not null,
    solved integer not null,
    closed integer not null,
    responses integer not null,
    response_ms bigint not null,
    primary key (queue_id, hour)
  )`,
  `insert into ticket_hours
    select queue_id, hour, count(*) filter (where happened = 'created'), count(*) filter (where happened = 'solved'),
      count(*) filter (where happened = 'closed'), count(*) filter (where happened = 'responses'), sum(ms)
    from (
      select t.queue_id, date_trunc('hour', e.at, 'UTC') as hour, e.happened, case when e.happened = 'responses'
        then round(extract(epoch from first_response_at - created_at) * 1000) else 0 end as ms
      from tickets t cross join lateral (values
        ('created', created_at), ('solved', solved_at), ('closed', closed_at), ('responses', first_response_at)
      ) e (happened, at) where e.at is not null
    ) times group by queue_id, hour`,
  `create table ticket_proofs (
    one boolean primary key check (one),
    at timestamptz not null,
    wrong integer not null
  )`,

  // The lists of a wall, each read from its end.
  `create index tickets_opened on tickets (queue_id, created_at desc, id desc) where status in ('new', 'open')`,
  `create index tickets_pending on tickets (queue_id, updated_at desc, id desc) where status in ('pending', 'waiting')`,
  `create index tickets_by_wait on tickets (queue_id, waiting_since) where waiting_since is not null`,
  `create index tickets_by_age on tickets (queue_id, created_at) where status in ('new', 'open', 'pending', 'waiting')`,
  `create index tickets_from_alerts on tickets (queue_id, created_at desc, id desc) where channel = 'alert'`,

  `create table walls (
    id uuid primary key,
    secret_hash bytea not null unique,
    name text not null,
    pages text[] not null,
    queue_ids uuid[] not null,
    seconds_per_page integer not null,
    time_zone text not null,
    locale text not null,
    created_by uuid not null references people on delete cascade,
    created_at timestamptz not null,
    seen_at timestamptz
  )`,
];
