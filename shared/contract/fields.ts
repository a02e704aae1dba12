import * as z from 'zod';
import { command, event, line, Nothing, text } from './define.ts';
import { QueueId, TicketId } from './ids.ts';

// What an installation wants to know of its tickets beyond what every ticket has.

/** What programs call a field: it stays the same. */
export const FieldKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  // Every object of JavaScript has this already.
  .refine((key) => key !== 'constructor');

export const fieldKinds = ['text', 'number', 'choice', 'date', 'yesNo', 'link'] as const;
/** `date`: a day such as 2030-01-31. `link`: an address of the web. */
export const FieldKind = z.enum(fieldKinds);
export type FieldKind = z.infer<typeof FieldKind>;

export const maxFields = 50;
export const maxFieldText = 2_000;
const fewEnough = (values: object) => Object.keys(values).length <= maxFields;
/** As the kind of the field has it: words, days and addresses are strings. */
export const FieldValue = z.union([text(maxFieldText), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;
export const FieldValues = z.record(FieldKey, FieldValue).refine(fewEnough, `${maxFields} at most`);
export type FieldValues = z.infer<typeof FieldValues>;
/** null takes a value away; what is not named stays. */
export const FieldPatch = z.record(FieldKey, FieldValue.nullable()).refine(fewEnough, `${maxFields} at most`);
export type FieldPatch = z.infer<typeof FieldPatch>;

export const TicketField = z.object({
  key: FieldKey,
  label: z.object({ en: line(60), fr: line(60) }),
  /** Stays the same. */
  kind: FieldKind,
  /** Of a `choice`. A value that is no choice any more stays until it is changed. */
  choices: z.array(line(80)).max(50),
  /** Where it is asked for. null: in every queue. */
  queueIds: z.array(QueueId).max(100).nullable(),
  /** No employee solves or closes a ticket without it. */
  requiredToSolve: z.boolean(),
  /** Customers see and set it. */
  shownToCustomers: z.boolean(),
  /** Values stay, but nobody is asked for it any more. */
  archived: z.boolean(),
});
export type TicketField = z.infer<typeof TicketField>;

const Fields = z.object({ fields: z.array(TicketField).max(maxFields) });
/** In their order. To customers those that are shown to them. */
export const listFields = command('tickets:listFields', Nothing, Fields);
/** To everybody who has tickets: all that they may know of, as they are now. */
export const fieldsChanged = event('tickets:fieldsChanged', Fields);
/** Administrators only, as the next two. A new one comes last; another kind for a known one is `conflict`, reason `fieldKind`. */
export const saveField = command(
  'tickets:saveField',
  TicketField.refine(({ kind, choices }) => (kind === 'choice') === choices.length > 0, {
    path: ['choices'],
    message: 'choices of a choice',
  }),
  TicketField,
);
/** `conflict`, reason `fieldUsed`, while a ticket has a value: archive it. */
export const deleteField = command('tickets:deleteField', z.object({ key: FieldKey }), Nothing);
/** All of them, in their new order: `conflict`, reason `fieldsChanged`, when others have come or gone meanwhile. */
export const orderFields = command(
  'tickets:orderFields',
  z.object({ keys: z.array(FieldKey).max(maxFields) }),
  Nothing,
);

const Filled = z.object({ values: FieldValues });
/** What a ticket says, as far as the asker sees it: employees find the same in the ticket. */
export const getTicketFields = command('tickets:getFields', z.object({ ticketId: TicketId }), Filled);
/** By whoever writes in the ticket: customers those that are shown to them. */
export const setTicketFields = command(
  'tickets:setFields',
  z.object({ ticketId: TicketId, values: FieldPatch }),
  Filled,
);
