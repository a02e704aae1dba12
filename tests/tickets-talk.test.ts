import { describe, expect, test } from 'vitest';
import { recount } from '#server/tickets/figures/counts.store.ts';
import { type MeetingId, ParticipantId, type TicketId } from '#shared/contract/ids.ts';
import { joinRoom } from '#shared/contract/media.ts';
import { archiveMeeting, getMeeting, knock } from '#shared/contract/meetings.ts';
import {
  confirmTicket,
  getTicket,
  rateTicket,
  startTicketCall,
  ticketChanged,
  type TicketCount,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const notFound = { code: 'notFound' };
const forbidden = { code: 'forbidden' };
const notSolved = { code: 'conflict', details: { reason: 'notSolved' } };

async function solved(customer: HubClient, employee: HubClient): Promise<TicketId> {
  const { id: ticketId } = await open(customer);
  await employee.call(updateTicket, { ticketId, changes: { status: 'solved' } });
  return ticketId;
}

async function expectRecount(
  hub: { hub: { platform: { db: { read: Parameters<typeof recount>[0] } } } },
  employee: HubClient,
) {
  const named = (counts: readonly TicketCount[]) =>
    counts.map(({ count, ...key }) => `${JSON.stringify(key)} ${count}`).toSorted();
  const { queues } = await employee.call(watchTickets, {});
  expect(named(queues.flatMap(({ counts }) => counts))).toEqual(
    named(await recount(hub.hub.platform.db.read)),
  );
}

describe('what the desk calls solved', () => {
  test('is closed by the customer’s yes, and opened again by a no, with words or without', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, ben] = await hub.connect('cleo', 'dan', 'ben');
    const ticketId = await solved(cleo, ben);
    await cleo.call(getTicket, { ticketId });
    const no = { ticketId, clientId: entryId(), confirmed: false, body: 'It still burns.' };
    const refused = await cleo.call(confirmTicket, no);
    expect(refused).toMatchObject({
      ticket: { status: 'open', reopened: 1, solvedAt: null, askedAt: null },
      entry: { kind: 'reply', id: no.clientId, body: no.body },
    });
    expect(refused.ticket.waitingSince).toBe(refused.ticket.updatedAt);
    expect(await cleo.call(confirmTicket, no)).toEqual(refused);
    const told = cleo.next(ticketChanged, ({ ticket }) => ticket.status === 'solved');
    const again = await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    expect(again.askedAt).toBe(again.updatedAt);
    expect((await told).entry).toMatchObject({ kind: 'change', after: { status: 'solved' } });
    // A colleague may say so too.
    const yes = { ticketId, clientId: entryId(), confirmed: true };
    const closed = await dan.call(confirmTicket, yes);
    expect(closed).toMatchObject({
      ticket: { status: 'closed', reopened: 1, askedAt: null },
      entry: {
        kind: 'change',
        id: yes.clientId,
        authorId: hub.seed.idOf('dan'),
        after: { status: 'closed' },
      },
    });
    expect(closed.ticket.closedAt).toBe(closed.ticket.updatedAt);
    const { ticket, entries } = await cleo.call(getTicket, { ticketId });
    expect(entries.map(({ kind, seq }) => [seq, kind])).toEqual([
      [1, 'reply'],
      [2, 'change'],
      [3, 'reply'],
      [4, 'change'],
      [5, 'change'],
      [6, 'change'],
    ]);
    expect(ticket.seq).toBe(6);
    await expectRecount(hub, ben);
  });

  test('is only that: nothing else is confirmed, and by nobody else', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ada, ben] = await hub.connect('cleo', 'eve', 'ada', 'ben');
    const { id: ticketId } = await open(cleo);
    const yes = () => ({ ticketId, clientId: entryId(), confirmed: true });
    await expect(cleo.call(confirmTicket, yes())).rejects.toMatchObject(notSolved);
    await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    await expect(ben.call(confirmTicket, yes())).rejects.toMatchObject(forbidden);
    await expect(eve.call(confirmTicket, yes())).rejects.toMatchObject(notFound);
    await expect(cleo.call(confirmTicket, { ...yes(), body: ' ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const [mine] = (await ben.call(getTicket, { ticketId })).entries;
    await expect(
      cleo.call(confirmTicket, {
        ...yes(),
        ticketId: await solved(cleo, ben),
        clientId: mine?.id ?? entryId(),
      }),
    ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'taken' } });
    // An employee who asked for themselves is the customer here.
    const own = await solved(ada, ben);
    const done = await ada.call(confirmTicket, { ...yes(), ticketId: own, body: 'Thanks!' });
    expect(done).toMatchObject({ ticket: { status: 'closed' }, entry: { kind: 'reply', body: 'Thanks!' } });
  });

  test('answered twice at once is answered once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, ben] = await hub.connect('cleo', 'dan', 'ben');
    const ticketId = await solved(cleo, ben);
    const say = (client: HubClient, confirmed: boolean) =>
      client.call(confirmTicket, { ticketId, clientId: entryId(), confirmed });
    const answers = await Promise.allSettled([say(cleo, true), say(dan, false)]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(answers.find((each) => each.status === 'rejected')?.reason).toMatchObject(notSolved);
    await expectRecount(hub, ben);
  });
});

describe('a rating', () => {
  test('is the requester’s, of what is over, and may be changed', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, eve, ben] = await hub.connect('cleo', 'dan', 'eve', 'ben');
    const { id: ticketId } = await open(cleo);
    const stars = { ticketId, stars: 4 };
    await expect(cleo.call(rateTicket, stars)).rejects.toMatchObject(notSolved);
    await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    await ben.call(getTicket, { ticketId });
    const heard = ben.next(ticketChanged);
    const rated = await cleo.call(rateTicket, { ...stars, comment: ' Quick. ' });
    expect(rated).toMatchObject({
      status: 'solved',
      rating: { stars: 4, comment: 'Quick.', at: rated.updatedAt },
    });
    expect((await heard).entry).toMatchObject({ kind: 'rating', stars: 4, comment: 'Quick.' });
    expect(await cleo.call(rateTicket, { ...stars, comment: 'Quick.' })).toEqual(rated);
    expect(await cleo.call(rateTicket, { ticketId, stars: 2 })).toMatchObject({
      rating: { stars: 2, comment: null },
    });
    for (const [client, refusal] of [
      [dan, forbidden],
      [ben, forbidden],
      [eve, notFound],
    ] as const)
      await expect(client.call(rateTicket, stars)).rejects.toMatchObject(refusal);
    for (const wrong of [0, 6, 3.5])
      await expect(cleo.call(rateTicket, { ticketId, stars: wrong })).rejects.toMatchObject({
        code: 'invalid',
      });
    const { entries, ticket } = await dan.call(getTicket, { ticketId });
    expect(entries.map(({ kind }) => kind)).toEqual(['reply', 'change', 'rating', 'rating']);
    expect(ticket.rating).toMatchObject({ stars: 2 });
  });
});

describe('a call', () => {
  const enter = async (client: HubClient, meetingId: MeetingId) =>
    await client.call(joinRoom, { meetingId, participantId: ParticipantId.parse(crypto.randomUUID()) });

  test('is started from the ticket once; the requester walks in, others knock', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, ada, ben] = await hub.connect('cleo', 'dan', 'ada', 'ben');
    const { id: ticketId } = await open(cleo);
    await cleo.call(getTicket, { ticketId });
    const rings = cleo.next(ticketChanged);
    const call = await ben.call(startTicketCall, { ticketId });
    expect(await rings).toMatchObject({
      ticket: { meetingId: call.meetingId },
      entry: { kind: 'call', authorId: hub.seed.idOf('ben'), ...call },
    });
    for (const client of [cleo, ada, ben])
      expect(await client.call(startTicketCall, { ticketId })).toEqual(call);
    const { meetingId, code } = call;
    await enter(cleo, meetingId);
    await enter(ben, meetingId);
    for (const employee of [ada, ben])
      expect(await employee.call(getMeeting, { code })).toMatchObject({
        title: '#1 The printer is on fire',
        can: { host: true },
      });
    expect(await cleo.call(getMeeting, { code })).toMatchObject({
      role: 'participant',
      can: { host: false },
    });
    await expect(enter(dan, meetingId)).rejects.toMatchObject(forbidden);
    expect(await dan.call(knock, { meetingId })).toMatchObject({ state: 'waiting' });
    const { entries } = await ben.call(getTicket, { ticketId });
    expect(entries.map(({ kind }) => kind)).toEqual(['reply', 'call']);
  });

  test('by the requester of a ticket that somebody has is led by them, also at the same moment', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { assigneeId: hub.seed.idOf('ben') } });
    const [one, two] = await Promise.all([cleo, ben].map((each) => each.call(startTicketCall, { ticketId })));
    expect(one).toEqual(two);
    const code = one?.code ?? '';
    expect(await ben.call(getMeeting, { code })).toMatchObject({ can: { host: true } });
    expect(await cleo.call(getMeeting, { code })).toMatchObject({ can: { host: false } });
  });

  test('after the page was put away has another page, and nobody else starts one', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, eve, ben] = await hub.connect('cleo', 'dan', 'eve', 'ben');
    const { id: ticketId } = await open(cleo);
    await expect(dan.call(startTicketCall, { ticketId })).rejects.toMatchObject(forbidden);
    await expect(eve.call(startTicketCall, { ticketId })).rejects.toMatchObject(notFound);
    const first = await ben.call(startTicketCall, { ticketId });
    await ben.call(archiveMeeting, { meetingId: first.meetingId });
    const second = await cleo.call(startTicketCall, { ticketId });
    expect(second.meetingId).not.toBe(first.meetingId);
    await enter(cleo, second.meetingId);
    await ben.call(updateTicket, { ticketId, changes: { status: 'closed' } });
    for (const client of [cleo, ben])
      await expect(client.call(startTicketCall, { ticketId })).rejects.toMatchObject({
        code: 'conflict',
        details: { reason: 'closed' },
      });
  });
});
