import type { TicketLabelId } from '#shared/contract/ids.ts';
import type { LabelField, TicketLabel } from '#shared/contract/labels.ts';
import { TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';

/** A value of a field, with the label that says it in the desk's own words, if there is one. */
export type Option = { value: TicketPriority | TicketStatus; label: TicketLabel | undefined };

/** What a field can become, in the order of the desk: priorities as they were placed, own statuses after what they stand for. */
export function optionsOf(field: LabelField, labels: readonly TicketLabel[]): Option[] {
  const offered = labels.filter((label) => label.field === field && !label.hidden);
  if (field === 'priority') return offered.map((label) => ({ value: label.value, label }));
  return TicketStatus.options.flatMap((value) => [
    { value, label: undefined },
    ...offered.filter((label) => label.value === value).map((label) => ({ value, label })),
  ]);
}

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

/** What a ticket names: nothing, for a value by itself. */
export const labelIdOf = ({ label }: Option): TicketLabelId | null =>
  label && !label.builtIn ? label.id : null;

/** As one word of an address. */
export const wordOf = (option: Option): string => labelIdOf(option) ?? option.value;

/** What somebody who picks this option changes. */
export function changesOf(field: LabelField, option: Option) {
  const id = labelIdOf(option);
  return field === 'status'
    ? { status: TicketStatus.parse(option.value), statusLabelId: id }
    : { priority: TicketPriority.parse(option.value), priorityLabelId: id };
}
