import type { TriggerId, WebhookId } from '#shared/contract/ids.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { saveTrigger, saveWebhook } from '#shared/contract/rules.ts';

type NewTrigger = InputOf<typeof saveTrigger>;
type NewWebhook = InputOf<typeof saveWebhook>;

/** Fires at every change, and does nothing unless the parts say so. */
export const aTrigger = (parts: Partial<NewTrigger> = {}): NewTrigger => ({
  id: crypto.randomUUID() as TriggerId,
  name: 'A rule',
  enabled: true,
  when: { event: 'changed' },
  match: 'all',
  conditions: [],
  actions: { changes: {}, addTags: [], removeTags: [] },
  notice: null,
  ...parts,
});

export const aWebhook = (url: string, parts: Partial<NewWebhook> = {}): NewWebhook => ({
  id: crypto.randomUUID() as WebhookId,
  name: 'Bookkeeping',
  url,
  events: ['created', 'replied', 'noted', 'changed', 'deleted'],
  enabled: true,
  ...parts,
});
