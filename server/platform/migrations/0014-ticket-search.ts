import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // What is over comes last: nobody waits for it and it is not due.
  `alter table tickets
    add column waiting_order timestamptz not null
      generated always as (coalesce(waiting_since, 'infinity'::timestamptz)) stored,
    add column priority_order smallint not null generated always as (
      case when status in ('solved', 'closed') then 0 when priority = 'low' then 1 when priority = 'normal' then 2
        when priority = 'high' then 3 else 4 end) stored,
    add column due_order timestamptz not null generated always as (
      case when status in ('solved', 'closed') then 'infinity'::timestamptz
        else coalesce(due_at, 'infinity'::timestamptz) end) stored`,
  `create index tickets_created on tickets (created_at desc, id desc)`,
  `create index tickets_waiting on tickets (waiting_order, id)`,
  `create index tickets_by_priority on tickets (priority_order desc, updated_at desc, id desc)`,
  `create index tickets_due on tickets (due_order, id)`,
  `create index tickets_of_product on tickets (product, updated_at desc, id desc) where product is not null`,
  `create index tickets_of_department on tickets (department, updated_at desc, id desc) where department is not null`,
  `create index tickets_of_channel on tickets (channel, updated_at desc, id desc)`,

  // Without case and accents; punctuation parts words, so that addresses and file names are found by their parts.
  `create function ticket_words(body text) returns tsvector language sql immutable strict parallel safe as $$
    select strip(to_tsvector('simple', regexp_replace(regexp_replace(
      lower(normalize(body, NFKD) collate "und-x-icu"), '[\u0300-\u036f]+', '', 'g'),
      '[\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g')))
  $$`,
  // All of the words, each as a beginning. A constant to the planner, which judges by it how many tickets will match.
  `create function ticket_query(words text) returns tsquery language sql immutable strict parallel safe as $$
    select string_agg(quote_literal(lexeme) || case when length(lexeme) > 1 then ':*' else '' end, ' & ')::tsquery
    from (select lexeme from unnest(ticket_words(words)) limit 10) w
  $$`,

  // Of each ticket once, not of each entry: two words of two entries are found together. Not in tickets itself, where
  // each change of a status would write the index anew.
  `create table ticket_texts (
    ticket_id uuid primary key references tickets on delete cascade,
    length integer not null,
    words tsvector not null,
    public_words tsvector not null
  )`,
  `create index ticket_texts_words on ticket_texts using gin (words) with (gin_pending_list_limit = 512)`,
  // A tsvector holds 1 MB. Eight bytes a character are more than any script needs once it is normalised.
  `create function ticket_text_added(id uuid, body text, is_public boolean) returns void language sql as $$
    insert into ticket_texts as t values (id, length(body), ticket_words(body),
      case when is_public then ticket_words(body) else '' end)
    on conflict (ticket_id) do update set
      length = t.length + excluded.length,
      words = t.words || ticket_words(left(body, greatest(0, 120000 - t.length))),
      public_words = case when is_public
        then t.public_words || ticket_words(left(body, greatest(0, 120000 - t.length))) else t.public_words end
  $$`,
  `create function ticket_subject_written() returns trigger language plpgsql as $$
    begin perform ticket_text_added(new.id, new.number || ' ' || new.subject, true); return null; end
  $$`,
  `create trigger ticket_subject_added after insert on tickets
    for each row execute function ticket_subject_written()`,
  `create trigger ticket_subject_changed after update of subject on tickets
    for each row when (old.subject <> new.subject) execute function ticket_subject_written()`,
  `create function ticket_entry_written() returns trigger language plpgsql as $$
    begin perform ticket_text_added(new.ticket_id, new.body, new.kind = 'reply'); return null; end
  $$`,
  `create trigger ticket_entry_added after insert on ticket_entries
    for each row when (new.body <> '') execute function ticket_entry_written()`,
  `insert into ticket_texts (ticket_id, length, words, public_words)
    select t.id, length(b.everything), ticket_words(left(b.everything, 120000)), ticket_words(left(b.public, 120000))
    from tickets t cross join lateral (
      select concat_ws(' ', t.number, t.subject, string_agg(e.body, ' ')) as everything,
        concat_ws(' ', t.number, t.subject, string_agg(e.body, ' ') filter (where e.kind = 'reply')) as public
      from ticket_entries e where e.ticket_id = t.id
    ) b`,
];
