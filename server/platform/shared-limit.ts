import { createHash } from 'node:crypto';
import { type Generated, sql } from 'kysely';
import type { Db, Tx } from './db.ts';
import { type Limiter, type RateLimit, tooMany } from './rate-limit.ts';

export type RateLimitsTable = { key: string; points: number; ends_at: Generated<Date> };
declare module './db.ts' {
  interface Tables {
    rate_limits: RateLimitsTable;
  }
}

/**
 * Counts per key over all processes of the installation and their restarts, by the clock of the database. For what
 * somebody could otherwise try at every hub in turn; it costs a small write, so it is not for every click.
 */
export function sharedLimiter(db: Db, name: string, { points: most, perSeconds }: RateLimit): Limiter {
  // Keys are addresses of people and machines: their hash counts as well.
  const rowOf = (key: string) => `${name}:${createHash('sha256').update(key).digest('base64url')}`;
  return {
    async consume(key, points = 1) {
      const { used, leftMs } = await db.transaction((tx) => count(tx, rowOf(key), points, perSeconds));
      if (used > most) throw tooMany(name, leftMs);
    },
    async forgive(key) {
      await db.transaction((tx) => tx.deleteFrom('rate_limits').where('key', '=', rowOf(key)).execute());
    },
  };
}

async function count(
  tx: Tx,
  key: string,
  points: number,
  perSeconds: number,
): Promise<{ used: number; leftMs: number }> {
  const end = sql<Date>`clock_timestamp() + make_interval(secs => ${perSeconds})`;
  const isOver = sql<boolean>`rate_limits.ends_at <= clock_timestamp()`;
  return await tx
    .insertInto('rate_limits')
    .values({ key, points, ends_at: end })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        points: sql<number>`excluded.points + case when ${isOver} then 0 else rate_limits.points end`,
        ends_at: sql<Date>`case when ${isOver} then excluded.ends_at else rate_limits.ends_at end`,
      }),
    )
    .returning([
      'points as used',
      sql<number>`ceil(extract(epoch from ends_at - clock_timestamp()) * 1000)::integer`.as('leftMs'),
    ])
    .executeTakeFirstOrThrow();
}

export async function deleteOldLimits(tx: Tx): Promise<void> {
  await tx.deleteFrom('rate_limits').where('ends_at', '<=', sql<Date>`clock_timestamp()`).execute();
}
