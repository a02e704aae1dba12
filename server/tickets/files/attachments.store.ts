import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, TicketAttachmentId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { TicketAttachment, TicketEntry } from '#shared/contract/tickets.ts';
import type { TicketAttachmentsTable } from '../tickets.tables.ts';

export type StoredFile = TicketAttachment & { sha256: string };
/** With what decides who opens it: the entry that names it, if any does. */
export type PlacedFile = StoredFile & {
  ticketId: TicketId | null;
  uploaderId: PersonId;
  entryKind: TicketEntry['kind'] | null;
};

type Row = Selectable<TicketAttachmentsTable>;
function toFile({ id, name, type, size, sha256 }: Pick<Row, 'id' | 'name' | 'type' | 'size' | 'sha256'>) {
  if (type === null || size === null || sha256 === null) return undefined;
  return { id, name, type, size, sha256 };
}

export async function countAttachments(db: Reader, ticketId: TicketId): Promise<number> {
  const { count } = await db
    .selectFrom('ticket_attachments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertAttachment(
  tx: Tx,
  file: { id: TicketAttachmentId; ticketId: TicketId; uploaderId: PersonId; name: string; expiresAt: Date },
): Promise<void> {
  const { id, ticketId, uploaderId, name, expiresAt } = file;
  await tx
    .insertInto('ticket_attachments')
    .values({ id, ticket_id: ticketId, uploader_id: uploaderId, name, expires_at: expiresAt })
    .execute();
}

/** Its bytes are there. */
export async function setStored(
  tx: Tx,
  id: TicketAttachmentId,
  stored: { type: string; size: number; sha256: string },
): Promise<void> {
  await tx.updateTable('ticket_attachments').set(stored).where('id', '=', id).execute();
}

export async function deleteAttachment(tx: Tx, id: TicketAttachmentId): Promise<void> {
  await tx.deleteFrom('ticket_attachments').where('id', '=', id).execute();
}

/** Names them in an entry; undefined unless this person uploaded all of them here and nobody has named one. */
export async function nameInEntry(
  tx: Tx,
  ids: readonly TicketAttachmentId[],
  entry: { id: TicketEntryId; ticketId: TicketId; authorId: PersonId; at: Date },
): Promise<TicketAttachment[] | undefined> {
  const rows = await tx
    .updateTable('ticket_attachments')
    .set({ entry_id: entry.id, expires_at: null })
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('ticket_id', '=', entry.ticketId)
    .where('uploader_id', '=', entry.authorId)
    .where('entry_id', 'is', null)
    .where('size', 'is not', null)
    .where('expires_at', '>', entry.at)
    .returning(['id', 'name', 'type', 'size', 'sha256'])
    .execute();
  if (rows.length < ids.length) return undefined;
  const files = new Map(rows.map((row) => [row.id, toFile(row)]));
  return ids.flatMap((id) => {
    const file = files.get(id);
    return file ? [{ id: file.id, name: file.name, type: file.type, size: file.size }] : [];
  });
}

export async function findAttachment(db: Reader, id: TicketAttachmentId): Promise<PlacedFile | undefined> {
  const row = await db
    .selectFrom('ticket_attachments as a')
    .leftJoin('ticket_entries as e', 'e.id', 'a.entry_id')
    .select(['a.id', 'a.name', 'a.type', 'a.size', 'a.sha256', 'a.uploader_id', 'e.kind'])
    // Entries may have moved to another ticket.
    .select(sql<TicketId | null>`coalesce(e.ticket_id, a.ticket_id)`.as('ticket_id'))
    .where('a.id', '=', id)
    .executeTakeFirst();
  const file = row && toFile(row);
  return file && { ...file, ticketId: row.ticket_id, uploaderId: row.uploader_id, entryKind: row.kind };
}

/** Of a queue that does not keep what was attached to tickets that are closed. */
export async function expireWithTicket(tx: Tx, ticketId: TicketId, at: Date): Promise<void> {
  await sql`
    update ticket_attachments set expires_at = ${at} where ticket_id = ${ticketId} and entry_id is not null and exists (
      select 1 from tickets t join ticket_queues q on q.id = t.queue_id where t.id = ${ticketId} and not q.keep_attachments
    )`.execute(tx);
}

export async function keepWithTicket(tx: Tx, ticketId: TicketId): Promise<void> {
  await tx
    .updateTable('ticket_attachments')
    .set({ expires_at: null })
    .where('ticket_id', '=', ticketId)
    .where('entry_id', 'is not', null)
    .execute();
}

/** Those that nobody named in time, whose time has come, or whose ticket or entry is gone. */
export async function deleteExpired(tx: Tx, now: Date, limit: number): Promise<TicketAttachmentId[]> {
  const { rows } = await sql<{ id: TicketAttachmentId }>`
    delete from ticket_attachments where id in (
      select id from ticket_attachments
      where (entry_id is null or expires_at is not null) and coalesce(expires_at, '-infinity') <= ${now}
      limit ${limit} for update skip locked
    ) returning id`.execute(tx);
  return rows.map(({ id }) => id);
}
