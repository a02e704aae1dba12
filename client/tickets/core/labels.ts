import type { TicketLabelId } from '#shared/contract/ids.ts';
import { type LabelField, labelFields, type TicketLabel } from '#shared/contract/labels.ts';
import { TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';
import { fold } from '../../app/match.ts';

/** Whether the desk has its own words for it. */
export const isLabelled = (field: string): field is LabelField => labelFields.some((each) => each === field);

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

/** What a ticket names: nothing, for a value by itself. */
export const labelIdOf = ({ label }: Option): TicketLabelId | null =>
  label && !label.builtIn ? label.id : null;

/**
 * The option that words mean: by its name (`nameOf` has the person's), by that of the desk in the other language, or by the value of the
 * contract; else the only one whose name begins so.
 */
export function optionCalled(
  options: readonly Option[],
  words: string,
  nameOf: (option: Option) => string,
): Option | undefined {
  const meant = fold(words.trim());
  if (meant === '') return undefined;
  const named = options.map((option) => {
    const names = Object.values(option.label?.names ?? {});
    const value = labelIdOf(option) === null ? [option.value] : [];
    return { option, names: [nameOf(option), ...names, ...value].map(fold) };
  });
  const exact = named.find(({ names }) => names.includes(meant));
  const begun = named.filter(({ names }) => names.some((name) => name.startsWith(meant)));
  return (exact ?? (begun.length === 1 ? begun[0] : undefined))?.option;
}

/** As one word of an address. */
export const wordOf = (option: Option): string => labelIdOf(option) ?? option.value;

/** The other way: what such a word means, also when it is offered no more. */
export function optionOf(
  field: LabelField,
  word: string,
  labels: readonly TicketLabel[],
): Option | undefined {
  const label = labels.find((each) => each.field === field && !each.builtIn && each.id === word);
  if (label) return { value: label.value, label };
  const value = [...TicketStatus.options, ...TicketPriority.options].find((each) => each === word);
  return value && { value, label: undefined };
}

/** What somebody who picks this option changes. */
export function changesOf(field: LabelField, option: Option) {
  const id = labelIdOf(option);
  return field === 'status'
    ? { status: TicketStatus.parse(option.value), statusLabelId: id }
    : { priority: TicketPriority.parse(option.value), priorityLabelId: id };
}
