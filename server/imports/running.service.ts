import type { Contacts } from '#server/accounts/contacts.service.ts';
import type { Tx } from '#server/platform/db.ts';
import { onOneNode } from '#server/platform/one-node.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Intake } from '#server/tickets/intake/intake.service.ts';
import type { ImportSettings } from '#shared/contract/imports.ts';
import type { TicketImportId } from '#shared/contract/ids.ts';
import { createBringing } from './bring.ts';
import { openDirectory, type Placed } from './directory.ts';
import { type Files, keyOf } from './file.ts';
import * as store from './imports.store.ts';
import type { Row } from './said.ts';

type Parts = Pick<Platform, 'db' | 'bus' | 'clock' | 'blobs'> & {
  contacts: Contacts;
  intake: Intake;
  files: Files;
};
type Judged = Row & { placed: Placed };

const leaseMs = 30_000;
/** Of one transaction: rows, and entries of their timelines. */
const rowsAtOnce = 100;
const wordsAtOnce = 1_000;
const maxProblems = 10_000;

/** It was cancelled, or another node is further. */
class Superseded extends Error {}

/** Brings imports in and takes them back, on one node at a time. Killed at any moment it goes on where its last batch ended. */
export function createRunning({ db, bus, clock, blobs, contacts, intake, files }: Parts) {
  const bring = createBringing({ contacts, intake });

  const run = (importId: TicketImportId, stop: AbortSignal): Promise<void> =>
    onOneNode(bus, `imports:${importId}`, leaseMs, async (lost) => {
      const found = await store.findImport(db.read, importId);
      if (!found) return;
      const signal = AbortSignal.any([stop, lost]);
      try {
        if (found.state === 'running' && found.settings) await goOn(found, found.settings, signal);
        if (found.state === 'undoing') await takeBack(found, signal);
      } catch (error) {
        if (!(error instanceof Superseded)) throw error;
      }
      // Nobody reads it again.
      const after = await store.findImport(db.read, importId);
      if (after?.state !== 'running' && after?.state !== 'uploaded') await blobs.delete(keyOf(importId));
    });

  async function goOn(
    found: store.StoredImport,
    settings: ImportSettings,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, rows_done: done, created_by: startedBy, started_at: startedAt } = found;
    const place = await openDirectory({ db, contacts, intake }, startedBy, settings);
    let [read, batch]: [number, Judged[]] = [0, []];
    for await (const row of files.rows(found, settings, (startedAt ?? clock.now()).toISOString())) {
      read += 1;
      if (read <= done) continue;
      batch.push(await place(row));
      if (batch.length < rowsAtOnce && wordsIn(batch) < wordsAtOnce) continue;
      signal.throwIfAborted();
      await keep(id, read - batch.length, batch);
      batch = [];
    }
    await keep(id, read - batch.length, batch);
    await db.transaction(async (tx) => {
      await requireState(tx, id, 'running');
      await store.setState(tx, id, 'done', clock.now());
    });
  }

  /** A batch is there as a whole, with how far the import is, or not at all. */
  async function keep(id: TicketImportId, from: number, rows: readonly Judged[]): Promise<void> {
    if (rows.length === 0) return;
    await db.transaction(async (tx) => {
      const { rows_done: done, problems: before } = await requireState(tx, id, 'running');
      if (done !== from) throw new Superseded();
      const ready = rows.flatMap(({ said, placed }) => (said ? [{ said, placed }] : []));
      const tickets = await bring(tx, id, ready);
      const problems = rows.flatMap((row) => row.problems).slice(0, Math.max(0, maxProblems - before));
      await store.insertProblems(tx, id, before, problems);
      const skipped = rows.length - ready.length;
      await store.addProgress(tx, id, { rows: rows.length, skipped, tickets, problems: problems.length });
    });
  }

  async function takeBack({ id }: store.StoredImport, signal: AbortSignal): Promise<void> {
    for (let after = ''; ; ) {
      signal.throwIfAborted();
      const brought = await store.listBrought(db.read, id, { after, limit: rowsAtOnce });
      const last = brought.at(-1);
      if (!last) break;
      after = last.externalId;
      await db.transaction(async (tx) => {
        await requireState(tx, id, 'undoing');
        const gone = await intake.takeBack(tx, brought);
        await store.addProgress(tx, id, { rows: 0, skipped: 0, tickets: -gone, problems: 0 });
      });
    }
    await db.transaction(async (tx) => {
      await requireState(tx, id, 'undoing');
      await store.setState(tx, id, 'undone', clock.now());
    });
  }

  async function requireState(
    tx: Tx,
    id: TicketImportId,
    state: store.StoredImport['state'],
  ): Promise<store.StoredImport> {
    const found = await store.lockImport(tx, id);
    if (found?.state !== state) throw new Superseded();
    return found;
  }

  return { run };
}

const wordsIn = (rows: readonly Row[]): number =>
  rows.reduce((sum, { said }) => sum + (said?.words.length ?? 0), 0);
