import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table ticket_desk_items drop constraint ticket_desk_items_kind_check,
    add constraint ticket_desk_items_kind_check check (kind in ('reply', 'view', 'macro', 'template'))`,

  `create table ticket_fields (
    key text primary key,
    kind text not null check (kind in ('text', 'number', 'choice', 'date', 'yesNo', 'link')),
    content jsonb not null,
    archived boolean not null,
    place integer not null
  )`,
  `alter table tickets add column fields jsonb not null default '{}'`,
  // Most tickets of most installations have none.
  `create index tickets_by_fields on tickets using gin (fields) where fields <> '{}'`,
];
