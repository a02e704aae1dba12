import type { PersonId, QueueId, TicketEntryId } from '#shared/contract/ids.ts';
import {
  createCompany,
  createTicket,
  listQueues,
  type QueueRules,
  setCompanyOf,
  type Ticket,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import type { World } from '../world.ts';

export const entryId = () => crypto.randomUUID() as TicketEntryId;

/** A desk of two (ada, ben), and customers: cleo and dan of Acorn, eve of Birch. */
export async function aDesk(world: World) {
  await world.setUp('ada');
  await world.invite('ada', 'ben');
  for (const name of ['cleo', 'dan', 'eve']) await world.invite('ada', name, 'customer');
  const ada = await world.as('ada');
  const idOf = (name: string): PersonId => world.get(name).me.id;
  const acorn = await ada.call(createCompany, { name: 'Acorn' });
  const birch = await ada.call(createCompany, { name: 'Birch' });
  for (const [name, companyId] of [
    ['cleo', acorn.id],
    ['dan', acorn.id],
    ['eve', birch.id],
  ] as const)
    await ada.call(setCompanyOf, { personId: idOf(name), companyId });
  const { queues } = await ada.call(listQueues, {});
  return { acorn, birch, queues, idOf };
}

export const open = (client: HubClient, subject = 'The printer is on fire'): Promise<Ticket> =>
  client.call(createTicket, { clientId: entryId(), subject, body: `${subject}. Please help!` });

/** The rules of a queue that the client reads. */
export async function rulesOf(client: HubClient, queueId: QueueId): Promise<QueueRules> {
  const queue = (await client.call(listQueues, {})).queues.find(({ id }) => id === queueId);
  if (!queue) throw new Error('no such queue');
  return queue.rules;
}

export const nothingByItself = { remindAfterHours: null, closeAfterHours: null };
