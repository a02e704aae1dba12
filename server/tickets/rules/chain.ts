import type { FieldValue } from '#shared/contract/fields.ts';
import type { Condition, RuleActions, Trigger } from '#shared/contract/rules.ts';
import type { Ticket, TicketChanges } from '#shared/contract/tickets.ts';
import { fittingValues } from '../desk/fields.policy.ts';
import { afterChange, differences } from '../life.ts';
import { type Known, nothingKnown } from './known.ts';

/** What has happened to a ticket, as triggers see it. `waiting`: it has been, for one trigger, long enough. */
export type Cause =
  | { event: 'created' }
  | { event: 'replied'; by: 'customer' | 'employee' }
  | { event: 'changed' }
  | { event: 'waiting'; triggerId: Trigger['id'] }
  | { event: 'slaWarning' }
  | { event: 'slaBreached' };

/** What running out of time is called. */
export const slaEvents = { warning: 'slaWarning', breach: 'slaBreached' } as const;

/** A trigger that fired, and the ticket after it. */
export type Step = { trigger: Trigger; after: Ticket };

const maxTags = 20;

export function fires(trigger: Trigger, cause: Cause, ticket: Ticket): boolean {
  const { when, match, conditions } = trigger;
  if (!trigger.enabled || when.event !== cause.event) return false;
  if (when.event === 'replied' && cause.event === 'replied' && when.by !== 'anybody' && when.by !== cause.by)
    return false;
  if (cause.event === 'waiting' && cause.triggerId !== trigger.id) return false;
  if (conditions.length === 0) return true;
  return match === 'all'
    ? conditions.every((condition) => holds(condition, ticket))
    : conditions.some((condition) => holds(condition, ticket));
}

export function holds(condition: Condition, ticket: Ticket): boolean {
  return condition.values.some((value) => says(ticket, condition, value)) === condition.is;
}

function says(ticket: Ticket, condition: Condition, value: Condition['values'][number]): boolean {
  switch (condition.field) {
    case 'tags':
      return ticket.tags.includes(String(value));
    case 'subject':
      return fold(ticket.subject).includes(fold(String(value)));
    case 'status':
    case 'priority':
      return ticket[condition.field] === value || ticket[`${condition.field}LabelId` as const] === value;
    case 'fields':
      return alike(ticket.fields[condition.fieldKey] ?? null, value);
    default:
      return ticket[condition.field] === value;
  }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
const alike = (one: FieldValue | null, other: FieldValue | null): boolean =>
  typeof one === 'string' && typeof other === 'string' ? fold(one) === fold(other) : one === other;

/** Of fields and words of the installation's own it sets what the ticket can take in the queue that it is in then. */
export function act(
  ticket: Ticket,
  { changes, addTags, removeTags }: RuleActions,
  now: string,
  known: Known = nothingKnown,
): Ticket {
  const kept = ticket.tags.filter((tag) => !removeTags.includes(tag));
  const tags = [...new Set([...kept, ...addTags])].slice(0, maxTags);
  const fields = fittingValues(known.fields, changes.fields ?? {}, changes.queueId ?? ticket.queueId);
  const { statusLabelId: _, priorityLabelId: __, ...others } = changes;
  return afterChange(ticket, { ...others, ...labelled(changes, known), tags, fields }, now);
}

/** The words that it sets, with what they stand for, or none. Of a deleted one what it stood for is left. */
function labelled(
  { statusLabelId, priorityLabelId }: RuleActions['changes'],
  { labels }: Known,
): TicketChanges {
  const set: TicketChanges = {};
  if (statusLabelId === null) set.statusLabelId = null;
  if (priorityLabelId === null) set.priorityLabelId = null;
  for (const label of labels) {
    if (label.field === 'status' && label.id === statusLabelId)
      Object.assign(set, { status: label.value, statusLabelId });
    if (label.field === 'priority' && label.id === priorityLabelId)
      Object.assign(set, { priority: label.value, priorityLabelId });
  }
  return set;
}

const compared = [
  'status',
  'statusLabelId',
  'priority',
  'priorityLabelId',
  'impact',
  'queueId',
  'assigneeId',
  'tags',
  'fields',
] as const;
const differs = (before: Ticket, after: Ticket): boolean =>
  differences(before, after, compared) !== undefined;

/**
 * What follows from what happened, in the order of the triggers. What one changes is what happened to those that wait for a
 * change, also to earlier ones. Each runs once at most: that is why it ends. `again`: those that would have changed it again.
 */
export function chain(
  start: Ticket,
  cause: Cause,
  triggers: readonly Trigger[],
  now: string,
  known: Known = nothingKnown,
): { steps: Step[]; again: Trigger[] } {
  const steps: Step[] = [];
  const left = [...triggers];
  const causes: Cause[] = [cause];
  let ticket = start;
  for (;;) {
    const at = left.findIndex((trigger) => causes.some((each) => fires(trigger, each, ticket)));
    const [trigger] = at < 0 ? [] : left.splice(at, 1);
    if (!trigger) break;
    const after = act(ticket, trigger.actions, now, known);
    if (differs(ticket, after)) causes.push({ event: 'changed' });
    steps.push({ trigger, after });
    ticket = after;
  }
  const again = steps
    .map(({ trigger }) => trigger)
    .filter(
      (trigger) =>
        causes.length > 1 &&
        fires(trigger, { event: 'changed' }, ticket) &&
        differs(ticket, act(ticket, trigger.actions, now, known)),
    );
  return { steps, again };
}
