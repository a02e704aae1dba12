import type { Actor } from '#server/accounts/actor.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Db } from '#server/platform/db.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { AuditEntry, exportAudit, listAudit } from '#shared/contract/admin.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { z } from 'zod';
import { canAdminister, requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';
import { type EntryRow, listActions, listEntries, sealedOf } from './audit.store.ts';
import { exportEntries } from './export.ts';
import { type Verdict, verifyChain } from './verify.ts';

type Parts = { db: Db; audit: Audit; people: AdminNeeds['people'] };
type Export = z.output<(typeof exportAudit)['query']>;

/** Reading the audit log: in pages, as a file, and as a whole to see whether somebody changed it. */
export function createAuditLog({ db, audit, people }: Parts) {
  const walks = limiter('auditVerify', { points: 10, perSeconds: 60 });
  const exports = limiter('auditExport', { points: 20, perSeconds: 600 });
  let walking: Promise<Verdict> | undefined;

  async function present(rows: EntryRow[]): Promise<AuditEntry[]> {
    const cards = await people.cards(
      db.read,
      rows.flatMap((row) => row.actor_id ?? []),
    );
    return rows.map((row) => {
      const { id: _, actor, ...entry } = sealedOf(row);
      const card = actor && cards.get(actor.id);
      const named = actor && { id: actor.id, kind: card?.kind ?? 'member', displayName: actor.name };
      return {
        ...entry,
        id: row.id,
        actor: named && { ...named, avatarUrl: card?.avatarUrl ?? null },
        hash: row.hash.toString('hex'),
      };
    });
  }

  return {
    async list(
      actor: Actor,
      { before, limit, ...query }: ParsedInputOf<typeof listAudit>,
    ): Promise<OutputOf<typeof listAudit>> {
      requireAdministrator(actor);
      const rows = await listEntries(db.read, query, { before, limit: limit + 1 });
      return { entries: await present(rows.slice(0, limit)), more: rows.length > limit };
    },

    async actions(actor: Actor): Promise<{ actions: string[] }> {
      requireAdministrator(actor);
      return { actions: await listActions(db.read) };
    },

    /** Administrators who ask at the same time share one walk. */
    async verify(actor: Actor): Promise<Verdict> {
      requireAdministrator(actor);
      await walks.consume(actor.personId);
      walking ??= verifyChain(db).finally(() => {
        walking = undefined;
      });
      const verdict = await walking;
      const { ok, checked, brokenAt } = verdict;
      await db.transaction(async (tx) =>
        audit.record(tx, { actor, action: 'audit.verified', facts: { ok, checked, brokenAt } }),
      );
      return verdict;
    },

    /** Who is no administrator does not learn that there is anything. */
    async export(actor: Actor, { format, ...query }: Export): Promise<AsyncGenerator<string>> {
      if (!canAdminister(actor)) throw new AppError('notFound', 'There is no such endpoint.');
      await exports.consume(actor.personId);
      const facts = { format, filtered: Object.values(query).some((value) => value !== undefined) };
      await db.transaction(async (tx) => audit.record(tx, { actor, action: 'audit.exported', facts }));
      return exportEntries(db, query, format);
    },
  };
}
export type AuditLog = ReturnType<typeof createAuditLog>;
