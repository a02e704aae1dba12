import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table ticket_queues
    add column archived boolean not null default false,
    add column attachment_kinds text[] not null default '{image,pdf,text,audio,video,archive,other}',
    add column attachment_count integer not null default 100,
    add column attachment_bytes integer not null default 26214400`,

  `create table ticket_labels (
    id uuid primary key,
    field text not null check (field in ('priority', 'status')),
    value text not null,
    built_in boolean not null default false,
    names jsonb check (built_in or names is not null),
    color text,
    hidden boolean not null default false,
    place integer not null
  )`,
  `insert into ticket_labels (id, field, value, built_in, place)
    select gen_random_uuid(), 'priority', value, true, place
    from unnest(array['critical', 'high', 'normal', 'low']) with ordinality as levels (value, place)`,

  // Without a reference: whoever takes a change back may name a label that is gone, and that is no label then.
  `alter table tickets add column status_label_id uuid, add column priority_label_id uuid`,
  `create index tickets_of_status_label on tickets (status_label_id) where status_label_id is not null`,
  `create index tickets_of_priority_label on tickets (priority_label_id) where priority_label_id is not null`,
];
