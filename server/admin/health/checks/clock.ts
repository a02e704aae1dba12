import { sql } from 'kysely';
import type { Bus } from '#server/platform/bus.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { processClock } from '#server/platform/process-facts.ts';
import type { Check, Outcome } from '../outcome.ts';

type Parts = { db: Db; bus: Bus; clock: Clock; nodes(): { id: string; name: string }[] };
type Skew = { node: string; skewMs: number } | { node: string; error: string };

const [warnMs, failMs] = [2_000, 60_000];
const askMs = 3_000;

/** The clocks of the database and of every process, against this hub's. Positive: theirs is ahead. */
export const checkClock =
  ({ db, bus, clock, nodes }: Parts): Check<'clock'> =>
  async () => {
    const ask = async (node: string, question: () => Promise<number>): Promise<Skew> => {
      const before = clock.now().getTime();
      try {
        const theirs = await question();
        return { node, skewMs: Math.round(theirs - (before + clock.now().getTime()) / 2) };
      } catch (error) {
        return { node, error: error instanceof Error ? error.message : String(error) };
      }
    };
    const others = nodes().filter(({ id }) => id !== bus.nodeId);
    return judgeClocks(
      await Promise.all([
        ask('database', () => databaseTime(db)),
        ...others.map(({ id, name }) =>
          ask(
            name,
            async () => (await bus.request({ node: id }, processClock, {}, { deadlineMs: askMs })).now,
          ),
        ),
      ]),
    );
  };

export function judgeClocks(skews: readonly Skew[]): Outcome<'clock'> {
  const known = skews.flatMap((each) => ('skewMs' in each ? [each] : []));
  const worst = known.toSorted((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs))[0];
  if (worst && Math.abs(worst.skewMs) > failMs) return { status: 'failed', reason: 'skewed', facts: worst };
  if (worst && Math.abs(worst.skewMs) > warnMs) return { status: 'warning', reason: 'skewed', facts: worst };
  const silent = skews.find((each) => 'error' in each);
  if (silent) return { status: 'warning', reason: 'silent', facts: silent };
  return { status: 'ok', reason: 'fine', facts: { skewMs: worst?.skewMs ?? 0, nodes: skews.length } };
}

async function databaseTime(db: Db): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db.read);
  return rows[0]?.now.getTime() ?? 0;
}
