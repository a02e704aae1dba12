import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Whether rules have followed from an entry.
  `alter table ticket_entries add column ruled boolean not null default false`,

  `create table ticket_triggers (
    id uuid primary key,
    place integer not null,
    name text not null,
    enabled boolean not null,
    content jsonb not null,
    updated_at timestamptz not null
  )`,
  // For which wait a trigger has judged a ticket last.
  `create table ticket_trigger_waits (
    trigger_id uuid not null references ticket_triggers on delete cascade,
    ticket_id uuid not null references tickets on delete cascade,
    waiting_since timestamptz not null,
    primary key (trigger_id, ticket_id)
  )`,
  `create index ticket_trigger_waits_of_ticket on ticket_trigger_waits (ticket_id)`,

  `create table ticket_webhooks (
    id uuid primary key,
    name text not null,
    url text not null,
    events text[] not null,
    enabled boolean not null,
    updated_at timestamptz not null
  )`,
  // Numbered under the lock of the ticket: in its order. A ticket may be gone before the last word about it is delivered.
  `create table ticket_deliveries (
    id bigint generated always as identity primary key,
    webhook_id uuid not null references ticket_webhooks on delete cascade,
    ticket_id uuid,
    event text not null,
    body text not null,
    at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    attempts integer not null default 0,
    error text,
    claimed_until timestamptz
  )`,
  `create index ticket_deliveries_waiting on ticket_deliveries (webhook_id, ticket_id, id) where state = 'waiting'`,
  `create index ticket_deliveries_of_webhook on ticket_deliveries (webhook_id, id desc)`,
  `create index ticket_deliveries_by_age on ticket_deliveries (at)`,
];
