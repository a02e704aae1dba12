import type { TicketLabelId } from '#shared/contract/ids.ts';
import type { TicketLabel } from '#shared/contract/labels.ts';

/** The nth label of a test. */
export const labelId = (n: number) =>
  `00000005-0000-7000-8000-${String(n).padStart(12, '0')}` as TicketLabelId;

/** A word of the desk that is offered no more. */
export const supplier: TicketLabel = {
  id: labelId(1),
  field: 'status',
  value: 'pending',
  builtIn: false,
  names: { en: 'Waiting for supplier', fr: 'Attend le fournisseur' },
  color: null,
  hidden: true,
};
