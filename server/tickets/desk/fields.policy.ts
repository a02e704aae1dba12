import type { Actor } from '#server/accounts/actor.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { FieldKind, FieldPatch, FieldValue, FieldValues, TicketField } from '#shared/contract/fields.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import { isOver } from '../life.ts';
import type { Side } from '../tickets.policy.ts';

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

/** Whether a field can become this where it `isAsked`. What a ticket should not have any more may always go. */
const takes = (
  field: TicketField | undefined,
  value: FieldValue | null,
  isAsked: (field: TicketField) => boolean,
): boolean => field !== undefined && (value === null || (isAsked(field) && fits[field.kind](value, field)));

const fieldNamed = (definitions: readonly TicketField[], key: string): TicketField | undefined =>
  definitions.find((each) => each.key === key);

function refuseValue(key: string, where: string): never {
  const message = `The field ${key} does not take this value${where}.`;
  throw new AppError('invalid', message, {
    details: { reason: 'fieldValue', fields: [{ path: `fields.${key}`, message }] },
  });
}

/** Refuses values of fields that this side of such a ticket is not asked for, and those that a field cannot hold. */
export function requireFitting(
  definitions: readonly TicketField[],
  patch: FieldPatch,
  queueId: QueueId,
  side: Side,
): void {
  const shown = definitions.filter((field) => isShownTo(side, field));
  for (const [key, value] of Object.entries(patch))
    if (!takes(fieldNamed(shown, key), value, (field) => isAskedIn(field, queueId)))
      refuseValue(key, ' here');
}

/** The same for what is kept for tickets that nobody knows yet: there is a queue that takes it. */
export function requireHolding(definitions: readonly TicketField[], patch: FieldPatch): void {
  for (const [key, value] of Object.entries(patch))
    if (!takes(fieldNamed(definitions, key), value, ({ archived }) => !archived)) refuseValue(key, '');
}

/** Of what a rule sets what a ticket of this queue takes: fields and choices may be gone since it was written. */
export const fittingValues = (
  definitions: readonly TicketField[],
  patch: FieldPatch,
  queueId: QueueId,
): FieldPatch =>
  Object.fromEntries(
    Object.entries(patch).filter(([key, value]) =>
      takes(fieldNamed(definitions, key), value, (field) => isAskedIn(field, queueId)),
    ),
  );

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
