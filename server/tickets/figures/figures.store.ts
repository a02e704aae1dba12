import { type RawBuilder, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { TicketCount } from '#shared/contract/tickets.ts';
import { addCounts, countDeltasOf, countsOfTickets, type TicketChange } from './counts.store.ts';
import { addHours, hourDeltasOf, type HourOfQueue, hoursOfTickets } from './hours.store.ts';

type Deltas = { counts: TicketCount[]; hours: HourOfQueue[] };
/** What a change did to the figures of one queue, and its number there. */
export type Counted = Deltas & { queueId: QueueId; revision: number };

/** What these changes do to the figures. */
export const deltasOf = (changes: readonly TicketChange[]): Deltas => ({
  counts: countDeltasOf(changes),
  hours: hourDeltasOf(changes),
});

/**
 * Adds to the figures and answers the number that the change has in each queue. The queue's row makes changes wait for each
 * other, so they are numbered in the order of their commits: the last thing of a transaction (`beforeCommit`).
 */
export async function addFigures(tx: Tx, { counts, hours }: Deltas): Promise<Counted[]> {
  const queues = new Set([...counts, ...hours].map(({ queueId }) => queueId));
  const counted: Counted[] = [];
  for (const queueId of [...queues].toSorted()) {
    const { revision } = await tx
      .updateTable('ticket_queues')
      .set({ revision: sql`revision + 1` })
      .where('id', '=', queueId)
      .returning('revision')
      .executeTakeFirstOrThrow();
    const ofQueue = (delta: { queueId: QueueId }) => delta.queueId === queueId;
    counted.push({ queueId, revision, counts: counts.filter(ofQueue), hours: hours.filter(ofQueue) });
  }
  await addCounts(tx, counts);
  await addHours(tx, hours);
  return counted;
}

/** How many rows the figures and the tickets themselves do not agree on: in one statement, so of one moment. */
export async function countWrong(db: Reader): Promise<number> {
  const counted = sql`select queue_id, status, priority, impact, company_id, assignee_id, count
    from ticket_counts where count <> 0`;
  const added = sql`select queue_id, hour, created, solved, closed, responses, response_ms
    from ticket_hours where created <> 0 or solved <> 0 or closed <> 0 or responses <> 0 or response_ms <> 0`;
  const { rows } = await sql<{ wrong: number }>`select ((
      select count(*) from (${differing(counted, countsOfTickets)}) d
    ) + (select count(*) from (${differing(added, hoursOfTickets)}) d))::int as wrong`.execute(db);
  return rows[0]?.wrong ?? 0;
}

const differing = (kept: RawBuilder<unknown>, real: RawBuilder<unknown>) =>
  sql`(${kept} except ${real}) union all (${real} except ${kept})`;

export async function keepProof(tx: Tx, at: Date, wrong: number): Promise<void> {
  const proof = { at, wrong };
  await tx
    .insertInto('ticket_proofs')
    .values({ one: true, ...proof })
    .onConflict((conflict) => conflict.column('one').doUpdateSet(proof))
    .execute();
}

/** What the last proof found; undefined before the first. */
export const findProof = (db: Reader): Promise<{ at: Date; wrong: number } | undefined> =>
  db.selectFrom('ticket_proofs').select(['at', 'wrong']).executeTakeFirst();

/** Combinations that no ticket has any more would pile up. Whoever counts one at this moment makes it anew. */
export async function deleteEmptyCounts(tx: Tx): Promise<void> {
  await tx.deleteFrom('ticket_counts').where('count', '=', 0).execute();
}
