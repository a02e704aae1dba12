import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/rules.ts';
import type { Rules } from './rules.ts';

const administering = { scope: 'admin' } as const;

export function registerRules(commands: Commands, { triggers, webhooks }: Rules): void {
  handle(commands, contract.listTriggers, (actor) => triggers.list(actor), administering);
  handle(commands, contract.saveTrigger, triggers.save, administering);
  handle(commands, contract.deleteTrigger, triggers.remove, administering);
  handle(commands, contract.orderTriggers, triggers.order, administering);
  handle(commands, contract.listWebhooks, (actor) => webhooks.list(actor), administering);
  handle(commands, contract.saveWebhook, webhooks.save, administering);
  handle(commands, contract.deleteWebhook, webhooks.remove, administering);
  handle(commands, contract.testWebhook, webhooks.test, administering);
  handle(commands, contract.listDeliveries, webhooks.deliveries, administering);
}
