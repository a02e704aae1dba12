import { expect, test } from 'vitest';
import { createManualClock } from '#server/platform/clock.ts';
import { createPublisher } from '#server/signaling/publisher.ts';
import { createAttachments } from '#server/tickets/files/attachments.service.ts';
import { createChanges } from '#server/tickets/changes.ts';
import { recount } from '#server/tickets/figures/counts.store.ts';
import { createFigures } from '#server/tickets/figures/figures.ts';
import { createReminders } from '#server/tickets/reminders.service.ts';
import { createStandings } from '#server/tickets/standings.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  listQueues,
  replyToTicket,
  setQueueRules,
  type TicketCount,
  ticketChanged,
  updateTicket,
  uploadTicketAttachment,
  watchTickets,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aDesk, entryId, nothingByItself, open, rulesOf } from './seeds/tickets.ts';

const hourMs = 3_600_000;

/** What time alone does, on the hub's own database and bus, by a clock that moves when it is told to. */
function later({ hub }: TestHub<unknown>) {
  const { platform } = hub;
  const clock = createManualClock();
  const parts = { ...platform, clock, publisher: createPublisher(platform.bus) };
  const changes = createChanges({ ...parts, figures: createFigures(parts) });
  const remind = createReminders({ ...parts, changes });
  const attachments = createAttachments({ ...parts, changes, standings: createStandings(platform.db) });
  return {
    async after(hours: number): Promise<void> {
      clock.advance(hours * hourMs);
      await remind();
      // Twice is once.
      await remind();
      await attachments.sweep();
    },
  };
}

const say = (client: HubClient, ticketId: TicketId, body: string) =>
  client.call(replyToTicket, { ticketId, clientId: entryId(), body });
const kinds = async (client: HubClient, ticketId: TicketId) =>
  (await client.call(getTicket, { ticketId })).entries.map(({ kind }) => kind);

test('a customer who is asked and says nothing is reminded once, and again of the next question', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const time = later(hub);
  const { id: ticketId } = await open(cleo);
  await time.after(100);
  expect(await kinds(cleo, ticketId)).toEqual(['reply']);
  await say(ben, ticketId, 'Which printer?');
  await cleo.call(getTicket, { ticketId });
  const heard = cleo.next(ticketChanged);
  await time.after(49);
  expect((await heard).entry).toMatchObject({ kind: 'reminder', authorId: null, closesAt: null });
  await time.after(500);
  expect(await kinds(cleo, ticketId)).toEqual(['reply', 'reply', 'reminder']);
  await say(cleo, ticketId, 'All.');
  await say(ben, ticketId, 'Which one burns?');
  await time.after(49);
  const { ticket, entries } = await cleo.call(getTicket, { ticketId });
  expect(entries.at(-1)?.kind).toBe('reminder');
  expect(ticket).toMatchObject({ status: 'waiting', seq: 6 });
});

test('what is solved and not answered closes, a day after the customer was told', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
  const time = later(hub);
  const [{ id: silent }, { id: answered }] = [await open(cleo), await open(eve)];
  for (const ticketId of [silent, answered])
    await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
  await time.after(25);
  for (const [client, ticketId] of [
    [cleo, silent],
    [eve, answered],
  ] as const) {
    const last = (await client.call(getTicket, { ticketId })).entries.at(-1);
    expect(last?.kind).toBe('reminder');
    const closesAt = last?.kind === 'reminder' ? last.closesAt : null;
    expect(Date.parse(closesAt ?? '') - Date.parse(last?.at ?? '')).toBe(24 * hourMs);
  }
  await say(eve, answered, 'It still burns.');
  await time.after(24);
  const closed = await cleo.call(getTicket, { ticketId: silent });
  expect(closed.ticket).toMatchObject({ status: 'closed', askedAt: null, closedAt: closed.ticket.updatedAt });
  expect(closed.entries.at(-1)).toMatchObject({
    kind: 'change',
    authorId: null,
    after: { status: 'closed' },
  });
  expect((await eve.call(getTicket, { ticketId: answered })).ticket).toMatchObject({
    status: 'open',
    reopened: 1,
  });
  const named = (counts: readonly TicketCount[]) =>
    counts.map(({ count, ...key }) => `${JSON.stringify(key)} ${count}`).toSorted();
  const { queues } = await ben.call(watchTickets, {});
  expect(named(queues.flatMap(({ counts }) => counts))).toEqual(
    named(await recount(hub.hub.platform.db.read)),
  );
});

test('a queue has its own rules, which administrators set', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const time = later(hub);
  const { id: ticketId, queueId } = await open(cleo);
  const rules = { ...(await rulesOf(ada, queueId)), ...nothingByItself, keepAttachments: true };
  for (const client of [cleo, ben])
    await expect(client.call(setQueueRules, { queueId, rules })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ada.call(setQueueRules, { queueId: ticketId as never, rules })).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(
    ada.call(setQueueRules, { queueId, rules: { ...rules, closeAfterHours: 0 } }),
  ).rejects.toMatchObject({ code: 'invalid' });
  expect(await ada.call(setQueueRules, { queueId, rules })).toMatchObject({ id: queueId, rules });
  expect((await ben.call(listQueues, {})).queues[0]).toMatchObject({ id: queueId, rules });
  await say(ben, ticketId, 'Which printer?');
  await time.after(1_000);
  await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
  await time.after(1_000);
  expect(await kinds(ben, ticketId)).toEqual(['reply', 'reply', 'change']);
});

test('files that nobody named, of a queue that keeps none, or of a ticket that is gone are swept', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const time = later(hub);
  const { id: ticketId, queueId } = await open(cleo);
  const upload = (name: string) =>
    cleo.request(uploadTicketAttachment, {
      params: { ticketId },
      query: { name },
      body: new Blob(['x'], { type: 'application/octet-stream' }),
    });
  const named = await upload('named');
  await upload('forgotten');
  await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: '', attachments: [named.id] });
  const left = async () => (await hub.hub.platform.blobs.list('tickets/')).keys;
  await time.after(23);
  expect(await left()).toHaveLength(2);
  await time.after(2);
  expect(await left()).toEqual([`tickets/${named.id}`]);
  const rules = { ...(await rulesOf(ada, queueId)), ...nothingByItself, keepAttachments: false };
  await ada.call(setQueueRules, { queueId, rules });
  await ben.call(updateTicket, { ticketId, changes: { status: 'closed' } });
  await time.after(26);
  expect(await left()).toEqual([]);
  await expect(
    cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: '', attachments: [named.id] }),
  ).rejects.toMatchObject({ code: 'notFound' });
  expect((await hub.hub.platform.db.pool.query('select 1 from ticket_attachments')).rowCount).toBe(0);
});
