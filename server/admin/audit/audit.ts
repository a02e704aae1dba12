import type { Audit, AuditFacts, AuditRecord } from '#server/platform/audit.ts';
import { callingAddress } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { AuditEntryId } from '#shared/contract/ids.ts';
import { append, lockChain } from './audit.store.ts';
import { hashOf, type Sealed } from './canonical.ts';
import { createRefusals, type Refusal } from './refusals.ts';

type Pending = AuditRecord & { address: string | null };

/** Where every domain tells its decisions. Entries are numbered and chained at the very end of their transaction. */
export function createAudit({ db, clock, logger }: { db: Db; clock: Clock; logger: Logger }) {
  const waiting = new WeakMap<Tx, Pending[]>();
  const underWay = new Set<Promise<void>>();
  const refusals = createRefusals(tellRefusal);

  function add(tx: Tx, entry: Pending): void {
    const others = waiting.get(tx);
    if (others) {
      others.push(entry);
      return;
    }
    const entries = [entry];
    waiting.set(tx, entries);
    tx.beforeCommit(() => chain(tx, entries));
  }

  async function chain(tx: Tx, pending: readonly Pending[]): Promise<void> {
    const head = await lockChain(tx);
    let { hash: before } = head;
    const entries = pending.map((each, nth) => {
      const sealed = seal(each, head.seq + nth + 1, clock.now());
      before = hashOf(before, sealed);
      return { ...sealed, hash: before };
    });
    await append(tx, entries);
  }

  function tellRefusal({ record, address, attempts }: Refusal): void {
    const facts = { ...record.facts, attempts };
    const told = db
      .transaction(async (tx) => add(tx, { ...record, facts, address }))
      .catch((error: unknown) => logger.warn({ err: error }, 'a refusal is missing in the audit log'))
      .finally(() => underWay.delete(told));
    underWay.add(told);
  }

  const audit: Audit = {
    record: (tx, record) => add(tx, { ...record, address: callingAddress.getStore() ?? null }),
    refused: refusals.add,
  };
  return {
    ...audit,
    async close(): Promise<void> {
      refusals.close();
      await Promise.all(underWay);
    },
  };
}
export type AuditService = ReturnType<typeof createAudit>;

/** Texts as PostgreSQL can keep them, so that what is hashed is what will be read. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

function seal({ actor, action, target, facts = {}, address }: Pending, seq: number, at: Date): Sealed {
  const cleaned = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'string' ? clean(value) : value,
  ]);
  return {
    id: newId<AuditEntryId>(),
    seq,
    at: at.toISOString(),
    actor: actor && { id: actor.personId, name: clean(actor.displayName) },
    action,
    target: target ? { kind: target.kind, id: clean(target.id), name: clean(target.name) } : null,
    facts: Object.fromEntries(cleaned) as AuditFacts,
    address: address === null ? null : clean(address),
  };
}
