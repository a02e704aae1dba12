import { describe, expect, test } from 'vitest';
import type { InputOf } from '#shared/contract/define.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import {
  listTickets,
  replyToTicket,
  type Ticket,
  type TicketChanges,
  type TicketPlace,
  type TicketSort,
  updateTicket,
} from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

type Filter = InputOf<typeof listTickets>['filter'];
const say = (client: HubClient, ticketId: TicketId, body: string, note = false) =>
  client.call(replyToTicket, { ticketId, clientId: entryId(), body, note });
const subjects = async (client: HubClient, filter: Filter) =>
  (await client.call(listTickets, { filter })).tickets.map(({ subject }) => subject);

describe('searching', () => {
  test('finds beginnings of words in subject, number and timeline, without regard to case and accents', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id, number } = await open(cleo, 'L’écran est noir');
    await open(cleo, 'Nothing to do with it');
    await say(ben, id, 'Quel modèle ? Écrivez à support@example.org, merci.');
    const found = (text: string) => subjects(ben, { text });
    for (const text of [
      'ecran',
      'ÉCR',
      'noir modele',
      'example.org',
      'support@example',
      `${number} noir`,
      `#${number}`,
    ])
      expect([text, await found(text)]).toEqual([text, ['L’écran est noir']]);
    for (const text of ['cran', 'noir absent', '#999', '#9999999999', '!?', "' | '", 'a:* & b'])
      expect([text, await found(text)]).toEqual([text, []]);
    expect(await found('  ')).toHaveLength(2);
    await ben.call(updateTicket, { ticketId: id, changes: { subject: 'Screen stays dark' } });
    expect(await found('dark modele')).toEqual(['Screen stays dark']);
  });

  test('customers find nothing by what only the desk reads', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, eve, ben] = await hub.connect('cleo', 'dan', 'eve', 'ben');
    const { id } = await open(cleo, 'Slow network');
    await say(ben, id, 'They have not paid.', true);
    await say(ben, id, 'We look into it.');
    expect(await subjects(ben, { text: 'network paid look' })).toEqual(['Slow network']);
    for (const customer of [cleo, dan]) {
      expect(await subjects(customer, { text: 'paid' })).toEqual([]);
      expect(await subjects(customer, { text: 'network look' })).toEqual(['Slow network']);
    }
    expect(await subjects(eve, { text: 'network' })).toEqual([]);
  });

  test('a ticket with more text than an index holds still takes replies', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id } = await open(cleo, 'Endless');
    // Each of these letters is eight bytes once it is normalised.
    const wide = (from: number) =>
      Array.from({ length: 3_000 }, (_, n) => `${'\ufdf2'.repeat(12)}${from + n}`)
        .join(' ')
        .slice(0, 50_000);
    for (const from of [10_000, 20_000, 30_000, 40_000]) await say(cleo, id, wide(from));
    expect(await subjects(ben, { text: 'endless' })).toEqual(['Endless']);
  });
});

describe('a list', () => {
  test('is filtered by what a ticket is', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
    const old = await open(cleo, 'Old');
    const fresh = await open(eve, 'Fresh');
    const changes: TicketChanges = { product: 'Router', department: 'Sales', dueAt: fresh.createdAt };
    await ben.call(updateTicket, { ticketId: old.id, changes });
    const onlyOld: Filter[] = [
      { product: 'Router' },
      { department: 'Sales' },
      { requesterId: old.requesterId },
      { createdBefore: fresh.createdAt, channel: ['form', 'mail'] },
      { dueBefore: new Date(Date.parse(fresh.createdAt) + 1).toISOString() },
    ];
    for (const filter of onlyOld) expect([filter, await subjects(ben, filter)]).toEqual([filter, ['Old']]);
    for (const filter of [
      { product: 'router' },
      { channel: ['mail'] },
      { channel: [] },
      { dueBefore: old.createdAt },
    ])
      expect([filter, await subjects(ben, filter as Filter)]).toEqual([filter, []]);
  });

  test('comes in each order, a page at a time, with every ticket once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const day = (n: number) => `2030-01-0${n}T00:00:00.000Z`;
    const all: [string, TicketChanges][] = [
      ['one', { priority: 'low', dueAt: day(3) }],
      ['two', { priority: 'critical' }],
      ['three', { priority: 'critical', status: 'solved', dueAt: day(1) }],
      ['four', { priority: 'high', dueAt: day(2) }],
      ['five', { status: 'waiting' }],
    ];
    for (const [subject, changes] of all) {
      const { id: ticketId } = await open(cleo, subject);
      await ben.call(updateTicket, { ticketId, changes });
    }
    const pages = async (sort: TicketSort) => {
      const seen: string[] = [];
      for (let after: TicketPlace | undefined; ; ) {
        const page: { tickets: Ticket[]; more: boolean } = await ben.call(listTickets, {
          sort,
          limit: 2,
          ...(after ? { after } : {}),
        });
        seen.push(...page.tickets.map(({ subject }) => subject));
        after = page.tickets.at(-1);
        if (!page.more || !after) return seen;
      }
    };
    const latest = ['five', 'four', 'three', 'two', 'one'];
    expect(await pages('updated')).toEqual(latest);
    expect(await pages('created')).toEqual(latest);
    expect(await pages('waiting')).toEqual(['one', 'two', 'four', 'three', 'five']);
    expect(await pages('priority')).toEqual(['two', 'four', 'five', 'one', 'three']);
    expect(await pages('due')).toEqual(['four', 'one', 'two', 'three', 'five']);
  });
});
