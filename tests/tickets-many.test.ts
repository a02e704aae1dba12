import { describe, expect, test } from 'vitest';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import type { HubClient } from '#shared/client.ts';
import { listAgents, undoChanges, updateTickets } from '#shared/contract/desk.ts';
import type { PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  replyToTicket,
  ticketChanged,
  ticketsCounted,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const openMany = async (client: HubClient, count: number) => {
  const ids: TicketId[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await open(client, `Number ${n}`)).id);
  return ids;
};
const join = (hub: TestHub<unknown>, queueId: QueueId | undefined, people: PersonId[]) =>
  hub.hub.platform.db.pool.query(
    'insert into ticket_queue_members (queue_id, person_id) select $1, unnest($2::uuid[])',
    [queueId, people],
  );

describe('many tickets', () => {
  test('are changed in one go, told one by one and counted once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const ticketIds = await openMany(cleo, 5);
    const [already] = ticketIds;
    await ben.call(updateTicket, { ticketId: already as TicketId, changes: { priority: 'high' } });
    await ada.call(watchTickets, {});
    const told = new Set<string>();
    let revisions = 0;
    ada.on(ticketChanged, ({ ticket, entry }) => entry?.kind === 'change' && told.add(ticket.id));
    ada.on(ticketsCounted, () => (revisions += 1));
    let statements = 0;
    const stop = hub.hub.platform.db.onQuery(() => (statements += 1));
    const { changed, outOfReach } = await ben.call(updateTickets, {
      ticketIds: [...ticketIds, ...ticketIds, unknown as TicketId],
      changes: { priority: 'high', tags: ['it’s "me"', 'a,b'], dueAt: '2030-01-01T00:00:00.000Z' },
    });
    stop();
    expect(statements).toBeLessThan(20);
    expect(outOfReach).toEqual([unknown]);
    expect(changed.map(({ ticket }) => ticket.id).toSorted()).toEqual(ticketIds.toSorted());
    for (const { ticket, entry } of changed) {
      expect(ticket).toMatchObject({ priority: 'high', tags: ['it’s "me"', 'a,b'] });
      expect((await ben.call(getTicket, { ticketId: ticket.id })).ticket).toEqual(ticket);
      expect(entry).toMatchObject({ kind: 'change', before: { tags: [], dueAt: null } });
    }
    await expect.poll(() => told.size).toBe(5);
    expect(revisions).toBe(1);
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
    const again = await ben.call(updateTickets, { ticketIds, changes: { priority: 'high' } });
    expect(again).toEqual({ changed: [], outOfReach: [] });
    expect(await ben.call(updateTickets, { ticketIds })).toEqual({ changed: [], outOfReach: [] });
  });

  test('are out of reach of customers, and where somebody else’s queue has them', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const ticketIds = await openMany(cleo, 2);
    const [support, admin] = hub.seed.queues;
    const changes = { priority: 'low' as const };
    const forbidden = { code: 'forbidden' };
    await expect(cleo.call(updateTickets, { ticketIds, changes })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(undoChanges, { entryIds: [entryId()] })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(listAgents, {})).rejects.toMatchObject(forbidden);
    const to = { ticketIds, changes: { queueId: unknown as QueueId } };
    await expect(ben.call(updateTickets, to)).rejects.toMatchObject({ code: 'notFound' });
    const toCustomer = { ticketIds, changes: { assigneeId: hub.seed.idOf('cleo') } };
    await expect(ben.call(updateTickets, toCustomer)).rejects.toMatchObject({ code: 'invalid' });
    await ben.call(updateTicket, { ticketId: ticketIds[0] as TicketId, changes: { queueId: admin?.id } });
    await join(hub, support?.id, [hub.seed.idOf('ada')]);
    await hub.hub.platform.db.pool.query('update ticket_queues set restricted = true where id = $1', [
      support?.id,
    ]);
    const { changed, outOfReach } = await ben.call(updateTickets, { ticketIds, changes });
    expect(changed.map(({ ticket }) => ticket.id)).toEqual([ticketIds[0]]);
    expect(outOfReach).toEqual([ticketIds[1]]);
    await expect(ben.call(listAgents, { queueId: support?.id })).rejects.toMatchObject({ code: 'notFound' });
    expect((await ada.call(listAgents, { queueId: support?.id })).agents).toMatchObject([{ load: 0 }]);
  });
});

describe('undo', () => {
  test('takes back what followed as well, once, and not what others built upon', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const ticketIds = await openMany(cleo, 3);
    const [first, second, third] = ticketIds as [TicketId, TicketId, TicketId];
    const state = async (ticketId: TicketId) => (await ben.call(getTicket, { ticketId })).ticket;
    const before = await state(first);
    const { changed } = await ben.call(updateTickets, { ticketIds, changes: { status: 'solved' } });
    const entryOf = (ticketId: TicketId) =>
      changed.find(({ ticket }) => ticket.id === ticketId)?.entry.id as TicketEntryId;
    await cleo.call(replyToTicket, { ticketId: second, clientId: entryId(), body: 'Not at all.' });
    expect((await ada.call(undoChanges, { entryIds: [entryOf(first)] })).changed).toEqual([]);
    const entryIds = [...ticketIds.map(entryOf), unknown as TicketEntryId];
    const undone = await ben.call(undoChanges, { entryIds });
    expect(undone.kept).toEqual([entryOf(second), unknown]);
    expect(undone.changed.map(({ ticket }) => ticket.id).toSorted()).toEqual([first, third].toSorted());
    const restored = await state(first);
    expect(restored).toEqual({ ...before, seq: restored.seq, updatedAt: restored.updatedAt });
    expect(await state(second)).toMatchObject({ status: 'open', reopened: 1 });
    expect((await ben.call(undoChanges, { entryIds })).changed).toEqual([]);
    // What is undone can be done again.
    const redo = undone.changed.map(({ entry }) => entry.id);
    await ben.call(undoChanges, { entryIds: redo });
    expect(await state(first)).toMatchObject({ status: 'solved', reopened: 0, waitingSince: null });
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });
});

test('a change is taken back although words came after it, unless somebody changed the same again', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const ticketIds = await openMany(cleo, 2);
  const [spoken, changed] = ticketIds as [TicketId, TicketId];
  const done = await ben.call(updateTickets, { ticketIds, changes: { priority: 'high', tags: ['fire'] } });
  await cleo.call(replyToTicket, { ticketId: spoken, clientId: entryId(), body: 'It smokes, too.' });
  await ada.call(updateTicket, { ticketId: spoken, changes: { impact: 'minor' } });
  await ada.call(updateTicket, { ticketId: changed, changes: { tags: ['fire', 'smoke'] } });
  const entryIds = done.changed.map(({ entry }) => entry.id);
  const { changed: back, kept } = await ben.call(undoChanges, { entryIds });
  expect(back.map(({ ticket }) => ticket)).toMatchObject([
    { id: spoken, priority: 'normal', tags: [], impact: 'minor' },
  ]);
  expect(kept).toEqual(done.changed.flatMap(({ ticket, entry }) => (ticket.id === changed ? entry.id : [])));
  expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
});

describe('dealing', () => {
  test('goes in turn or by load among some, or among the members of the queue', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [adaId, benId] = [hub.seed.idOf('ada'), hub.seed.idOf('ben')];
    const ticketIds = await openMany(cleo, 5);
    const dealt = async (ids: TicketId[], deal: { by: 'turn' | 'load'; among?: PersonId[] }) =>
      (await ada.call(updateTickets, { ticketIds: ids, deal })).changed.map(
        ({ ticket }) => ticket.assigneeId as PersonId,
      );
    await expect(dealt(ticketIds, { by: 'turn' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'nobodyToDeal' },
    });
    const customer = { by: 'turn', among: [hub.seed.idOf('cleo')] } as const;
    await expect(dealt(ticketIds, { ...customer, among: [...customer.among] })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await dealt(ticketIds.slice(0, 2), { by: 'turn', among: [benId] })).toEqual([benId, benId]);
    await join(hub, hub.seed.queues[0]?.id, [adaId, benId]);
    expect(await dealt(ticketIds.slice(2, 3), { by: 'turn' })).toEqual([adaId]);
    expect(await dealt(ticketIds.slice(3, 5), { by: 'load' })).toEqual([adaId, benId]);
    const { agents } = await ben.call(listAgents, { queueId: hub.seed.queues[0]?.id });
    expect(agents).toMatchObject([
      { person: { id: adaId }, load: 2 },
      { person: { id: benId }, load: 3 },
    ]);
    // Two at once do not begin with the same person.
    const fresh = await openMany(cleo, 2);
    const both = await Promise.all(fresh.map((id) => dealt([id], { by: 'turn' })));
    expect(new Set(both.flat())).toEqual(new Set([adaId, benId]));
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });
});
