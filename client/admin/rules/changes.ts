import type { MacroActions } from '#shared/contract/desk-tools.ts';
import type { TicketLabel } from '#shared/contract/labels.ts';
import { changesOf, isLabelled, optionOf } from '../../tickets/core/labels.ts';

type Changes = MacroActions['changes'];
/** What rules change of a ticket, each as one choice. */
export const changing = ['status', 'priority', 'impact', 'queueId', 'assigneeId'] as const;
export type Changing = (typeof changing)[number];

/** What it becomes: of a status or a priority the word of the desk, if that is meant. undefined: it stays as it is. */
export const choiceIn = (changes: Changes, field: Changing): string | null | undefined =>
  (isLabelled(field) ? changes[`${field}LabelId`] : undefined) ?? changes[field];

export function withChoice(
  changes: Changes,
  field: Changing,
  choice: string | null | undefined,
  labels: readonly TicketLabel[],
): Changes {
  const { [field]: _, ...others } = changes;
  if (!isLabelled(field)) return choice === undefined ? others : { ...others, [field]: choice };
  const { [`${field}LabelId` as const]: __, ...left } = others;
  const option = optionOf(field, choice ?? '', labels);
  return option ? { ...left, ...changesOf(field, option) } : left;
}
