import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // What an administrator wants of a node that is part of the installation by its configuration, found by its name.
  `create table node_states (
    name text primary key,
    state text not null check (state in ('active', 'cordoned', 'draining')),
    changed_at timestamptz not null
  )`,

  `create table autoscaling (
    id smallint primary key check (id = 1),
    enabled boolean not null,
    monthly_cap double precision check (monthly_cap >= 0),
    regions jsonb not null,
    changed_by uuid references people,
    accounted_at timestamptz
  )`,
  `insert into autoscaling values (1, false, null, '{}', null, null)`,

  // Orders that were given and are not seen fulfilled yet; what a node costs from the order on.
  `create table scaling_orders (
    id uuid primary key,
    region text not null,
    action text not null check (action in ('add', 'remove')),
    node text,
    ordered_at timestamptz not null
  )`,
  `create table scaling_decisions (
    id uuid primary key,
    at timestamptz not null,
    region text not null,
    action text not null,
    node text,
    reason text not null,
    outcome text not null
  )`,
  `create table scaling_usage (
    month text not null,
    region text not null,
    node_seconds double precision not null,
    spent double precision not null,
    primary key (month, region)
  )`,
];
