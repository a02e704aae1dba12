import type { Tx } from '#server/platform/db.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import type { Done } from '../changes.ts';
import { differing } from './field-values.ts';
import { ends, requireFilled, requireFitting } from './fields.policy.ts';
import { holdFields } from './fields.store.ts';

/**
 * What employees make of tickets in a transaction, held against the fields that the installation has: refused, or answered as it
 * is. The fields are read once, and only where they matter.
 */
export function createFilling(tx: Tx) {
  let reading: ReturnType<typeof holdFields> | undefined;
  return async (before: Ticket, done: Done | undefined): Promise<Done | undefined> => {
    if (!done) return undefined;
    const { after } = done;
    const patch = differing(after.fields, before.fields);
    if (Object.keys(patch).length === 0 && !ends(before, after)) return done;
    const definitions = await (reading ??= holdFields(tx));
    requireFitting(definitions, patch, after.queueId, 'employee');
    requireFilled(definitions, before, after);
    return done;
  };
}
