import * as z from 'zod';
import { command, event, line, Nothing } from './define.ts';
import { TicketLabelId } from './ids.ts';
import { TicketPriority, TicketStatus } from './tickets.ts';

// The desk's own words for the priorities and the statuses of tickets. For employees alone; administrators set them.

/** Each of them can be read in light and in dark. */
export const labelColors = ['gray', 'red', 'orange', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type LabelColor = (typeof labelColors)[number];

const Names = z.object({ en: line(40), fr: line(40) });
/** How a value is shown: null is the product's own word, or colour. */
export const LabelFace = z.object({ names: Names.nullable(), color: z.enum(labelColors).nullable() });
export type LabelFace = z.infer<typeof LabelFace>;

const shape = {
  /** Made by whoever writes it: saving again changes it. */
  id: TicketLabelId,
  /** Without names is none but a built-in one. */
  ...LabelFace.shape,
  /** Offered no more. Tickets that have it keep it. */
  hidden: z.boolean(),
};
/** A label says more of the `value` that it stands for: counts and service levels go by the value. */
const NewLabel = z.discriminatedUnion('field', [
  z.object({ ...shape, field: z.literal('priority'), value: TicketPriority }),
  z.object({ ...shape, field: z.literal('status'), value: TicketStatus }),
]);
/** Built in: one for each priority. Tickets name none of these, they have the value itself. */
export const TicketLabel = z.intersection(NewLabel, z.object({ builtIn: z.boolean() }));
export type TicketLabel = z.infer<typeof TicketLabel>;
export const labelFields = ['status', 'priority'] as const satisfies TicketLabel['field'][];
export type LabelField = TicketLabel['field'];

export const maxLabels = 60;
const Labels = z.object({ labels: z.array(TicketLabel) });
/** In the order in which they are offered. */
export const listLabels = command('labels:list', Nothing, Labels);
/** A new one comes last. What it stands for stays (`conflict`, reason `labelFixed`): tickets have that value. */
export const saveLabel = command('labels:save', NewLabel, Labels);
/** `conflict` of a built-in one (reason `labelBuiltIn`), and of one that tickets have (`labelInUse`): that can be hidden. */
export const deleteLabel = command('labels:delete', z.object({ labelId: TicketLabelId }), Labels);
/** All of a field, in their new order: `conflict` when others have come or gone meanwhile. */
export const orderLabels = command(
  'labels:order',
  z.object({
    field: z.enum(['priority', 'status']),
    labelIds: z.array(TicketLabelId).max(maxLabels),
  }),
  Labels,
);
/** To every employee: all of them, as they are now. */
export const labelsChanged = event('labels:changed', Labels);
