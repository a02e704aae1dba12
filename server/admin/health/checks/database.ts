import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { type Check, timed } from '../outcome.ts';

const slowMs = 250;
const oldest = 15;
const crowded = 0.85;

type Figures = { version: number; connections: number; limit: number; bytes: number };

/** The database answers quickly, is new enough and has connections left. */
export const checkDatabase =
  (db: Db): Check<'database'> =>
  async () => {
    const ms = await timed(() => db.ping());
    const { version, connections, limit, bytes } = await figuresOf(db);
    const facts = { ms, version, connections, connectionLimit: limit, bytes };
    if (version < oldest) return { status: 'failed', reason: 'old', facts };
    if (connections > limit * crowded) return { status: 'warning', reason: 'crowded', facts };
    if (ms > slowMs) return { status: 'warning', reason: 'slow', facts };
    return { status: 'ok', reason: 'fine', facts };
  };

async function figuresOf(db: Db): Promise<Figures> {
  const { rows } = await sql<Figures>`
    select current_setting('server_version_num')::int / 10000 as version,
      (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "limit",
      pg_database_size(current_database()) as bytes`.execute(db.read);
  const [row] = rows;
  if (!row) throw new Error('the database says nothing of itself');
  return row;
}
