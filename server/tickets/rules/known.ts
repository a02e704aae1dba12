import type { Tx } from '#server/platform/db.ts';
import type { TicketField } from '#shared/contract/fields.ts';
import type { TicketLabel } from '#shared/contract/labels.ts';
import type { RuleActions } from '#shared/contract/rules.ts';
import { holdFields } from '../desk/fields.store.ts';
import { listLabels } from '../desk/labels.store.ts';

/** The fields and words that the installation has of its own: rules may set others, which were deleted since. */
export type Known = { fields: readonly TicketField[]; labels: readonly TicketLabel[] };
export const nothingKnown: Known = { fields: [], labels: [] };

/** As far as these changes need it. Nobody changes the fields before the transaction ends. */
export async function holdKnown(tx: Tx, all: readonly RuleActions['changes'][]): Promise<Known> {
  const setsFields = all.some(({ fields }) => fields);
  const setsLabels = all.some(({ statusLabelId, priorityLabelId }) => statusLabelId ?? priorityLabelId);
  return {
    fields: setsFields ? await holdFields(tx) : nothingKnown.fields,
    labels: setsLabels ? await listLabels(tx) : nothingKnown.labels,
  };
}
