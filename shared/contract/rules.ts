import * as z from 'zod';
import { command, line, Nothing, text, Timestamp } from './define.ts';
import { FieldKey, FieldValue } from './fields.ts';
import { CompanyId, PersonId, QueueId, TicketId, TicketLabelId, TriggerId, WebhookId } from './ids.ts';
import { TicketChanges, TicketChannel, TicketImpact, TicketPriority, TicketStatus } from './tickets.ts';

// What the hub does by itself when something happens to a ticket. For administrators alone.

// --- triggers ------------------------------------------------------------------------------------

const among = <F extends string, V extends z.ZodType>(field: F, value: V) =>
  z.object({
    field: z.literal(field),
    /** Whether the field has to be one of these, or none of them. */
    is: z.boolean(),
    values: z.array(value).min(1).max(20),
  });
/**
 * Of `tags` one has to be among the values; `subject` has to contain one of them, in capitals or not. A status or a priority is one by
 * its value or by the desk's own word for it; nothing has a word that was deleted.
 */
export const Condition = z.discriminatedUnion('field', [
  among('status', TicketStatus.or(TicketLabelId)),
  among('priority', TicketPriority.or(TicketLabelId)),
  among('impact', TicketImpact),
  among('channel', TicketChannel),
  among('queueId', QueueId),
  among('companyId', CompanyId.nullable()),
  among('assigneeId', PersonId.nullable()),
  among('tags', line(40)),
  among('subject', line(80)),
  /** A field of the installation's own, in capitals or not. null: it is empty, as one that was deleted is. */
  among('fields', FieldValue.nullable()).extend({ fieldKey: FieldKey }),
]);
export type Condition = z.infer<typeof Condition>;

export const RuleActions = z.object({
  changes: TicketChanges.pick({
    status: true,
    priority: true,
    /** One that was deleted since leaves the value that goes with it. */
    statusLabelId: true,
    priorityLabelId: true,
    impact: true,
    queueId: true,
    assigneeId: true,
    /** Saved only if the installation has them; later a value that a ticket cannot take is left out. */
    fields: true,
  }),
  addTags: z.array(line(40)).max(20),
  removeTags: z.array(line(40)).max(20),
});
export type RuleActions = z.infer<typeof RuleActions>;

type Acting = Omit<RuleActions, 'changes'> & {
  changes: Omit<RuleActions['changes'], 'assigneeId'> & { assigneeId?: unknown };
};
/** Whether there is anything that they do. */
export const actOnTickets = ({ changes: { fields = {}, ...others }, addTags, removeTags }: Acting): boolean =>
  [...Object.values(others), ...Object.values(fields), ...addTags, ...removeTags].some(
    (value) => value !== undefined,
  );

/**
 * `waiting`: the desk has owed an answer for so long. Judged once each time somebody waits. `slaWarning`, `slaBreached`: a promised
 * time is nearly or altogether over.
 */
export const Occasion = z.discriminatedUnion('event', [
  z.object({ event: z.literal('created') }),
  z.object({ event: z.literal('replied'), by: z.enum(['customer', 'employee', 'anybody']) }),
  z.object({ event: z.literal('changed') }),
  z.object({
    event: z.literal('waiting'),
    hours: z
      .int()
      .min(1)
      .max(24 * 90),
  }),
  z.object({ event: z.literal('slaWarning') }),
  z.object({ event: z.literal('slaBreached') }),
]);
export type Occasion = z.infer<typeof Occasion>;

export const maxTriggers = 100;
const NewTrigger = z.object({
  /** Made by whoever writes it: saving again changes it. */
  id: TriggerId,
  name: line(80),
  enabled: z.boolean(),
  when: Occasion,
  match: z.enum(['all', 'any']),
  /** Without any: always. */
  conditions: z.array(Condition).max(20),
  actions: RuleActions,
  /** What the hub tells the customer; may hold the placeholders of `shared/placeholders.ts`. */
  notice: text(5_000).nullable(),
});
export const Trigger = z.object({ ...NewTrigger.shape, updatedAt: Timestamp });
export type Trigger = z.infer<typeof Trigger>;

/** In the order in which they are asked. */
export const listTriggers = command('rules:listTriggers', Nothing, z.object({ triggers: z.array(Trigger) }));
/** A new one is asked last. */
export const saveTrigger = command('rules:saveTrigger', NewTrigger, Trigger);
export const deleteTrigger = command('rules:deleteTrigger', z.object({ triggerId: TriggerId }), Nothing);
/** All of them, in their new order: `conflict` when others have come or gone meanwhile. */
export const orderTriggers = command(
  'rules:orderTriggers',
  z.object({ triggerIds: z.array(TriggerId).max(maxTriggers) }),
  Nothing,
);

// --- webhooks ------------------------------------------------------------------------------------

export const webhookEvents = [
  'created',
  'replied',
  'noted',
  'changed',
  'deleted',
  'slaWarning',
  'slaBreached',
] as const;
export const WebhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

export const maxWebhooks = 20;
const NewWebhook = z.object({
  /** Made by whoever writes it: saving again changes it. */
  id: WebhookId,
  name: line(80),
  url: z.url({ protocol: /^https?$/, hostname: /./ }).max(500),
  events: z.array(WebhookEvent).min(1).max(webhookEvents.length),
  enabled: z.boolean(),
});
export const Webhook = z.object({
  ...NewWebhook.shape,
  /** Signs the body: `X-Entente-Signature: sha256=<HMAC-SHA256 in hex>`. */
  secret: z.string(),
  updatedAt: Timestamp,
});
export type Webhook = z.infer<typeof Webhook>;

/**
 * `address`: no web address; `private`: in a network that may not be called, `detail` is the variable that would allow it;
 * `unreachable`: `detail` has the system's words; `silent`: no answer in time; `status`: `detail` is the answer's.
 */
export const DeliveryFailure = z.object({
  reason: z.enum(['address', 'private', 'unreachable', 'silent', 'status']),
  detail: z.string(),
});
export type DeliveryFailure = z.infer<typeof DeliveryFailure>;

export const Delivery = z.object({
  id: z.string(),
  event: z.enum([...webhookEvents, 'test']),
  ticketId: TicketId.nullable(),
  at: Timestamp,
  /** `waiting`: not taken yet, and tried again. `failed`: given up. */
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  /** What went wrong at the last attempt. */
  failure: DeliveryFailure.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

const oneWebhook = z.object({ webhookId: WebhookId });
export const listWebhooks = command('rules:listWebhooks', Nothing, z.object({ webhooks: z.array(Webhook) }));
export const saveWebhook = command('rules:saveWebhook', NewWebhook, Webhook);
export const deleteWebhook = command('rules:deleteWebhook', oneWebhook, Nothing);
/** Sends a test at once, whether it is enabled or not, and answers what came of it. */
export const testWebhook = command('rules:testWebhook', oneWebhook, Delivery);
/** The last 50, newest first. */
export const listDeliveries = command(
  'rules:listDeliveries',
  oneWebhook,
  z.object({ deliveries: z.array(Delivery) }),
);
