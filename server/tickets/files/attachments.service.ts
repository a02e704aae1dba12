import { Readable } from 'node:stream';
import type { Actor } from '#server/accounts/actor.ts';
import type { BlobContent, ByteRange } from '#server/platform/blobs.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { piecesOf } from '#server/platform/read-body.ts';
import { isProgram, sniff, sniffedBytes } from '#server/platform/sniff.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, TicketAttachmentId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { AttachmentLimits, TicketAttachment } from '#shared/contract/tickets.ts';
import { kindOfFile } from './attachment-kinds.ts';
import * as store from './attachments.store.ts';
import type { Changes } from '../changes.ts';
import { findRules } from '../desk.store.ts';
import { requireReadable, type Standings } from '../standings.ts';
import { canOpen } from '../tickets.policy.ts';
import { findTicket, lockTicket } from '../tickets.store.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'blobs' | 'logger'> & { standings: Standings; changes: Changes };
/** Read it or a part of it. */
export type OpenedFile = store.StoredFile & { read(range?: ByteRange): Promise<BlobContent> };

const dayMs = 86_400_000;
const sweptAtOnce = 100;
const keyOf = (id: TicketAttachmentId): string => `tickets/${id}`;

/** Files of tickets: uploaded first, named in an entry then. What is not named, or not kept, is swept. */
export function createAttachments({ db, clock, blobs, logger, standings, changes }: Parts) {
  const uploads = limiter('ticketUpload', { points: 120, perSeconds: 600 });
  const inADay = () => new Date(clock.now().getTime() + dayMs);

  changes.onChanged(async (tx, { before, after }) => {
    if (!before || !after || before.status === after.status) return;
    if (after.status === 'closed') await store.expireWithTicket(tx, after.id, inADay());
    else if (before.status === 'closed') await store.keepWithTicket(tx, after.id);
  });

  async function upload(
    actor: Actor,
    ticketId: TicketId,
    name: string,
    body: Readable,
  ): Promise<TicketAttachment> {
    await uploads.consume(actor.personId);
    const standing = await standings.of(actor);
    const id = newId<TicketAttachmentId>();
    // Before its bytes: what is cut off in the middle is swept with its row.
    const limits = await db.transaction(async (tx) => {
      const { queueId } = requireReadable(standing, await lockTicket(tx, ticketId));
      const { attachments } = await findRules(tx, queueId);
      if ((await store.countAttachments(tx, ticketId)) >= attachments.count)
        throw tooManyFiles(attachments.count);
      await store.insertAttachment(tx, {
        id,
        ticketId,
        uploaderId: actor.personId,
        name: harmless(name),
        expiresAt: inADay(),
      });
      return attachments;
    });
    try {
      const stored = await keep(id, body, limits);
      await db.transaction((tx) => store.setStored(tx, id, stored));
      return { id, name: harmless(name), type: stored.type, size: stored.size };
    } catch (error) {
      await discard(id);
      throw error;
    }
  }

  async function keep(id: TicketAttachmentId, body: Readable, { kinds, bytes }: AttachmentLimits) {
    const head: Buffer[] = [];
    let seen = 0;
    const stored = await blobs.put(
      keyOf(id),
      Readable.from(
        (async function* () {
          for await (const piece of piecesOf(body, bytes)) {
            if (seen < sniffedBytes) head.push(piece.subarray(0, sniffedBytes - seen));
            seen += piece.length;
            yield piece;
          }
        })(),
      ),
      { contentType: 'application/octet-stream' },
    );
    const type = sniff(Buffer.concat(head));
    if (stored.size === 0) throw refusedFile('empty', 'The file is empty.');
    if (isProgram(type)) throw refusedFile('program', 'Programs are not taken.');
    const kind = kindOfFile(type);
    if (!kinds.includes(kind))
      throw new AppError('invalid', 'This queue does not take files of this kind.', {
        details: { reason: 'fileKind' },
      });
    return { type, ...stored };
  }

  /** What stays behind is swept in a day. */
  async function discard(id: TicketAttachmentId): Promise<void> {
    try {
      await blobs.delete(keyOf(id));
      await db.transaction((tx) => store.deleteAttachment(tx, id));
    } catch (error) {
      logger.warn({ err: error, id }, 'a refused file stays until it is swept');
    }
  }

  return {
    upload,

    /** In the transaction of the entry: all of them, or `notFound`. */
    async name(
      tx: Tx,
      ids: readonly TicketAttachmentId[],
      entry: { id: TicketEntryId; ticketId: TicketId; authorId: PersonId; at: string },
    ): Promise<TicketAttachment[]> {
      if (ids.length === 0) return [];
      const files = await store.nameInEntry(tx, ids, { ...entry, at: new Date(entry.at) });
      if (!files) throw unknownFile();
      return files;
    },

    async open(actor: Actor, ticketId: TicketId, id: TicketAttachmentId): Promise<OpenedFile> {
      const standing = await standings.of(actor);
      const ticket = requireReadable(standing, await findTicket(db.read, ticketId));
      const file = await store.findAttachment(db.read, id);
      if (!file || file.ticketId !== ticketId || !canOpen(standing, ticket, file)) throw unknownFile();
      return {
        ...file,
        read: async (range) => (await blobs.get(keyOf(id), range)) ?? fail(unknownFile()),
      };
    },

    /** Bytes first: cut off in between, the rows are still there and it is done again. */
    async sweep(): Promise<void> {
      for (let swept = sweptAtOnce; swept === sweptAtOnce; )
        swept = await db.transaction(async (tx) => {
          const ids = await store.deleteExpired(tx, clock.now(), sweptAtOnce);
          for (const id of ids) await blobs.delete(keyOf(id));
          return ids.length;
        });
    },
  };
}
export type Attachments = ReturnType<typeof createAttachments>;

/** A name that is shown as it is: no folders, and no marks that turn the direction of writing (`gpj.exe`). */
const harmless = (name: string): string => name.replaceAll(/[/\\\p{Cf}]/gu, '_');

function fail(error: AppError): never {
  throw error;
}
const unknownFile = () => new AppError('notFound', 'There is no such file.');
const refusedFile = (reason: string, message: string) =>
  new AppError('invalid', message, { details: { reason } });
const tooManyFiles = (count: number) =>
  new AppError('conflict', `A ticket of this queue has ${count} files at most.`, {
    details: { reason: 'tooManyFiles' },
  });
