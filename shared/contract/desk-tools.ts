import * as z from 'zod';
import { command, line, Nothing, text } from './define.ts';
import { Changed, deleted, Kept, maxAtOnce, Seen } from './desk.ts';
import { FieldValues } from './fields.ts';
import { DeskItemId, PersonId, QueueId, TicketEntryId, TicketId } from './ids.ts';
import { actOnTickets, RuleActions } from './rules.ts';
import { maxTicketBody, TicketImpact, TicketPriority } from './tickets.ts';

// What an employee does again and again, kept under a name. For employees alone.

// --- macros --------------------------------------------------------------------------------------

/** What triggers do, and `me` for whoever applies it. */
export const MacroActions = z.object({
  ...RuleActions.shape,
  changes: RuleActions.shape.changes.extend({
    assigneeId: z.literal('me').or(PersonId).nullable().optional(),
  }),
});
export type MacroActions = z.infer<typeof MacroActions>;

const Words = text(5_000)
  .refine((words) => words.trim() !== '', 'some words')
  .nullable();
const MacroContent = {
  /** For tickets of this queue alone. */
  queueId: QueueId.nullable(),
  /** Come last: what they make of the status stands, whatever the reply made of it. */
  actions: MacroActions,
  /** Said to the customer, then noted for colleagues. Both may hold the placeholders of `shared/placeholders.ts`. */
  reply: Words,
  note: Words,
};
export const doesSomething = ({ actions, reply, note }: Pick<Macro, 'actions' | 'reply' | 'note'>): boolean =>
  reply !== null || note !== null || actOnTickets(actions);
export const Macro = z.object({ ...Kept, ...MacroContent, ...Seen });
export type Macro = z.infer<typeof Macro>;
/** One's own and the shared ones, by name, without those of queues that the caller does not read. */
export const listMacros = command('tickets:listMacros', Nothing, z.object({ macros: z.array(Macro) }));
export const saveMacro = command(
  'tickets:saveMacro',
  z
    .object({ ...Kept, ...MacroContent })
    .refine(doesSomething, { path: ['actions'], message: 'something to do' }),
  Macro,
);
export const deleteMacro = command('tickets:deleteMacro', deleted, Nothing);
/**
 * All or none of the tickets; each gets its entries in one go. `clientId` is of its first entry and made by the caller: applied
 * again with the same one nothing changes.
 */
export const applyMacro = command(
  'tickets:applyMacro',
  z.object({
    macroId: DeskItemId,
    tickets: z
      .array(z.object({ ticketId: TicketId, clientId: TicketEntryId }))
      .min(1)
      .max(maxAtOnce),
  }),
  z.object({
    /** One for each entry; those of kind `change` can be taken back with `tickets:undo`. */
    changed: z.array(Changed),
    /** Gone, not the caller's to change, or not of the macro's queue. */
    outOfReach: z.array(TicketId),
  }),
);

// --- templates -----------------------------------------------------------------------------------

/** What a new ticket begins with. */
const TemplateContent = {
  subject: text(200),
  body: text(maxTicketBody),
  queueId: QueueId.nullable(),
  priority: TicketPriority,
  impact: TicketImpact,
  tags: z.array(line(40)).max(20),
  fields: FieldValues,
};
export const TicketTemplate = z.object({ ...Kept, ...TemplateContent, ...Seen });
export type TicketTemplate = z.infer<typeof TicketTemplate>;
/** One's own and the shared ones, by name, without those of queues that the caller does not read. */
export const listTemplates = command(
  'tickets:listTemplates',
  Nothing,
  z.object({ templates: z.array(TicketTemplate) }),
);
export const saveTemplate = command(
  'tickets:saveTemplate',
  z.object({ ...Kept, ...TemplateContent }),
  TicketTemplate,
);
export const deleteTemplate = command('tickets:deleteTemplate', deleted, Nothing);
