import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { RequesterProfile } from '#shared/contract/desk.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';

type Figures = Omit<RequesterProfile, 'person' | 'company' | 'note'>;

/** Of somebody's tickets in these queues; reads no others. */
export async function requesterFigures(
  db: Reader,
  personId: PersonId,
  queues: ReadonlySet<QueueId>,
): Promise<Figures> {
  const mark = sql`json_build_object('id', id, 'number', number, 'at', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
  const { rows } = await sql<Figures>`
    with theirs as (
      select * from tickets where requester_id = ${personId} and queue_id = any(${[...queues]}::uuid[])
    )
    select count(*)::int as total,
      count(*) filter (where status not in ('solved', 'closed'))::int as open,
      count(*) filter (where status = 'closed')::int as closed,
      (select ${mark} from theirs order by number limit 1) as first,
      (select ${mark} from theirs order by number desc limit 1) as last,
      extract(epoch from avg(first_response_at - created_at))::float8 as "meanFirstResponseSeconds",
      extract(epoch from avg(solved_at - created_at))::float8 as "meanSolveSeconds",
      count(stars)::int as rated, avg(stars)::float8 as "meanStars"
    from theirs`.execute(db);
  const [figures] = rows;
  if (!figures) throw new Error('a count without a row');
  return figures;
}

export async function findRequesterNote(db: Reader, personId: PersonId): Promise<RequesterProfile['note']> {
  const row = await db
    .selectFrom('requester_notes')
    .select(['body', 'author_id', 'at'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ? { body: row.body, authorId: row.author_id, at: row.at.toISOString() } : null;
}

/** The last words win; none at all end it. */
export async function putRequesterNote(
  tx: Tx,
  personId: PersonId,
  note: { body: string; authorId: PersonId; at: Date } | null,
): Promise<void> {
  if (!note) {
    await tx.deleteFrom('requester_notes').where('person_id', '=', personId).execute();
    return;
  }
  const changing = { body: note.body, author_id: note.authorId, at: note.at };
  await tx
    .insertInto('requester_notes')
    .values({ person_id: personId, ...changing })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changing))
    .execute();
}
