import type { ColumnType, Generated } from 'kysely';
import type { TicketId, TriggerId, WebhookId } from '#shared/contract/ids.ts';
import type { Delivery, Trigger, WebhookEvent } from '#shared/contract/rules.ts';

type Fixed<T> = ColumnType<T, T, never>;
/** Of a trigger what has no column of its own. */
export type TriggerContent = Pick<Trigger, 'when' | 'match' | 'conditions' | 'actions' | 'notice'>;

export type TicketTriggersTable = {
  id: Fixed<TriggerId>;
  place: number;
  name: string;
  enabled: boolean;
  content: ColumnType<TriggerContent, string, string>;
  updated_at: Date;
};

/** For which wait a trigger has judged a ticket last. */
export type TicketTriggerWaitsTable = {
  trigger_id: Fixed<TriggerId>;
  ticket_id: Fixed<TicketId>;
  waiting_since: Date;
};

export type TicketWebhooksTable = {
  id: Fixed<WebhookId>;
  name: string;
  url: string;
  events: WebhookEvent[];
  enabled: boolean;
  updated_at: Date;
};

export type TicketDeliveriesTable = {
  id: ColumnType<string, never, never>;
  webhook_id: Fixed<WebhookId>;
  ticket_id: Fixed<TicketId | null>;
  event: Fixed<Delivery['event']>;
  body: Fixed<string>;
  at: Fixed<Date>;
  state: Generated<Delivery['state']>;
  attempts: Generated<number>;
  failure: ColumnType<Delivery['failure'], string | null, string | null>;
  /** Some process sends it at the moment, unless it died. */
  claimed_until: Date | null;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    ticket_triggers: TicketTriggersTable;
    ticket_trigger_waits: TicketTriggerWaitsTable;
    ticket_webhooks: TicketWebhooksTable;
    ticket_deliveries: TicketDeliveriesTable;
  }
}
