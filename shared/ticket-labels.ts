import type { TicketLabelId } from './contract/ids.ts';
import type { LabelField, TicketLabel } from './contract/labels.ts';

/** The label that a ticket has for a value, else what the desk calls the value. One that stands for another value is none. */
export function labelOf(
  labels: readonly TicketLabel[],
  field: LabelField,
  value: string,
  id: TicketLabelId | null,
): TicketLabel | undefined {
  const meant = labels.filter((label) => label.field === field && label.value === value);
  return meant.find((label) => label.id === id) ?? meant.find(({ builtIn }) => builtIn);
}
