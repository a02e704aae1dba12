import type { AuditRecord } from '#server/platform/audit.ts';
import { callingAddress } from '#server/platform/caller.ts';

export type Refusal = { record: AuditRecord; address: string | null; attempts: number };
type Window = Refusal & { told: number; toldAt: number };

const windowMs = 60_000;
const checkEveryMs = 5_000;
/** Somebody who tries a million names gets entries without the names. */
const maxWindows = 2_000;

/** Bounds what strangers can write: the first attempt is told at once, the others of its minute as one, with their number. */
export function createRefusals(tell: (refusal: Refusal) => void) {
  const windows = new Map<string, Window>();
  const timer = setInterval(() => flush(performance.now() - windowMs), checkEveryMs).unref();

  function flush(toldBefore: number): void {
    for (const [key, window] of windows) {
      if (window.toldAt > toldBefore) continue;
      const attempts = window.attempts - window.told;
      if (attempts === 0) windows.delete(key);
      else tell({ record: window.record, address: window.address, attempts });
      Object.assign(window, { told: window.attempts, toldAt: performance.now() });
    }
  }

  function open(key: string, record: AuditRecord, address: string | null): void {
    windows.set(key, { record, address, attempts: 1, told: 1, toldAt: performance.now() });
    tell({ record, address, attempts: 1 });
  }

  return {
    add(record: AuditRecord): void {
      const address = callingAddress.getStore() ?? null;
      const { action, actor, target, facts } = record;
      const own = JSON.stringify([action, address, actor?.personId, target?.id, facts]);
      const isNamed = windows.has(own) || windows.size < maxWindows;
      const window = windows.get(isNamed ? own : action);
      if (window) window.attempts += 1;
      else if (isNamed) open(own, record, address);
      else open(action, { actor: null, action }, null);
    },
    close(): void {
      clearInterval(timer);
      flush(Number.POSITIVE_INFINITY);
    },
  };
}
