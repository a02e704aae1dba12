import type { Readable } from 'node:stream';
import type { Actor } from '#server/accounts/actor.ts';
import type { Contacts } from '#server/accounts/contacts.service.ts';
import { canAdminister } from '#server/accounts/people.policy.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Intake } from '#server/tickets/intake/intake.service.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/imports.ts';
import { type ImportSettings, maxProblemsShown, type TicketImport } from '#shared/contract/imports.ts';
import type { TicketImportId } from '#shared/contract/ids.ts';
import { type Files, folder, keyOf } from './file.ts';
import * as store from './imports.store.ts';
import { createTrial } from './trial.ts';
import { keepFile } from './uploading.ts';
import { guessColumns } from './words.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'blobs'> & {
  audit: Audit;
  contacts: Contacts;
  intake: Intake;
  files: Files;
  /** Goes on with it, on whichever node. */
  enqueue(importId: TicketImportId): Promise<void>;
};
type One = { importId: TicketImportId };

const listed = 50;
const dayMs = 86_400_000;

/** What administrators do with files of tickets: see what would become of them, start, cancel and undo. */
export function createImports({ db, clock, blobs, audit, contacts, intake, files, enqueue }: Parts) {
  const uploads = limiter('importUpload', { points: 30, perSeconds: 600 });
  const trial = createTrial({ db, contacts, intake, files });

  async function upload(actor: Actor, name: string, body: Readable): Promise<TicketImport> {
    requireAdministrator(actor);
    await uploads.consume(actor.personId);
    const id = newId<TicketImportId>();
    const kept = await keepFile(blobs, keyOf(id), body);
    const { personId: created_by } = actor;
    const made = await db.transaction((tx) =>
      store.insertImport(tx, { id, name, ...kept, created_by, created_at: clock.now() }),
    );
    return present(made);
  }

  async function find(actor: Actor, { importId }: One): Promise<store.StoredImport> {
    requireAdministrator(actor);
    const found = await store.findImport(db.read, importId);
    if (!found) throw unknownImport();
    return found;
  }

  async function requireQueue(actor: Actor, { queueId }: ImportSettings): Promise<void> {
    const queues = await intake.queuesOf(actor.personId);
    if (!queues.some(({ id }) => id === queueId)) throw new AppError('notFound', 'There is no such queue.');
  }

  async function guess(actor: Actor, header: readonly string[], timeZone: string): Promise<ImportSettings> {
    const [queue] = await intake.queuesOf(actor.personId);
    if (!queue) throw new AppError('unavailable', 'No queue takes tickets.');
    return { queueId: queue.id, columns: guessColumns(header), dayFirst: true, timeZone };
  }

  async function preview(
    actor: Actor,
    input: ParsedInputOf<typeof contract.previewImport>,
  ): Promise<OutputOf<typeof contract.previewImport>> {
    const found = await find(actor, input);
    if (found.state !== 'uploaded') throw begun();
    const header = await files.header(found.id, found.format);
    const settings = input.settings ?? (await guess(actor, header, input.timeZone));
    await requireQueue(actor, settings);
    const result = await trial(found, settings, { personId: actor.personId, now: clock.now() });
    return { settings, header, ...result };
  }

  async function start(
    actor: Actor,
    { importId, settings }: ParsedInputOf<typeof contract.startImport>,
  ): Promise<TicketImport> {
    const found = await find(actor, { importId });
    if (found.state !== 'uploaded') throw begun();
    await requireQueue(actor, settings);
    const { personId } = actor;
    const { rows, usable } = await trial(found, settings, { personId, now: clock.now() });
    if (usable === 0) throw refused('nothingUsable', 'No line of the file can become a ticket.');
    return await act(actor, 'imports.started', { importId }, async (tx, { state, sha256 }) => {
      if (state !== 'uploaded') throw begun();
      if (await store.isImported(tx, sha256))
        throw refused('importedAlready', 'This file has been imported already.');
      return await store.setStarted(tx, importId, { settings, rows, startedBy: personId, now: clock.now() });
    });
  }

  /** A change of one, locked, that goes on elsewhere then. */
  async function act(
    actor: Actor,
    action: 'imports.started' | 'imports.cancelled' | 'imports.undone',
    { importId }: One,
    work: (tx: Tx, found: store.StoredImport) => Promise<store.StoredImport>,
  ): Promise<TicketImport> {
    requireAdministrator(actor);
    return await db.transaction(async (tx) => {
      const found = await store.lockImport(tx, importId);
      if (!found) throw unknownImport();
      const after = await work(tx, found);
      const target = { kind: 'import', id: importId, name: found.name };
      audit.record(tx, { actor, action, target, facts: { rows: after.rows, tickets: after.tickets } });
      tx.afterCommit(() => enqueue(importId));
      return present(after);
    });
  }

  return {
    upload,
    preview,
    start,
    async list(actor: Actor): Promise<{ imports: TicketImport[] }> {
      requireAdministrator(actor);
      return { imports: (await store.listImports(db.read, listed)).map(present) };
    },

    cancel: (actor: Actor, one: One): Promise<TicketImport> =>
      act(actor, 'imports.cancelled', one, async (tx, { id, state }) => {
        if (state !== 'running') throw refused('notRunning', 'This import is not running.');
        return await store.setState(tx, id, 'cancelled', clock.now());
      }),

    async undo(actor: Actor, one: One): Promise<TicketImport> {
      const { id } = await find(actor, one);
      // Outside of the transaction: what is answered meanwhile is kept when its turn comes.
      if (await intake.isGoneOnWith(await store.listBrought(db.read, id, { after: '' })))
        throw refused('answered', 'Somebody has gone on with a ticket of this import.');
      return await act(actor, 'imports.undone', one, async (tx, { state }) => {
        if (state !== 'done' && state !== 'cancelled')
          throw refused('notEnded', 'This import has not ended.');
        return await store.setState(tx, id, 'undoing', null);
      });
    },

    async problems(
      actor: Actor,
      input: ParsedInputOf<typeof contract.listImportProblems>,
    ): Promise<OutputOf<typeof contract.listImportProblems>> {
      const { id } = await find(actor, input);
      return { problems: await store.listProblems(db.read, id, input.from, maxProblemsShown) };
    },

    /** Forgets what nobody started within a day, and answers those that somebody has to go on with. */
    async sweep(): Promise<TicketImportId[]> {
      const before = new Date(clock.now().getTime() - dayMs);
      await db.transaction((tx) => store.deleteForgotten(tx, before));
      const needed = new Set((await store.listInState(db.read, 'uploaded', 'running')).map(keyOf));
      const { keys } = await blobs.list(folder);
      // A younger one may be on its way in.
      for (const key of keys.filter((each) => !needed.has(each))) {
        const file = await blobs.stat(key);
        if (file && file.modifiedAt < before) await blobs.delete(key);
      }
      return await store.listInState(db.read, 'running', 'undoing');
    },
  };
}
export type Imports = ReturnType<typeof createImports>;

const present = (found: store.StoredImport): TicketImport => ({
  id: found.id,
  name: found.name,
  format: found.format,
  size: found.size,
  state: found.state,
  createdBy: found.created_by,
  createdAt: found.created_at.toISOString(),
  startedAt: found.started_at?.toISOString() ?? null,
  endedAt: found.ended_at?.toISOString() ?? null,
  rows: found.rows,
  rowsDone: found.rows_done,
  skipped: found.skipped,
  tickets: found.tickets,
  problems: found.problems,
});

function requireAdministrator(actor: Actor): void {
  if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}

const unknownImport = () => new AppError('notFound', 'There is no such import.');
const refused = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
const begun = () => refused('begun', 'This import has been started already.');
