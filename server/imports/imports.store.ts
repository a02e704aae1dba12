import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { ImportProblem, ImportSettings, ImportState } from '#shared/contract/imports.ts';
import type { PersonId, TicketId, TicketImportId } from '#shared/contract/ids.ts';
import type { TicketImportsTable } from './imports.tables.ts';

export type StoredImport = Selectable<TicketImportsTable>;

type Upload = Pick<StoredImport, 'id' | 'name' | 'format' | 'size' | 'sha256' | 'created_by' | 'created_at'>;
export const insertImport = (tx: Tx, upload: Upload): Promise<StoredImport> =>
  tx
    .insertInto('ticket_imports')
    .values({ ...upload, state: 'uploaded' })
    .returningAll()
    .executeTakeFirstOrThrow();

export const listImports = (db: Reader, limit: number): Promise<StoredImport[]> =>
  db
    .selectFrom('ticket_imports')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

export const findImport = (db: Reader, id: TicketImportId): Promise<StoredImport | undefined> =>
  db.selectFrom('ticket_imports').selectAll().where('id', '=', id).executeTakeFirst();

export const lockImport = (tx: Tx, id: TicketImportId): Promise<StoredImport | undefined> =>
  tx.selectFrom('ticket_imports').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** The same file, running or done. */
export async function isImported(tx: Tx, sha256: string): Promise<boolean> {
  const row = await tx
    .selectFrom('ticket_imports')
    .select('id')
    .where('sha256', '=', sha256)
    .where('state', 'in', ['running', 'done', 'undoing'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type Start = { settings: ImportSettings; rows: number; startedBy: PersonId; now: Date };
export const setStarted = (
  tx: Tx,
  id: TicketImportId,
  { settings, rows, startedBy, now }: Start,
): Promise<StoredImport> =>
  tx
    .updateTable('ticket_imports')
    .set({
      state: 'running',
      settings: JSON.stringify(settings),
      rows,
      created_by: startedBy,
      started_at: now,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const setState = (
  tx: Tx,
  id: TicketImportId,
  state: ImportState,
  endedAt: Date | null,
): Promise<StoredImport> =>
  tx
    .updateTable('ticket_imports')
    .set({ state, ended_at: endedAt })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export async function listInState(db: Reader, ...states: ImportState[]): Promise<TicketImportId[]> {
  const rows = await db.selectFrom('ticket_imports').select('id').where('state', 'in', states).execute();
  return rows.map(({ id }) => id);
}

export async function deleteForgotten(tx: Tx, before: Date): Promise<void> {
  await tx
    .deleteFrom('ticket_imports')
    .where('state', '=', 'uploaded')
    .where('created_at', '<', before)
    .execute();
}

// --- how far it is -------------------------------------------------------------------------------

type Progress = { rows: number; skipped: number; tickets: number; problems: number };
export async function addProgress(tx: Tx, id: TicketImportId, added: Progress): Promise<void> {
  await tx
    .updateTable('ticket_imports')
    .set({
      rows_done: sql`rows_done + ${added.rows}`,
      skipped: sql`skipped + ${added.skipped}`,
      tickets: sql`tickets + ${added.tickets}`,
      problems: sql`problems + ${added.problems}`,
    })
    .where('id', '=', id)
    .execute();
}

export async function insertProblems(
  tx: Tx,
  id: TicketImportId,
  from: number,
  problems: readonly ImportProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  const rows = problems.map((problem, n) => ({ import_id: id, place: from + n, ...problem }));
  await tx.insertInto('ticket_import_problems').values(rows).execute();
}

export const listProblems = (
  db: Reader,
  id: TicketImportId,
  from: number,
  limit: number,
): Promise<ImportProblem[]> =>
  db
    .selectFrom('ticket_import_problems')
    .select(['line', 'field', 'problem', 'value', 'skipped'])
    .where('import_id', '=', id)
    .where('place', '>=', from)
    .orderBy('place')
    .limit(limit)
    .execute();

// --- what it brought -----------------------------------------------------------------------------

export type Brought = { externalId: string; ticketId: TicketId; seq: number };
export async function insertBrought(tx: Tx, id: TicketImportId, brought: readonly Brought[]): Promise<void> {
  if (brought.length === 0) return;
  const rows = brought.map(({ externalId, ticketId, seq }) => ({
    import_id: id,
    external_id: externalId,
    ticket_id: ticketId,
    seq,
  }));
  await tx.insertInto('ticket_import_tickets').values(rows).execute();
}

/** By what the file calls them, after one of these names. Without a limit: all. */
export const listBrought = (
  db: Reader,
  id: TicketImportId,
  { after, limit }: { after: string; limit?: number },
): Promise<Brought[]> => {
  const query = db
    .selectFrom('ticket_import_tickets')
    .select(['external_id as externalId', 'ticket_id as ticketId', 'seq'])
    .where('import_id', '=', id)
    .where('external_id', '>', after)
    .orderBy('external_id');
  return (limit === undefined ? query : query.limit(limit)).execute();
};

// --- who asks in files ---------------------------------------------------------------------------

export async function findPeople(tx: Tx, keys: readonly string[]): Promise<Map<string, PersonId>> {
  const rows = await tx
    .selectFrom('ticket_import_people')
    .selectAll()
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute();
  return new Map(rows.map(({ key, person_id }) => [key, person_id]));
}

export async function insertPeople(tx: Tx, people: ReadonlyMap<string, PersonId>): Promise<void> {
  if (people.size === 0) return;
  const rows = [...people].map(([key, person_id]) => ({ key, person_id }));
  await tx.insertInto('ticket_import_people').values(rows).execute();
}
