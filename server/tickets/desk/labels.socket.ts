import { type Commands, handle } from '#server/signaling/bind.ts';
import * as contract from '#shared/contract/labels.ts';
import type { Desk } from './desk.ts';

const writing = { scope: 'tickets:write' } as const;

export function registerLabels(commands: Commands, { labels }: Pick<Desk, 'labels'>): void {
  handle(commands, contract.listLabels, (actor) => labels.list(actor), { scope: 'tickets:read' });
  handle(commands, contract.saveLabel, labels.save, writing);
  handle(commands, contract.deleteLabel, labels.remove, writing);
  handle(commands, contract.orderLabels, labels.order, writing);
}
