import { createHmac } from 'node:crypto';
import type { People } from '#server/accounts/people.service.ts';
import type { Config } from '#server/config/config.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { WebhookId } from '#shared/contract/ids.ts';
import type { Tickets } from '../tickets.ts';
import { createDeliveries } from './deliveries.ts';
import { createFollowing } from './following.ts';
import { createTriggers } from './triggers.service.ts';
import { listTriggers } from './triggers.store.ts';
import { createWebhooks } from './webhooks.service.ts';
import { listWebhooks } from './webhooks.store.ts';

type Needs = {
  audit: Audit;
  people: Pick<People, 'cards'>;
  tickets: Pick<Tickets, 'onChanged' | 'byItself' | 'requireTargets'>;
  config: Pick<Config, 'webhooks' | 'secrets'>;
};

/** What happens by itself when something happens to a ticket: triggers change it, webhooks hear of it. */
export function createRules(platform: Platform, { audit, people, tickets, config }: Needs) {
  /** Made of a key outside the database, which alone signs nothing. */
  const secretOf = (id: WebhookId): string =>
    createHmac('sha256', config.secrets.encryptionKey).update(`webhook ${id}`).digest('base64url');
  const deliveries = createDeliveries({ ...platform, config: config.webhooks, secretOf });
  const following = createFollowing({ ...platform, people, tickets });

  /** Read once for all tickets that a transaction changes. */
  const readBy = new WeakMap<Tx, ReturnType<typeof read>>();
  const read = (tx: Tx) => Promise.all([listTriggers(tx), listWebhooks(tx)]);
  tickets.onChanged(async (tx, event) => {
    const reading = readBy.get(tx) ?? read(tx);
    readBy.set(tx, reading);
    const [triggers, webhooks] = await reading;
    await following.changed(tx, event, triggers);
    await deliveries.changed(tx, event, webhooks);
  });

  return {
    triggers: createTriggers({ ...platform, audit, tickets }),
    webhooks: createWebhooks({ ...platform, audit, deliveries, secretOf }),
    async sweep(): Promise<void> {
      await following.judgeWaiting();
      await deliveries.cutOld();
    },
  };
}
export type Rules = ReturnType<typeof createRules>;
