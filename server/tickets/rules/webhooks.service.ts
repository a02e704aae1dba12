import type { Actor } from '#server/accounts/actor.ts';
import { requireAdministrator } from '#server/admin/admin.policy.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Platform } from '#server/platform/platform.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { WebhookId } from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/rules.ts';
import { type Delivery, maxWebhooks, type Webhook } from '#shared/contract/rules.ts';
import type { Deliveries } from './deliveries.ts';
import { lastDeliveries } from './deliveries.store.ts';
import * as store from './webhooks.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> & {
  audit: Audit;
  deliveries: Pick<Deliveries, 'test'>;
  secretOf(id: WebhookId): string;
};
type One = ParsedInputOf<typeof contract.deleteWebhook>;

const maxListed = 50;
const unknownWebhook = () => new AppError('notFound', 'There is no such webhook.');
const targetOf = ({ id, name }: store.StoredWebhook) => ({ kind: 'webhook', id, name });

/** What administrators decide about webhooks, and what became of the deliveries. */
export function createWebhooks({ db, clock, audit, deliveries, secretOf }: Parts) {
  const withSecret = (webhook: store.StoredWebhook): Webhook => ({
    ...webhook,
    secret: secretOf(webhook.id),
  });

  async function require(actor: Actor, id: WebhookId): Promise<store.StoredWebhook> {
    requireAdministrator(actor);
    const webhook = await store.findWebhook(db.read, id);
    if (!webhook) throw unknownWebhook();
    return webhook;
  }

  async function save(actor: Actor, input: ParsedInputOf<typeof contract.saveWebhook>): Promise<Webhook> {
    requireAdministrator(actor);
    return await db.transaction(async (tx) => {
      const all = await store.listWebhooks(tx);
      if (all.length >= maxWebhooks && all.every(({ id }) => id !== input.id))
        throw new AppError('tooMany', `There are ${maxWebhooks} webhooks at most.`);
      const events = [...new Set(input.events)];
      const webhook = { ...input, events, updatedAt: clock.now().toISOString() };
      await store.putWebhook(tx, webhook);
      const facts = { url: webhook.url, enabled: webhook.enabled, events: events.join(' ') };
      audit.record(tx, { actor, action: 'webhooks.saved', target: targetOf(webhook), facts });
      return withSecret(webhook);
    });
  }

  async function remove(actor: Actor, { webhookId }: One): Promise<typeof nothing> {
    requireAdministrator(actor);
    await db.transaction(async (tx) => {
      const webhook = await store.deleteWebhook(tx, webhookId);
      if (!webhook) throw unknownWebhook();
      audit.record(tx, { actor, action: 'webhooks.deleted', target: targetOf(webhook) });
    });
    return nothing;
  }

  return {
    save,
    remove,
    async list(actor: Actor): Promise<{ webhooks: Webhook[] }> {
      requireAdministrator(actor);
      return { webhooks: (await store.listWebhooks(db.read)).map(withSecret) };
    },
    test: async (actor: Actor, { webhookId }: One): Promise<Delivery> =>
      await deliveries.test(await require(actor, webhookId)),
    async deliveries(actor: Actor, { webhookId }: One): Promise<{ deliveries: Delivery[] }> {
      await require(actor, webhookId);
      return { deliveries: await lastDeliveries(db.read, webhookId, maxListed) };
    },
  };
}
