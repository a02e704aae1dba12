import { describe, expect, test } from 'vitest';
import { createHub } from '#server/hub.ts';
import { createMemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createHubClient } from '#shared/client.ts';
import type { OutputOf, PayloadOf } from '#shared/contract/define.ts';
import {
  archiveQueue,
  attendTicket,
  deleteCannedReply,
  deleteTicketView,
  getQueueSetup,
  getRequester,
  listCannedReplies,
  listQueueSetups,
  listTicketViews,
  saveCannedReply,
  saveQueue,
  saveTicketView,
  setRequesterNote,
  ticketAnswering,
  ticketAttendance,
  unattendTicket,
} from '#shared/contract/desk.ts';
import type { DeskItemId, PersonId, QueueId, TicketId } from '#shared/contract/ids.ts';
import {
  getTicket,
  listQueues,
  listTickets,
  rateTicket,
  replyToTicket,
  setQueueRules,
  ticketChanged,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { testConfig } from './config.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open, rulesOf } from './seeds/tickets.ts';

const itemId = () => crypto.randomUUID() as DeskItemId;
const notFound = { code: 'notFound' };
const forbidden = { code: 'forbidden' };

describe('who is at a ticket', () => {
  test('is told to all who look at it, on every node, until they look away', async () => {
    const busHub = createMemoryBusHub();
    await using hub = await createTestHub({ seed: aDesk, busHub });
    const config = testConfig({
      dataDir: `${hub.dataDir}/other`,
      databaseUrl: hub.database.url,
      roles: ['hub'],
    });
    const logger = createLogger({ level: 'silent' });
    await using other = await createHub(config, {
      logger,
      onFatal: (error) => expect.unreachable(error.message),
      busHub,
    });
    const { url } = await other.listen();
    const far = createHubClient({ url, cookie: hub.world.get('ben').cookie });
    await far.connect();
    const [ada, cleo] = await hub.connect('ada', 'cleo');
    const { id: ticketId } = await open(cleo);
    const [adaId, benId] = [hub.seed.idOf('ada'), hub.seed.idOf('ben')];
    let seen: PayloadOf<typeof ticketAttendance> | undefined;
    ada.on(ticketAttendance, (news) => (seen = news));
    const people = () => seen?.people.toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
    const both = (typing: boolean) =>
      [
        { personId: adaId, typing: false },
        { personId: benId, typing },
      ].toSorted((a, b) => (a.personId < b.personId ? -1 : 1));

    await far.call(attendTicket, { ticketId, typing: true });
    await ada.call(attendTicket, { ticketId });
    await expect.poll(people, { timeout: 5_000 }).toEqual(both(true));
    await far.call(attendTicket, { ticketId });
    await expect.poll(people, { timeout: 5_000 }).toEqual(both(false));
    const { id: another } = await open(cleo, 'Another');
    await far.call(attendTicket, { ticketId: another });
    await expect.poll(people, { timeout: 5_000 }).toEqual([{ personId: adaId, typing: false }]);
    await far.call(attendTicket, { ticketId });
    await expect.poll(people, { timeout: 5_000 }).toEqual(both(false));
    far.close();
    await expect.poll(people, { timeout: 5_000 }).toEqual([{ personId: adaId, typing: false }]);
    await ada.call(unattendTicket, {});
    await ada.call(unattendTicket, {});
  });

  test('is for the desk alone', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id: ticketId } = await open(cleo);
    await expect(cleo.call(attendTicket, { ticketId })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(unattendTicket, {})).rejects.toMatchObject(forbidden);
    const gone = { ticketId: entryId() as string as TicketId };
    await expect(ben.call(attendTicket, gone)).rejects.toMatchObject(notFound);
  });
});

test('customers hear of an answer that is being typed, and of no note', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { id: ticketId } = await open(cleo);
  await cleo.call(getTicket, { ticketId });
  const heard: string[] = [];
  cleo.on(ticketAnswering, ({ name }) => heard.push(name));
  await ben.call(attendTicket, { ticketId, typing: true });
  await ben.call(attendTicket, { ticketId, reply: true });
  const next = cleo.next(ticketAnswering);
  await ben.call(attendTicket, { ticketId, typing: true, reply: true });
  const { displayName } = hub.world.get('ben').me;
  expect(await next).toEqual({ ticketId, name: displayName });
  expect(heard).toEqual([displayName]);
});

describe('queues', () => {
  test('are set up by administrators, who name their members; whoever loses one hears nothing more of it', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [adaId, benId] = [hub.seed.idOf('ada'), hub.seed.idOf('ben')];
    const made = { id: crypto.randomUUID() as QueueId, name: 'Secrets', restricted: true };
    const setUp = await ada.call(saveQueue, { ...made, memberIds: [adaId, benId, benId] });
    expect(setUp).toMatchObject(made);
    expect(setUp.members.map(({ id }) => id).toSorted()).toEqual([adaId, benId].toSorted());
    const names = async () => (await ben.call(listQueues, {})).queues.map(({ name }) => name);
    expect(await names()).toEqual(['Support', 'Admin', 'Sysadmin', 'Secrets']);
    const { id: ticketId } = await open(cleo);
    await ada.call(updateTicket, { ticketId, changes: { queueId: made.id } });
    await Promise.all([ada, ben].map((client) => client.call(listTickets, {})));
    const heard: string[] = [];
    ben.on(ticketChanged, ({ ticket }) => heard.push(ticket.priority));
    const renamed = { ...made, name: 'More secrets', memberIds: [adaId] };
    expect((await ada.call(saveQueue, renamed)).members).toMatchObject([{ id: adaId }]);
    const next = ada.next(ticketChanged);
    await ada.call(updateTicket, { ticketId, changes: { priority: 'high' } });
    expect((await next).ticket.priority).toBe('high');
    expect(heard).toEqual([]);
    expect(await names()).toEqual(['Support', 'Admin', 'Sysadmin']);
    expect(await ada.call(getQueueSetup, { queueId: made.id })).toMatchObject({ name: 'More secrets' });
    const twice = { ...made, id: crypto.randomUUID() as QueueId, name: 'Support', memberIds: [] };
    await expect(ada.call(saveQueue, twice)).rejects.toMatchObject({ details: { reason: 'nameTaken' } });
    const outsider = { ...renamed, memberIds: [hub.seed.idOf('cleo')] };
    await expect(ada.call(saveQueue, outsider)).rejects.toMatchObject({ code: 'invalid' });
    for (const client of [cleo, ben]) {
      await expect(client.call(saveQueue, renamed)).rejects.toMatchObject(forbidden);
      await expect(client.call(getQueueSetup, { queueId: made.id })).rejects.toMatchObject(forbidden);
    }
    await expect(ada.call(getQueueSetup, { queueId: twice.id })).rejects.toMatchObject(notFound);
  });

  test('are listed with what waits in them, also those that the administrator does not read', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const secret = { id: crypto.randomUUID() as QueueId, name: 'Secrets', restricted: true };
    await ada.call(saveQueue, { ...secret, memberIds: [hub.seed.idOf('ben')] });
    await open(cleo);
    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    const { queues } = await ada.call(listQueueSetups, {});
    expect(queues.map(({ name, load, members }) => [name, load, members.length])).toEqual([
      ['Support', 1, 0],
      ['Admin', 0, 0],
      ['Sysadmin', 0, 0],
      ['Secrets', 0, 1],
    ]);
    const rules = { ...(await rulesOf(ben, secret.id)), closeAfterHours: 48 };
    expect(await ada.call(setQueueRules, { queueId: secret.id, rules })).toMatchObject({ rules });
    for (const client of [cleo, ben])
      await expect(client.call(listQueueSetups, {})).rejects.toMatchObject(forbidden);
  });

  test('take no new tickets once they are archived, and one that everybody reads stays in use', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [first, second, third] = hub.seed.queues;
    if (!first || !second || !third) throw new Error('three queues');
    const archive = (queueId: QueueId, archived = true) => ada.call(archiveQueue, { queueId, archived });
    const { id: ticketId } = await open(cleo);
    expect(await archive(first.id)).toMatchObject({ archived: true, load: 1 });
    expect((await open(cleo)).queueId).toBe(second.id);
    const moved = ben.call(updateTicket, { ticketId, changes: { queueId: first.id, priority: 'high' } });
    await expect(moved).rejects.toMatchObject({ code: 'conflict', details: { reason: 'archived' } });
    expect((await ben.call(listTickets, { filter: { queueId: first.id } })).tickets).toHaveLength(1);
    await archive(second.id);
    await expect(archive(third.id)).rejects.toMatchObject({ details: { reason: 'lastQueue' } });
    await archive(first.id, false);
    expect((await open(cleo)).queueId).toBe(first.id);
    for (const client of [cleo, ben])
      await expect(client.call(archiveQueue, { queueId: first.id, archived: true })).rejects.toMatchObject(
        forbidden,
      );
    await expect(archive(ticketId as string as QueueId)).rejects.toMatchObject(notFound);
  });
});

describe('what is kept at the desk', () => {
  test('canned replies are one’s own or everybody’s, and changed by their owner or an administrator', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const own = { id: itemId(), name: 'Hello', body: 'Hello {{requester.name}}', shared: false };
    const shared = { id: itemId(), name: 'Bye', body: 'Bye', shared: true };
    const saved = await ben.call(saveCannedReply, own);
    expect(saved).toMatchObject({ ...own, ownerId: hub.seed.idOf('ben'), canEdit: true });
    await ben.call(saveCannedReply, shared);
    expect(await ben.call(saveCannedReply, { ...own, body: 'Hi' })).toMatchObject({ body: 'Hi' });
    const names = ({ replies }: OutputOf<typeof listCannedReplies>) =>
      replies.map(({ name, canEdit }) => [name, canEdit]);
    expect(names(await ben.call(listCannedReplies, {}))).toEqual([
      ['Bye', true],
      ['Hello', true],
    ]);
    expect(names(await ada.call(listCannedReplies, {}))).toEqual([['Bye', true]]);
    await expect(ada.call(saveCannedReply, { ...own, body: 'Mine' })).rejects.toMatchObject(notFound);
    await expect(ada.call(deleteCannedReply, { id: own.id })).rejects.toMatchObject(notFound);
    expect(await ada.call(saveCannedReply, { ...shared, body: 'Ciao' })).toMatchObject({
      body: 'Ciao',
      ownerId: hub.seed.idOf('ben'),
    });
    const ofAda = { id: itemId(), name: 'Later', body: 'Later', shared: true };
    await ada.call(saveCannedReply, ofAda);
    await expect(ben.call(deleteCannedReply, { id: ofAda.id })).rejects.toMatchObject(notFound);
    await ben.call(deleteCannedReply, { id: own.id });
    await expect(ben.call(deleteCannedReply, { id: own.id })).rejects.toMatchObject(notFound);
    await expect(ben.call(saveCannedReply, { ...own, body: '  ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(cleo.call(listCannedReplies, {})).rejects.toMatchObject(forbidden);
    await expect(cleo.call(saveCannedReply, { ...own, id: itemId() })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(deleteCannedReply, { id: shared.id })).rejects.toMatchObject(forbidden);
  });

  test('views keep a filter, an order and columns, apart from canned replies', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const view = {
      id: itemId(),
      name: 'Burning',
      shared: true,
      filter: { priority: ['critical' as const], assigneeId: null },
      sort: 'waiting' as const,
      columns: ['status', 'updated'],
    };
    expect(await ben.call(saveTicketView, view)).toMatchObject(view);
    expect((await ada.call(listTicketViews, {})).views).toMatchObject([view]);
    expect((await ada.call(listCannedReplies, {})).replies).toEqual([]);
    await expect(ben.call(deleteCannedReply, { id: view.id })).rejects.toMatchObject(notFound);
    await expect(
      ben.call(saveCannedReply, { id: view.id, name: 'x', body: 'x', shared: true }),
    ).rejects.toMatchObject(notFound);
    await expect(cleo.call(listTicketViews, {})).rejects.toMatchObject(forbidden);
    await expect(cleo.call(saveTicketView, { ...view, id: itemId() })).rejects.toMatchObject(forbidden);
    await ben.call(deleteTicketView, { id: view.id });
    expect((await ada.call(listTicketViews, {})).views).toEqual([]);
  });
});

test('a requester’s profile adds up their tickets, of the queues that the asker reads', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const personId = hub.seed.idOf('cleo');
  const empty = await ben.call(getRequester, { personId });
  expect(empty).toMatchObject({
    total: 0,
    open: 0,
    closed: 0,
    first: null,
    meanSolveSeconds: null,
    rated: 0,
    meanStars: null,
    note: null,
  });
  const first = await open(cleo, 'First');
  const last = await open(cleo, 'Last');
  await ben.call(replyToTicket, { ticketId: first.id, clientId: entryId(), body: 'Yes?' });
  await ben.call(updateTicket, { ticketId: first.id, changes: { status: 'closed' } });
  await cleo.call(rateTicket, { ticketId: first.id, stars: 4 });
  await ben.call(setRequesterNote, { personId, body: 'Has a dog.' });
  const profile = await ben.call(getRequester, { personId });
  expect(profile).toMatchObject({
    person: { id: personId },
    company: { name: 'Acorn' },
    total: 2,
    open: 1,
    closed: 1,
    rated: 1,
    meanStars: 4,
    first: { id: first.id, number: first.number, at: first.createdAt },
    last: { id: last.id, number: last.number, at: last.createdAt },
    note: { body: 'Has a dog.', authorId: hub.seed.idOf('ben') },
  });
  for (const mean of [profile.meanFirstResponseSeconds, profile.meanSolveSeconds]) {
    expect(mean).toBeGreaterThan(0);
    expect(mean).toBeLessThan(60);
  }
  await hub.hub.platform.db.pool.query('update ticket_queues set restricted = true');
  expect(await ada.call(getRequester, { personId })).toMatchObject({ total: 0, first: null });
  await ben.call(setRequesterNote, { personId, body: ' ' });
  expect((await ben.call(getRequester, { personId })).note).toBeNull();
  await expect(cleo.call(getRequester, { personId })).rejects.toMatchObject(forbidden);
  await expect(cleo.call(setRequesterNote, { personId, body: 'Me' })).rejects.toMatchObject(forbidden);
  const nobody = entryId() as string as PersonId;
  await expect(ben.call(getRequester, { personId: nobody })).rejects.toMatchObject(notFound);
  await expect(ben.call(setRequesterNote, { personId: nobody, body: 'x' })).rejects.toMatchObject(notFound);
});

test('tickets leave as a table, filtered, without formulas, to the desk alone', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { id: ticketId } = await open(cleo, '=HYPERLINK("http://evil")');
  await open(cleo, 'Plain');
  await ben.call(updateTicket, { ticketId, changes: { priority: 'high', tags: ['a', 'b'] } });
  const ask = (name: string, query = '') =>
    fetch(`${hub.url}/api/v1/tickets.csv${query}`, { headers: { cookie: hub.world.get(name).cookie } });
  const answer = await ask('ben');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tickets.csv"');
  const [head, plain, evil, end] = (await answer.text()).split('\r\n');
  expect(head).toMatch(/^"number","subject","status",/);
  expect(plain).toMatch(/^"2","Plain","new","normal","none","form","Support","Cleo","Acorn","","",/);
  expect(evil).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect(evil).toContain('"a, b"');
  expect(end).toBe('');
  const lines = async (query: string) => (await (await ask('ben', query)).text()).split('\r\n').length - 2;
  expect(await lines('?priority=high,critical&assigneeId=none')).toBe(1);
  expect(await lines('?text=plain&status=new')).toBe(1);
  expect(await lines(`?companyId=${hub.seed.birch.id}`)).toBe(0);
  expect((await ask('ben', '?priority=high,urgent')).status).toBe(400);
  expect((await ask('cleo')).status).toBe(403);
  expect((await fetch(`${hub.url}/api/v1/tickets.csv`)).status).toBe(401);
});
