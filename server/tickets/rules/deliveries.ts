import * as z from 'zod';
import type { Config } from '#server/config/config.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { newId } from '#server/platform/ids.ts';
import { postWebhook, WebhookError } from '#server/platform/webhook.ts';
import { TicketId, WebhookId } from '#shared/contract/ids.ts';
import type { Delivery, WebhookEvent } from '#shared/contract/rules.ts';
import type { TicketEvent } from '../changes.ts';
import { maxAttempts, secondsAfter } from './backoff.ts';
import { slaEvents } from './chain.ts';
import * as store from './deliveries.store.ts';
import { findWebhook, type StoredWebhook } from './webhooks.store.ts';

type Parts = Pick<Platform, 'db' | 'jobs' | 'clock'> & {
  config: Config['webhooks'];
  secretOf(id: WebhookId): string;
};

/** Longer than an attempt can take: a process that died with it is not waited for. */
const claimMs = 30_000;
const keepDays = 30;
const dayMs = 86_400_000;

export function eventOf({ before, after, entry }: TicketEvent): WebhookEvent {
  if (!after) return 'deleted';
  if (!before) return 'created';
  if (entry?.kind === 'reply') return 'replied';
  if (entry?.kind === 'sla') return slaEvents[entry.level];
  return entry?.kind === 'note' ? 'noted' : 'changed';
}

/** Tells webhooks of tickets: of each ticket one thing after the other, again when it was not taken. */
export function createDeliveries({ db, jobs, clock, config, secretOf }: Parts) {
  const job = jobs.define(
    'ticket-webhooks',
    z.object({ webhookId: WebhookId, ticketId: TicketId }),
    deliverFirst,
    { concurrency: 4, timeoutSeconds: 60 },
  );
  const enqueue = (tx: Tx, line: store.Line, startAfter?: Date) =>
    job.enqueue(tx, line, {
      key: `${line.webhookId} ${line.ticketId}`,
      ...(startAfter && { startAfter }),
    });

  async function deliverFirst(line: store.Line): Promise<void> {
    const now = clock.now();
    const delivery = await db.transaction((tx) =>
      store.claimFirst(tx, line, now, new Date(now.getTime() + claimMs)),
    );
    const webhook = delivery && (await findWebhook(db.read, line.webhookId));
    if (!webhook) return;
    const failure = await send(webhook, delivery.body);
    const attempts = delivery.attempts + 1;
    const again = failure !== null && attempts < maxAttempts;
    const state = again ? 'waiting' : failure === null ? 'delivered' : 'failed';
    await db.transaction(async (tx) => {
      await store.settleDelivery(tx, delivery.id, { state, attempts, failure });
      if (!(await store.hasWaiting(tx, line))) return;
      const later = new Date(clock.now().getTime() + secondsAfter(attempts) * 1_000);
      await enqueue(tx, line, again ? later : undefined);
    });
  }

  /** What went wrong; null: it was taken. */
  async function send(
    { id, url }: Pick<StoredWebhook, 'id' | 'url'>,
    body: string,
  ): Promise<Delivery['failure']> {
    const options = { ...config, secret: secretOf(id), allowedBy: 'ENTENTE_WEBHOOK_PRIVATE' };
    return await postWebhook(new URL(url), body, options).then(
      () => null,
      (error: unknown) => {
        if (error instanceof WebhookError) return error.failure;
        throw error;
      },
    );
  }

  return {
    /** In the transaction of a change. */
    async changed(tx: Tx, event: TicketEvent, webhooks: readonly StoredWebhook[]): Promise<void> {
      const ticket = event.after ?? event.before;
      const happened = eventOf(event);
      const hearing = webhooks.filter(({ enabled, events }) => enabled && events.includes(happened));
      if (!ticket || hearing.length === 0) return;
      const at = clock.now();
      for (const { id: webhookId } of hearing) {
        const line = { webhookId, ticketId: ticket.id };
        const body = JSON.stringify({ id: newId(), event: happened, at, ticket, entry: event.entry ?? null });
        await store.insertDelivery(tx, {
          webhook_id: webhookId,
          ticket_id: ticket.id,
          event: happened,
          body,
          at,
        });
        await enqueue(tx, line);
      }
    },

    async test(webhook: StoredWebhook): Promise<Delivery> {
      const at = clock.now();
      const body = JSON.stringify({ id: newId(), event: 'test', at, ticket: null, entry: null });
      const failure = await send(webhook, body);
      const row = { webhook_id: webhook.id, ticket_id: null, event: 'test', body, at } as const;
      const state = failure === null ? 'delivered' : 'failed';
      return await db.transaction((tx) =>
        store.insertDelivery(tx, { ...row, state, attempts: 1, failure: store.asJson(failure) }),
      );
    },

    /** What is older than a month. */
    cutOld: (): Promise<void> =>
      db.transaction((tx) => store.cutDeliveries(tx, new Date(clock.now().getTime() - keepDays * dayMs))),
  };
}
export type Deliveries = ReturnType<typeof createDeliveries>;
