import { describe, expect, test } from 'vitest';
import { recount } from '#server/tickets/figures/counts.store.ts';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import type { QueueId, TicketId } from '#shared/contract/ids.ts';
import {
  claimTicket,
  createTicket,
  getTicket,
  listCompanies,
  listQueues,
  listTickets,
  replyToTicket,
  type Ticket,
  type TicketCount,
  type TicketEntry,
  ticketChanged,
  ticketsCounted,
  ticketSince,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import { expectSnapshotCatchesUp } from './catch-up.ts';
import { createTestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const kindsOf = (entries: readonly TicketEntry[]) => entries.map(({ kind }) => kind);
const unknown = '00000000-0000-4000-8000-000000000000';

describe('a ticket', () => {
  test('goes from the question over the first response to the end, and opens again when the customer answers', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { acorn, idOf, queues } = hub.seed;
    const asked = await open(cleo);
    expect(asked).toMatchObject({
      number: 1,
      status: 'new',
      queueId: queues[0]?.id,
      requesterId: idOf('cleo'),
      companyId: acorn.id,
      assigneeId: null,
      firstResponseAt: null,
      waitingSince: asked.createdAt,
    });
    const ticketId = asked.id;
    expect(await ben.call(claimTicket, { ticketId })).toMatchObject({
      status: 'open',
      assigneeId: idOf('ben'),
    });
    await ben.call(replyToTicket, {
      ticketId,
      clientId: entryId(),
      body: 'They always say that.',
      note: true,
    });
    expect((await ben.call(getTicket, { ticketId })).ticket.firstResponseAt).toBeNull();
    const { ticket: answered } = await ben.call(replyToTicket, {
      ticketId,
      clientId: entryId(),
      body: 'Which printer?',
    });
    expect(answered).toMatchObject({ status: 'waiting', waitingSince: null });
    expect(answered.firstResponseAt).toBe(answered.updatedAt);
    const { ticket: owed } = await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: 'All.' });
    expect(owed).toMatchObject({ status: 'open', waitingSince: owed.updatedAt });
    const solved = await ben.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    expect(solved).toMatchObject({ waitingSince: null, solvedAt: solved.updatedAt });
    const { ticket: again } = await cleo.call(replyToTicket, {
      ticketId,
      clientId: entryId(),
      body: 'It burns again.',
    });
    expect(again).toMatchObject({ status: 'open', solvedAt: null, reopened: 1 });
    expect(again.firstResponseAt).toBe(answered.firstResponseAt);
    const { entries } = await ben.call(getTicket, { ticketId });
    expect(kindsOf(entries)).toEqual(['reply', 'change', 'note', 'reply', 'reply', 'change', 'reply']);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const page = await ben.call(getTicket, { ticketId, before: 7, limit: 2 });
    expect(page).toMatchObject({ more: true, entries: [{ seq: 5 }, { seq: 6 }] });
  });

  test('asked, answered and changed twice is one', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben, dan] = await hub.connect('cleo', 'ben', 'dan');
    const clientId = entryId();
    const input = { clientId, subject: 'Twice', body: 'Once is enough.' };
    const first = await cleo.call(createTicket, input);
    expect(await cleo.call(createTicket, input)).toEqual(first);
    const ticketId = first.id;
    const reply = { ticketId, clientId: entryId(), body: 'Once.' };
    const one = await ben.call(replyToTicket, reply);
    expect(await ben.call(replyToTicket, reply)).toEqual(one);
    // Nobody gets at another one's entry by its id.
    await expect(dan.call(replyToTicket, { ...reply, body: 'Mine.' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(dan.call(createTicket, input)).rejects.toMatchObject({ code: 'conflict' });
    const changes = { priority: 'high', tags: ['fire'] } as const;
    const changed = await ben.call(updateTicket, { ticketId, changes: { ...changes, tags: ['fire'] } });
    expect(await ben.call(updateTicket, { ticketId, changes: { ...changes, tags: ['fire'] } })).toEqual(
      changed,
    );
    expect((await ben.call(getTicket, { ticketId })).entries).toHaveLength(3);
  });

  test('claimed by two at once belongs to one', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const { id: ticketId } = await open(cleo);
    const claims = await Promise.allSettled([ada, ben].map((each) => each.call(claimTicket, { ticketId })));
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = claims.find((each) => each.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'conflict', details: { reason: 'taken' } });
  });
});

describe('who sees what', () => {
  test('customers see their own and their company’s tickets, and nothing that is the desk’s', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, eve, ben] = await hub.connect('cleo', 'dan', 'eve', 'ben');
    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { tags: ['difficult'], impact: 'major' } });
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Patience!', note: true });
    await ben.call(updateTicket, { ticketId, changes: { status: 'pending', priority: 'low' } });
    for (const client of [cleo, dan]) {
      const { ticket, entries } = await client.call(getTicket, { ticketId });
      expect(ticket.tags).toEqual([]);
      expect(entries).toMatchObject([
        { kind: 'reply' },
        { kind: 'change', before: { status: 'new' }, after: { status: 'pending' } },
      ]);
      expect(entries[1]).toHaveProperty('after', { status: 'pending' });
      expect((await client.call(ticketSince, { ticketId, seq: 0 })).entries).toEqual(entries);
      expect((await client.call(listTickets, { filter: { tag: 'difficult' } })).tickets[0]?.tags).toEqual([]);
    }
    const gone = { code: 'notFound' };
    const reply = { ticketId, clientId: entryId(), body: 'Me too' };
    await expect(eve.call(getTicket, { ticketId })).rejects.toMatchObject(gone);
    await expect(eve.call(ticketSince, { ticketId, seq: 0 })).rejects.toMatchObject(gone);
    await expect(eve.call(replyToTicket, reply)).rejects.toMatchObject(gone);
    await expect(eve.call(getTicket, { ticketId: unknown as TicketId })).rejects.toMatchObject(gone);
    expect((await eve.call(listTickets, {})).tickets).toEqual([]);
    const forbidden = { code: 'forbidden' };
    await expect(
      cleo.call(updateTicket, { ticketId, changes: { priority: 'critical' } }),
    ).rejects.toMatchObject(forbidden);
    await expect(cleo.call(claimTicket, { ticketId })).rejects.toMatchObject(forbidden);
    await expect(cleo.call(replyToTicket, { ...reply, note: true })).rejects.toMatchObject(forbidden);
    for (const command of [watchTickets, listQueues, listCompanies] as const)
      await expect(cleo.call(command, {} as never)).rejects.toMatchObject(forbidden);
    const urgent = { clientId: entryId(), subject: 'Now!', body: 'Now!', priority: 'critical' } as const;
    expect(await cleo.call(createTicket, urgent)).toMatchObject({ priority: 'normal' });
  });

  test('a restricted queue is its members’ alone, in lists, events and figures too', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [support, , secret] = hub.seed.queues;
    const { id: ticketId } = await open(cleo);
    const { pool } = hub.hub.platform.db;
    await pool.query('update ticket_queues set restricted = true where id = $1', [secret?.id]);
    await pool.query('insert into ticket_queue_members (queue_id, person_id) values ($1, $2)', [
      secret?.id,
      hub.seed.idOf('ada'),
    ]);
    const heard: (string | QueueId)[] = [];
    await ben.call(watchTickets, {});
    ben.on(ticketChanged, ({ ticket }) => heard.push(ticket.subject));
    ben.on(ticketsCounted, ({ queueId }) => heard.push(queueId));
    await expect(
      ben.call(updateTicket, { ticketId, changes: { queueId: secret?.id } }),
    ).rejects.toMatchObject({ code: 'notFound' });
    const left = [ben.next(ticketsCounted), ben.next(ticketChanged)];
    await ada.call(updateTicket, { ticketId, changes: { queueId: secret?.id } });
    await Promise.all(left);
    // That it went is told once; what becomes of it there is not.
    expect(heard).toEqual(expect.arrayContaining([support?.id]));
    heard.length = 0;
    await ada.call(updateTicket, { ticketId, changes: { priority: 'high' } });
    await expect(ben.call(getTicket, { ticketId })).rejects.toMatchObject({ code: 'notFound' });
    expect((await ben.call(listTickets, {})).tickets).toEqual([]);
    expect((await ben.call(watchTickets, {})).queues.map(({ queueId }) => queueId)).not.toContain(secret?.id);
    expect((await ada.call(listTickets, {})).tickets).toHaveLength(1);
    expect(heard).toEqual([]);
    expect(await cleo.call(getTicket, { ticketId })).toMatchObject({ ticket: { id: ticketId } });
  });
});

describe('many', () => {
  test('are listed by page, the last changed first, and filtered', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
    const tickets: Ticket[] = [];
    for (let n = 0; n < 7; n += 1) tickets.push(await open(n % 2 === 0 ? cleo : eve, `Number ${n}`));
    const [first] = tickets;
    await ben.call(updateTicket, {
      ticketId: first?.id as TicketId,
      changes: { priority: 'critical', tags: ['vip'] },
    });
    const pages: string[] = [];
    let after: Ticket | undefined;
    for (;;) {
      const page = await ben.call(listTickets, { limit: 3, ...(after ? { after } : {}) });
      pages.push(...page.tickets.map(({ subject }) => subject));
      const last = page.tickets.at(-1);
      if (!page.more || !last) break;
      after = last;
    }
    expect(pages).toEqual([0, 6, 5, 4, 3, 2, 1].map((n) => `Number ${n}`));
    const numbers = async (filter: Parameters<typeof listed>[0]) => (await listed(filter)).length;
    const listed = async (filter: Record<string, unknown>) =>
      (await ben.call(listTickets, { filter: filter as never })).tickets;
    expect(await numbers({ priority: ['critical'] })).toBe(1);
    expect(await numbers({ status: ['new', 'open'], impact: ['none'] })).toBe(7);
    for (const none of ['status', 'priority', 'impact']) expect(await numbers({ [none]: [] })).toBe(0);
    expect(await numbers({ tag: 'vip' })).toBe(1);
    expect(await numbers({ companyId: hub.seed.birch.id })).toBe(3);
    expect(await numbers({ assigneeId: null })).toBe(7);
    expect(await numbers({ assigneeId: hub.seed.idOf('ben') })).toBe(0);
    expect(await numbers({ waitingSince: first?.createdAt })).toBe(0);
    expect(await numbers({ waitingSince: new Date(Date.now() + 1_000).toISOString() })).toBe(7);
  });

  test('the figures of a dashboard are those of a recount, whatever happens at once', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ada, ben] = await hub.connect('cleo', 'eve', 'ada', 'ben');
    const { queues } = await ada.call(watchTickets, {});
    const counts = new Map<string, number>();
    const revisions = new Map<QueueId, number[]>();
    const add = ({ count, ...key }: TicketCount) => {
      const name = JSON.stringify(key);
      counts.set(name, (counts.get(name) ?? 0) + count);
      if (counts.get(name) === 0) counts.delete(name);
    };
    for (const queue of queues) {
      revisions.set(queue.queueId, [queue.revision]);
      queue.counts.forEach(add);
    }
    ada.on(ticketsCounted, ({ queueId, revision, deltas }) => {
      revisions.get(queueId)?.push(revision);
      deltas.forEach(add);
    });
    const tickets = await Promise.all([cleo, eve, cleo, eve].map((client, n) => open(client, `Ticket ${n}`)));
    await Promise.all(
      tickets.flatMap(({ id: ticketId }, n) => [
        ada.call(updateTicket, { ticketId, changes: { priority: 'high', impact: 'minor' } }),
        ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'We look at it.' }),
        ben.call(updateTicket, { ticketId, changes: { queueId: hub.seed.queues[n % 3]?.id } }),
        ada.call(updateTicket, { ticketId, changes: { status: n % 2 === 0 ? 'solved' : 'closed' } }),
      ]),
    );
    await ben.call(updateTicket, { ticketId: tickets[0]?.id as TicketId, changes: { tags: ['no count'] } });
    const named = (all: readonly TicketCount[]) =>
      all.map(({ count, ...key }) => `${JSON.stringify(key)} ${count}`).toSorted();
    const { db } = hub.hub.platform;
    const truth = named(await recount(db.read));
    expect(await countWrong(db.read)).toBe(0);
    const watched = (await ben.call(watchTickets, {})).queues;
    expect(named(watched.flatMap((queue) => queue.counts))).toEqual(truth);
    const heard = () => [...counts].map(([key, count]) => `${key} ${count}`).toSorted();
    await expect.poll(heard).toEqual(truth);
    for (const { queueId, revision } of watched) {
      const heardOf = revisions.get(queueId)?.toSorted((a, b) => a - b) ?? [];
      expect(heardOf).toEqual(Array.from({ length: revision + 1 }, (_, n) => n));
    }
  });

  test('an old timeline and what is heard of it give the fresh one, though events are lost', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, dan, ben] = await hub.connect('cleo', 'dan', 'ben');
    const { id: ticketId } = await open(cleo);
    const say = (client: typeof ben, n: number) =>
      client.call(replyToTicket, { ticketId, clientId: entryId(), body: `Line ${n}` });
    const { lost } = await expectSnapshotCatchesUp<TicketEntry>({
      snapshot: async () => {
        const { ticket, entries } = await ben.call(getTicket, { ticketId, limit: 200 });
        return { items: entries, seq: ticket.seq };
      },
      since: async (seq) => {
        const { ticket, entries, more } = await ben.call(ticketSince, { ticketId, seq });
        return { items: entries, lastSeq: ticket.seq, complete: !more };
      },
      listen: (hear) => ben.on(ticketChanged, ({ entry }) => entry && hear(entry)),
      keyOf: ({ id }) => id,
      act: async () => {
        for (let n = 0; n < 12; n += 1) await say(n % 3 === 0 ? ben : n % 3 === 1 ? cleo : dan, n);
      },
      last: async () => void (await say(cleo, 99)),
      loses: (nth) => nth % 4 === 1,
    });
    expect(lost).toBeGreaterThan(0);
  });
});
