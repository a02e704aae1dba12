import { describe, expect, test } from 'vitest';
import type { Hub } from '#server/hub.ts';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import { createWallClient } from '#shared/wall-client.ts';
import type { HubClient } from '#shared/client.ts';
import { getHealth } from '#shared/contract/admin.ts';
import { getQueueSetup, saveQueue } from '#shared/contract/desk.ts';
import type { QueueId, WallId } from '#shared/contract/ids.ts';
import { saveSlaCalendar, saveSlaPolicy, slaDueAt } from '#shared/contract/sla.ts';
import {
  claimTicket,
  getTicket,
  replyToTicket,
  type Ticket,
  updateTicket,
} from '#shared/contract/tickets.ts';
import * as wall from '#shared/contract/wall.ts';
import { type Boards, merge } from '#shared/wall-boards.ts';
import { createTestHub } from './hub.ts';
import { aCalendar, aPolicy } from './seeds/sla.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const byQueue = (boards: readonly wall.WallBoard[]): Boards =>
  new Map(boards.map((board) => [board.queueId, board]));

/** What a viewer shows: the boards they were given and what they heard since. */
async function watch(client: HubClient) {
  let boards: Boards = new Map();
  const heard: wall.WallPatch[] = [];
  client.on(wall.wallChanged, (patch) => {
    heard.push(patch);
    boards = merge(boards, patch);
  });
  boards = byQueue((await client.call(wall.watchWall, {})).boards);
  return { heard, boards: () => boards };
}

const sum = (boards: Boards, count: (board: wall.WallBoard) => number) =>
  [...boards.values()].reduce((all, board) => all + count(board), 0);
const ofStatus = (boards: Boards, ...statuses: string[]) =>
  sum(boards, ({ cells }) =>
    cells.filter(({ status }) => statuses.includes(status)).reduce((all, { count }) => all + count, 0),
  );
/** In an order that does not depend on what happened first. */
const sorted = (boards: Boards) =>
  [...boards.values()]
    .map((whole) => {
      const { changedAt: _, ...board } = whole;
      const order = (list: readonly object[]) => list.map((entry) => JSON.stringify(entry)).toSorted();
      const { cells, companies, agents, hours } = board;
      return {
        ...board,
        cells: order(cells),
        companies: order(companies),
        agents: order(agents),
        hours: order(hours),
      };
    })
    .toSorted((a, b) => (a.queueId < b.queueId ? -1 : 1));

/** As the database has them. */
async function boardsOf({ figures }: Hub, queues: readonly { id: QueueId }[]): Promise<Boards> {
  const boards = queues.map(async ({ id }) => {
    const [board, lists] = await Promise.all([figures.board(id), figures.lists(id)]);
    if (!board || !lists) throw new Error('no such queue');
    return wall.WallBoard.parse({ ...board, lists });
  });
  return byQueue(await Promise.all(boards));
}

async function queueOf(client: HubClient, queueId: QueueId) {
  const { members: _, ...queue } = await client.call(getQueueSetup, { queueId });
  return queue;
}

async function aWall(client: HubClient, queueIds: QueueId[]) {
  return await client.call(wall.createWall, {
    name: 'Hall',
    pages: ['overview', 'overdue'],
    queueIds,
    timeZone: 'Europe/Paris',
    locale: 'en',
  });
}
const secretOf = (url: string) => url.split('/').at(-1) ?? '';

describe('the figures', () => {
  test('are shown with their lists, and each change of a ticket reaches who looks', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { acorn, idOf } = hub.seed;
    const seen = await watch(ben);
    expect([...seen.boards().values()].map(({ name, overdueHours }) => [name, overdueHours])).toEqual([
      ['Support', 72],
      ['Admin', 120],
      ['Sysadmin', 72],
    ]);
    const { id: ticketId, queueId, createdAt } = await open(cleo);
    // Figures and lists come by two ways: each may be a moment ahead of the other.
    const board = () => seen.boards().get(queueId);
    await expect.poll(board).toMatchObject({
      companies: [{ company: { id: acorn.id, name: 'Acorn' }, open: 1, pending: 0 }],
      agents: [{ agent: null, open: 1, pending: 0 }],
      hours: [{ created: 1, solved: 0, closed: 0, responses: 0, responseMs: 0 }],
      lists: { opened: [{ id: ticketId, company: { name: 'Acorn' }, assignee: null }], pending: [] },
    });
    await ben.call(claimTicket, { ticketId });
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which printer?' });
    await expect.poll(board).toMatchObject({
      companies: [{ open: 0, pending: 1 }],
      agents: [{ agent: { id: idOf('ben'), name: 'Ben' }, open: 0, pending: 1 }],
      hours: [{ responses: 1 }],
      lists: { opened: [], pending: [{ id: ticketId }] },
    });
    const { ticket } = await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: 'All.' });
    const answered = Date.parse(ticket.firstResponseAt ?? '') - Date.parse(createdAt);
    await expect.poll(board).toMatchObject({ hours: [{ responseMs: answered }] });
    await ben.call(updateTicket, { ticketId, changes: { status: 'closed' } });
    await expect.poll(board).toMatchObject({ companies: [], agents: [], hours: [{ closed: 1 }] });
    await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Again!' });
    await expect.poll(board).toMatchObject({ hours: [{ closed: 0 }], companies: [{ open: 1 }] });
    await ben.call(wall.leaveWall, {});
    expect(hub.hub.dump().boards).toEqual([]);
  });

  test('are those of a recount, whatever happens at once, for whoever came when', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, eve, ada, ben] = await hub.connect('cleo', 'eve', 'ada', 'ben');
    const early = await watch(ada);
    const tickets = await Promise.all(
      [cleo, eve, cleo, eve, cleo].map((each, n) => open(each, `Ticket ${n}`)),
    );
    const late = watch(ben);
    await Promise.all(
      tickets.flatMap(({ id: ticketId }, n) => [
        ada.call(updateTicket, { ticketId, changes: { priority: 'critical', impact: 'crisis' } }),
        ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'We look at it.' }),
        ada.call(updateTicket, { ticketId, changes: { queueId: hub.seed.queues[n % 3]?.id } }),
        ben.call(updateTicket, { ticketId, changes: { status: n % 2 === 0 ? 'solved' : 'pending' } }),
      ]),
    );
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
    const truth = sorted(await boardsOf(hub.hub, hub.seed.queues));
    await expect.poll(() => sorted(early.boards()), { timeout: 5_000 }).toEqual(truth);
    const { boards } = await late;
    await expect.poll(() => sorted(boards())).toEqual(truth);
    const fresh = (await (await hub.world.tab('ben')).call(wall.watchWall, {})).boards;
    expect(sorted(byQueue(fresh))).toEqual(truth);
    expect(ofStatus(boards(), 'solved', 'pending', 'waiting')).toBe(5);
  });

  test('agree with the database again after changes that were lost on the way', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id: ticketId, queueId } = await open(cleo);
    const seen = await watch(ben);
    const { pool } = hub.hub.platform.db;
    // As if another process had changed it and its word had not come.
    await pool.query(`update tickets set priority = 'high' where id = $1`, [ticketId]);
    await pool.query(`update ticket_counts set priority = 'high' where queue_id = $1`, [queueId]);
    await pool.query('update ticket_queues set revision = revision + 1 where id = $1', [queueId]);
    await open(cleo, 'One more');
    const high = () =>
      sum(seen.boards(), ({ cells }) => cells.find(({ priority }) => priority === 'high')?.count ?? 0);
    await expect.poll(high, { timeout: 5_000 }).toBe(1);
  });

  test('are late by both readings from the threshold on, which an administrator moves', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [owed, answered] = [await open(cleo, 'Owed'), await open(cleo, 'Answered')];
    await ben.call(replyToTicket, { ticketId: answered.id, clientId: entryId(), body: 'And now you.' });
    const { pool } = hub.hub.platform.db;
    await pool.query(
      `update tickets set created_at = created_at - interval '50 hours', waiting_since = waiting_since - interval '50 hours'`,
    );
    const seen = await watch(ben);
    const lists = () => seen.boards().get(owed.queueId)?.lists;
    expect(lists()).toMatchObject({ owed: { count: 0 }, old: { count: 0 } });
    await ada.call(wall.setOverdueHours, { queueId: owed.queueId, hours: 48 });
    await expect.poll(() => lists()?.old.count).toBe(2);
    expect(lists()).toMatchObject({ owed: { count: 1, tickets: [{ subject: 'Owed' }] } });
    const queueId = unknown as QueueId;
    await expect(ada.call(wall.setOverdueHours, { queueId, hours: 48 })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(ben.call(wall.setOverdueHours, { queueId: owed.queueId, hours: 4 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(ada.call(wall.setOverdueHours, { queueId: owed.queueId, hours: 0 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('go on while nobody looks, and are right for whoever comes back', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    await open(cleo, 'Before');
    await watch(ada);
    await ada.call(wall.leaveWall, {});
    expect(hub.hub.dump().boards).toEqual([]);
    const { id: ticketId } = await open(cleo, 'Meanwhile');
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });

    const [one, other] = await Promise.all([watch(ada), watch(ben)]);
    const inDatabase = await boardsOf(hub.hub, hub.seed.queues);
    await expect.poll(() => sorted(one.boards())).toEqual(sorted(inDatabase));
    await expect.poll(() => sorted(other.boards())).toEqual(sorted(inDatabase));
    await open(cleo, 'After');
    for (const seen of [one, other])
      await expect
        .poll(() => [ofStatus(seen.boards(), 'new'), ofStatus(seen.boards(), 'waiting')])
        .toEqual([2, 1]);
  });

  test('are there before anybody looks, and go on from there', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    await open(cleo, 'Before');
    await Promise.all([hub.hub.prepare(), hub.hub.prepare()]);
    expect(hub.hub.dump().boards).toEqual([]);
    const { queueId } = await open(cleo, 'After');
    // As if another process had changed it and its word had not come.
    const { pool } = hub.hub.platform.db;
    await pool.query(`update tickets set impact = 'crisis'`);
    await pool.query(`update ticket_counts set impact = 'crisis'`);
    await pool.query('update ticket_queues set revision = revision + 1 where id = $1', [queueId]);
    const seen = await watch(ben);
    expect(seen.boards().get(queueId)?.cells).toMatchObject([{ status: 'new', impact: 'crisis', count: 2 }]);
    expect(sorted(seen.boards())).toEqual(sorted(await boardsOf(hub.hub, hub.seed.queues)));
    await open(cleo, 'Then');
    await expect.poll(() => ofStatus(seen.boards(), 'new')).toBe(3);
  });

  test('become late by themselves', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const { id, queueId } = await open(cleo);
    await hub.hub.platform.db.pool.query(
      `update tickets set waiting_since = now() - interval '72 hours' + interval '2 seconds' where id = $1`,
      [id],
    );
    const seen = await watch(ben);
    const owed = () => seen.boards().get(queueId)?.lists.owed.count;
    expect(owed()).toBe(0);
    await expect.poll(owed, { timeout: 6_000 }).toBe(1);
  });

  test('tell what is promised, and when its time is over', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada] = await hub.connect('cleo', 'ada');
    const { id, queueId } = await open(cleo, 'Unpromised');
    const seen = await watch(ada);
    const promised = () => seen.boards().get(queueId)?.lists.promised;
    expect(promised()).toEqual({ count: 0, tickets: [] });

    const calendar = await ada.call(saveSlaCalendar, aCalendar());
    await ada.call(saveSlaPolicy, aPolicy(calendar.id));
    await expect.poll(() => promised()?.tickets, { timeout: 5_000 }).toMatchObject([{ id }]);
    const { id: ticketId } = await open(cleo, 'Promised');
    const { ticket } = await ada.call(getTicket, { ticketId });
    const dueAt = slaDueAt(ticket.sla);
    expect(dueAt).not.toBeNull();
    const line = (of: object) => expect.arrayContaining([expect.objectContaining(of)]) as unknown;
    await expect.poll(promised).toEqual({ count: 0, tickets: line({ id: ticketId, dueAt }) });

    const { pool } = hub.hub.platform.db;
    await pool.query(`update tickets set sla_due_at = now() + interval '2 seconds' where id = $1`, [
      ticketId,
    ]);
    await ada.call(updateTicket, { ticketId: id, changes: { priority: 'low' } });
    await expect.poll(() => promised()?.count, { timeout: 6_000 }).toBe(1);
    await ada.call(updateTicket, { ticketId, changes: { status: 'solved' } });
    await expect.poll(promised).toMatchObject({ count: 0, tickets: [{ id }] });
  });

  test('are no business of customers and guests, and those of a restricted queue are its members’', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    await expect(cleo.call(wall.watchWall, {})).rejects.toMatchObject({ code: 'forbidden' });
    const [support, admin, secret] = hub.seed.queues.map(({ id }) => id) as [QueueId, QueueId, QueueId];
    const seen = await watch(ben);
    expect([...seen.boards().keys()]).toEqual([support, admin, secret]);
    const judged = ben.next(wall.wallJudged);
    const members = { memberIds: [hub.seed.idOf('ada')] };
    await ada.call(saveQueue, { ...(await queueOf(ada, secret)), restricted: true, ...members });
    expect((await judged).boards.map(({ queueId }) => queueId)).toEqual([support, admin]);
    const heard: QueueId[] = [];
    ben.on(wall.wallChanged, ({ queueId }) => heard.push(queueId));
    const { id: ticketId } = await open(cleo);
    const back = ben.next(wall.wallChanged, ({ lists }) =>
      (lists.opened ?? []).some(({ priority }) => priority === 'high'),
    );
    await ada.call(updateTicket, { ticketId, changes: { queueId: secret } });
    await ada.call(updateTicket, { ticketId, changes: { priority: 'high' } });
    await ada.call(updateTicket, { ticketId, changes: { queueId: support } });
    expect((await back).queueId).toBe(support);
    expect(heard).not.toContain(secret);
  });
});

describe('a screen', () => {
  test('shows what its wall has, hears changes, and goes dark when it is revoked', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada] = await hub.connect('cleo', 'ada');
    const [support, admin] = hub.seed.queues.map(({ id }) => id) as [QueueId, QueueId];
    const { wall: made, url } = await aWall(ada, [support]);
    expect(made).toMatchObject({ name: 'Hall', secondsPerPage: 120, seenAt: null });
    using screen = createWallClient({ url: hub.url, secret: secretOf(url) });
    const shown = screen.next(wall.wallShown);
    screen.connect();
    const { boards, wall: told } = await shown;
    expect(told).toMatchObject({ id: made.id, pages: ['overview', 'overdue'] });
    expect(boards.map(({ queueId }) => queueId)).toEqual([support]);
    const changed = screen.next(wall.wallChanged);
    const ticket: Ticket = await open(cleo);
    const patch = await changed;
    expect(patch).toMatchObject({ queueId: support, lists: { opened: [{ id: ticket.id }] } });
    expect(JSON.stringify(patch)).not.toContain('Please help!');
    const heard: QueueId[] = [];
    screen.on(wall.wallChanged, ({ queueId }) => heard.push(queueId));
    await ada.call(updateTicket, { ticketId: ticket.id, changes: { queueId: admin } });
    await expect.poll(() => heard).toEqual([support]);
    expect((await ada.call(wall.listWalls, {})).walls).toMatchObject([{ seenAt: expect.any(String) }]);
    await ada.call(wall.revokeWall, { wallId: made.id });
    await expect.poll(() => screen.state, { timeout: 5_000 }).toBe('refused');
    expect(hub.hub.dump().boards).toEqual([]);
    await expect(ada.call(wall.revokeWall, { wallId: made.id })).rejects.toMatchObject({ code: 'notFound' });
  });

  test('shows nothing that who made it may not read', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada] = await hub.connect('ada');
    const queueIds = hub.seed.queues.map(({ id }) => id);
    const { url } = await aWall(ada, queueIds);
    const [, , hidden] = queueIds;
    await hub.hub.platform.db.pool.query('update ticket_queues set restricted = true where id = $1', [
      hidden,
    ]);
    using screen = createWallClient({ url: hub.url, secret: secretOf(url) });
    const shown = screen.next(wall.wallShown);
    screen.connect();
    expect((await shown).boards.map(({ queueId }) => queueId)).toEqual(queueIds.slice(0, 2));
    await expect(aWall(ada, [hidden as QueueId])).rejects.toMatchObject({ code: 'notFound' });
  });

  test('with a wrong secret, or without one, is turned away and hears nothing', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    for (const secret of ['', 'x'.repeat(43), hub.world.get('ada').cookie]) {
      using screen = createWallClient({ url: hub.url, secret });
      screen.connect();
      await expect.poll(() => screen.state).toBe('refused');
    }
  });

  test('is made and revoked by administrators alone', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const [queueId] = hub.seed.queues.map(({ id }) => id) as [QueueId];
    const { wall: made } = await aWall(ada, [queueId]);
    for (const client of [ben, cleo]) {
      const forbidden = { code: 'forbidden' };
      await expect(aWall(client, [queueId])).rejects.toMatchObject(forbidden);
      await expect(client.call(wall.listWalls, {})).rejects.toMatchObject(forbidden);
      await expect(client.call(wall.revokeWall, { wallId: made.id })).rejects.toMatchObject(forbidden);
    }
    await expect(aWall(ada, [])).rejects.toMatchObject({ code: 'invalid' });
    await expect(ada.call(wall.revokeWall, { wallId: unknown as WallId })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});

test('the nightly proof finds a figure that is wrong, says so in the health checks, and clears away what is empty', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada] = await hub.connect('cleo', 'ada');
  const { id: ticketId } = await open(cleo);
  await ada.call(updateTicket, { ticketId, changes: { priority: 'high' } });
  const { platform, figures } = hub.hub;
  await figures.prove();
  expect(await figures.lastProof()).toMatchObject({ wrong: 0 });
  const { rows } = await platform.db.pool.query('select count(*)::int as rows from ticket_counts');
  expect(rows).toEqual([{ rows: 1 }]);
  await platform.db.pool.query('update ticket_counts set count = count + 1');
  await platform.db.pool.query('update ticket_hours set responses = responses + 1');
  await figures.prove();
  expect(await figures.lastProof()).toMatchObject({ wrong: 4 });
  const health = async () => (await ada.call(getHealth, {})).checks.find((check) => check.id === 'tickets');
  expect(await health()).toMatchObject({ status: 'failed', reason: 'wrong', facts: { wrong: 4 } });
});
