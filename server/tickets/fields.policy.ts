import type { Actor } from '#server/accounts/actor.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { FieldKind, FieldPatch, FieldValue, FieldValues, TicketField } from '#shared/contract/fields.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import { isOver } from './life.ts';
import type { Side } from './tickets.policy.ts';

export const canSetUpFields = ({ isAdmin }: Pick<Actor, 'isAdmin'>): boolean => isAdmin;

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;

function isLink(value: string): boolean {
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  return protocol === 'https:' || protocol === 'http:';
}

/** Whether a field can hold a value. Words that say nothing are none: they are taken away instead. */
const fits: Record<FieldKind, (value: FieldValue, field: TicketField) => boolean> = {
  text: (value) => typeof value === 'string' && value.trim() !== '',
  number: (value) => typeof value === 'number',
  choice: (value, { choices }) => choices.some((choice) => choice === value),
  date: (value) => typeof value === 'string' && isDay(value),
  yesNo: (value) => typeof value === 'boolean',
  link: (value) => typeof value === 'string' && isLink(value),
};

export const isShownTo = (side: Side, { archived, shownToCustomers }: TicketField): boolean =>
  side === 'employee' || (shownToCustomers && !archived);

/** Refuses values of fields that this side of such a ticket is not asked for, and those that a field cannot hold. */
export function requireFitting(
  definitions: readonly TicketField[],
  patch: FieldPatch,
  queueId: QueueId,
  side: Side,
): void {
  for (const [key, value] of Object.entries(patch)) {
    const field = definitions.find((each) => each.key === key && isShownTo(side, each));
    // What a ticket should not have any more may always go.
    if (field && (value === null || (isAskedIn(field, queueId) && fits[field.kind](value, field)))) continue;
    const message = `The field ${key} does not take this value here.`;
    throw new AppError('invalid', message, {
      details: { reason: 'fieldValue', fields: [{ path: `fields.${key}`, message }] },
    });
  }
}

/** Who says that it is done has filled in what is asked for. */
export function requireFilled(definitions: readonly TicketField[], before: Ticket, after: Ticket): void {
  if (!ends(before, after)) return;
  const missing = definitions.filter(
    (field) =>
      field.requiredToSolve && isAskedIn(field, after.queueId) && after.fields[field.key] === undefined,
  );
  if (missing.length === 0) return;
  throw new AppError('conflict', 'Fields that are asked for are empty.', {
    details: {
      reason: 'fieldsMissing',
      fields: missing.map(({ key, label }) => ({ path: `fields.${key}`, message: label.en })),
    },
  });
}

export const ends = (before: Ticket, after: Ticket): boolean => isOver(after) && !isOver(before);

/** As far as this side sees them. */
export function shownValues(
  definitions: readonly TicketField[],
  values: FieldValues,
  side: Side,
): FieldValues {
  const shown = new Set(definitions.filter((field) => isShownTo(side, field)).map(({ key }) => key));
  return Object.fromEntries(Object.entries(values).filter(([key]) => shown.has(key)));
}
