import { describe, expect, test } from 'vitest';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import {
  followTicket,
  getTicketAside,
  linkTickets,
  mergeTickets,
  spendTime,
  splitTicket,
  unlinkTickets,
} from '#shared/contract/desk.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  createTicket,
  getTicket,
  listTickets,
  replyToTicket,
  ticketSince,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const say = (client: HubClient, ticketId: TicketId, body: string, note = false) =>
  client.call(replyToTicket, { ticketId, clientId: entryId(), body, note });
const unknown = '00000000-0000-4000-8000-000000000000';
const forbidden = { code: 'forbidden' };
const notFound = { code: 'notFound' };

describe('beside a ticket', () => {
  test('links are there from both sides, replaced by another kind, and told in both timelines once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const [one, other] = [await open(cleo, 'One'), await open(cleo, 'Other')];
    const ids = { ticketId: one.id, otherId: other.id };
    const linked = await ben.call(linkTickets, { ...ids, kind: 'parent' });
    expect(linked.links).toMatchObject([{ kind: 'parent', back: false, ticket: { id: other.id } }]);
    await ben.call(linkTickets, { ...ids, kind: 'parent' });
    const back = await ben.call(getTicketAside, { ticketId: other.id });
    expect(back.links).toMatchObject([{ kind: 'parent', back: true, ticket: { id: one.id } }]);
    for (const [ticketId, number] of [
      [one.id, other.number],
      [other.id, one.number],
    ] as const) {
      const { entries } = await ben.call(getTicket, { ticketId });
      expect(entries.slice(1)).toMatchObject([{ kind: 'change', after: { links: `#${number}` } }]);
      expect((await cleo.call(getTicket, { ticketId })).entries).toHaveLength(1);
    }
    const turned = await ben.call(linkTickets, { ticketId: other.id, otherId: one.id, kind: 'related' });
    expect(turned.links).toMatchObject([{ kind: 'related', back: false }]);
    expect((await ben.call(unlinkTickets, ids)).links).toEqual([]);
    expect((await ben.call(unlinkTickets, ids)).links).toEqual([]);
    await expect(
      ben.call(linkTickets, { ticketId: one.id, otherId: one.id, kind: 'related' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      ben.call(linkTickets, { ticketId: one.id, otherId: unknown as TicketId, kind: 'related' }),
    ).rejects.toMatchObject(notFound);
    await expect(cleo.call(getTicketAside, { ticketId: one.id })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(linkTickets, { ...ids, kind: 'related' })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(unlinkTickets, ids)).rejects.toMatchObject(forbidden);
  });

  test('who follows finds it in a list of theirs, and time adds up', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const { id: ticketId } = await open(cleo);
    await open(cleo, 'Not followed');
    const follow = { ticketId, following: true };
    await ben.call(followTicket, follow);
    expect((await ben.call(followTicket, follow)).followers).toMatchObject([{ displayName: 'Ben' }]);
    const followed = async (client: HubClient) =>
      (await client.call(listTickets, { filter: { followed: true } })).tickets.map(({ id }) => id);
    expect(await followed(ben)).toEqual([ticketId]);
    expect(await followed(ada)).toEqual([]);
    const time = { ticketId, clientId: entryId(), minutes: 25, comment: ' On the phone ' };
    await ben.call(spendTime, time);
    await ben.call(spendTime, time);
    const aside = await ada.call(spendTime, { ticketId, clientId: entryId(), minutes: 5 });
    expect(aside).toMatchObject({ minutes: 30, times: [{ minutes: 5, comment: null }, { minutes: 25 }] });
    expect((await ben.call(followTicket, { ticketId, following: false })).followers).toEqual([]);
    await expect(ben.call(spendTime, { ...time, minutes: 0 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(cleo.call(spendTime, time)).rejects.toMatchObject(forbidden);
    await expect(cleo.call(followTicket, follow)).rejects.toMatchObject(forbidden);
  });
});

describe('merging', () => {
  test('brings the words over, closes the one as a duplicate, and is done once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const [into, from] = [await open(cleo, 'Into'), await open(cleo, 'From')];
    await say(ben, into.id, 'We are on it.');
    await say(ben, from.id, 'They wrote twice.', true);
    const ids = { ticketId: from.id, intoId: into.id };
    const merged = await ben.call(mergeTickets, ids);
    expect(merged).toMatchObject({
      ticket: { id: from.id, status: 'closed', waitingSince: null },
      into: { id: into.id, waitingSince: from.createdAt },
    });
    const { entries } = await ben.call(ticketSince, { ticketId: into.id, seq: 2 });
    expect(entries).toMatchObject([
      { seq: 3, kind: 'reply', body: 'From. Please help!', at: from.createdAt },
      { seq: 4, kind: 'note', body: 'They wrote twice.' },
      { seq: 5, kind: 'change', after: { links: `#${from.number}` } },
    ]);
    expect(merged.into.seq).toBe(5);
    expect((await ben.call(getTicketAside, { ticketId: from.id })).links).toMatchObject([
      { kind: 'duplicate', back: false, ticket: { id: into.id } },
    ]);
    expect((await cleo.call(getTicket, { ticketId: from.id })).ticket.status).toBe('closed');
    expect((await ben.call(listTickets, { filter: { text: 'from we are' } })).tickets).toMatchObject([
      { id: into.id },
    ]);
    await expect(ben.call(mergeTickets, ids)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'merged' },
    });
    await expect(ben.call(mergeTickets, { ...ids, intoId: from.id })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(ben.call(mergeTickets, { ...ids, intoId: unknown as TicketId })).rejects.toMatchObject(
      notFound,
    );
    await expect(cleo.call(mergeTickets, ids)).rejects.toMatchObject(forbidden);
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });

  test('shows nobody what was said to another requester', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
    const [into, from] = [await open(cleo, 'Into'), await open(eve, 'From')];
    await ben.call(mergeTickets, { ticketId: from.id, intoId: into.id });
    expect((await cleo.call(getTicket, { ticketId: into.id })).entries).toHaveLength(1);
    expect((await cleo.call(listTickets, { filter: { text: 'from' } })).tickets).toEqual([]);
    expect((await ben.call(getTicket, { ticketId: into.id })).entries).toMatchObject([
      { kind: 'reply' },
      { kind: 'note', authorId: hub.seed.idOf('eve') },
      { kind: 'change' },
    ]);
    await expect(eve.call(getTicket, { ticketId: into.id })).rejects.toMatchObject(notFound);
  });
});

test('an entry begins a ticket of its own, linked to where it comes from', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { id: ticketId } = await open(cleo);
  const { entry } = await say(cleo, ticketId, 'And the coffee machine leaks.');
  const input = { ticketId, entryId: entry.id, clientId: entryId(), subject: 'Coffee' };
  const made = await ben.call(splitTicket, input);
  expect(made).toMatchObject({ subject: 'Coffee', requesterId: hub.seed.idOf('cleo'), status: 'new' });
  expect(await ben.call(splitTicket, input)).toEqual(made);
  expect((await cleo.call(getTicket, { ticketId: made.id })).entries).toMatchObject([
    { kind: 'reply', body: 'And the coffee machine leaks.' },
  ]);
  expect((await ben.call(getTicketAside, { ticketId })).links).toMatchObject([
    { kind: 'related', ticket: { id: made.id } },
  ]);
  const elsewhere = await cleo.call(createTicket, { clientId: entryId(), subject: 'x', body: 'x' });
  for (const foreign of [{ ticketId: elsewhere.id }, { entryId: unknown as TicketEntryId }])
    await expect(ben.call(splitTicket, { ...input, clientId: entryId(), ...foreign })).rejects.toMatchObject(
      notFound,
    );
  await expect(cleo.call(splitTicket, { ...input, clientId: entryId() })).rejects.toMatchObject(forbidden);
});
