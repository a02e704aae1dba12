import { sql } from 'kysely';
import type { Reader } from '#server/platform/db.ts';

export type Counts = {
  members: number;
  customers: number;
  guests: number;
  suspended: number;
  administrators: number;
  spaces: number;
  messages: number;
};

/**
 * Everything by an index of its own, none by reading a table. Ids of messages begin with the millisecond they were made in,
 * so today's are the end of their primary key.
 */
export async function countAll(reader: Reader, today: Date): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select
      (select count(*) from people where kind = 'member') as members,
      (select count(*) from people where kind = 'customer') as customers,
      (select count(*) from people where kind = 'guest') as guests,
      (select count(*) from people where suspended_at is not null) as suspended,
      (select count(*) from people where is_admin and suspended_at is null) as administrators,
      (select count(*) from spaces where archived_at is null) as spaces,
      (select count(*) from messages where id >= ${firstIdOf(today)}::uuid) as messages`.execute(reader);
  const [row] = rows;
  if (!row) throw new Error('counting gave no row');
  return row;
}

/** The smallest UUID v7 of a time (RFC 9562 section 5.7). */
export function firstIdOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
