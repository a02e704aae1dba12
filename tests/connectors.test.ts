import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import type { HubClient } from '#shared/client.ts';
import { getHealth, listAudit } from '#shared/contract/admin.ts';
import {
  type Connector,
  type ConnectorSettings,
  createConnector,
  deleteConnector,
  listConnectors,
  syncConnector,
  testConnector,
  updateConnector,
} from '#shared/contract/connectors.ts';
import { archiveQueue, getQueueSetup, saveQueue } from '#shared/contract/desk.ts';
import type { ConnectorId, QueueId } from '#shared/contract/ids.ts';
import {
  deleteTicket,
  getTicket,
  listTickets,
  replyToTicket,
  type Ticket,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { ateraAlert, ateraTicket, startAteraServer } from './atera-server.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { odooStages, odooTicket, startOdooServer } from './odoo-server.ts';
import { aDesk, entryId } from './seeds/tickets.ts';

const key = 'atera-key-of-a-test-4711';
const login = { database: 'acorn', login: 'hub@acorn.example', key: 'odoo-key-of-a-test-0815' };
const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

type AtDesk = TestHub<Awaited<ReturnType<typeof aDesk>>>;
const queueOf = ({ seed }: AtDesk): QueueId => {
  const queue = seed.queues[0];
  if (!queue) throw new Error('the desk has a queue');
  return queue.id;
};
const ateraAt = (hub: AtDesk, url: string): ConnectorSettings => ({
  kind: 'atera',
  name: 'Our Atera',
  url,
  queueId: queueOf(hub),
  intervalMinutes: 60,
  enabled: true,
});
const odooAt = (hub: AtDesk, url: string): ConnectorSettings => ({
  ...ateraAt(hub, url),
  kind: 'odoo',
  name: 'Our Odoo',
  database: login.database,
  login: login.login,
  model: 'helpdesk.ticket',
});

async function stateOf(ada: HubClient, id: ConnectorId): Promise<Connector> {
  const { connectors } = await ada.call(listConnectors, {});
  const found = connectors.find((connector) => connector.id === id);
  if (!found) throw new Error('no such connector');
  return found;
}

async function until(
  ada: HubClient,
  id: ConnectorId,
  isSo: (state: Connector) => boolean,
): Promise<Connector> {
  const end = performance.now() + 60_000;
  for (;;) {
    const state = await stateOf(ada, id);
    if (isSo(state)) return state;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(state)}`);
    await sleep(100);
  }
}

/** Resolves once the sync that is asked for has gone well. */
async function syncNow(ada: HubClient, { id, syncedAt }: Connector): Promise<Connector> {
  await ada.call(syncConnector, { connectorId: id });
  return await until(ada, id, (state) => state.syncedAt !== syncedAt && state.trouble === null);
}

const created = (ada: HubClient, settings: ConnectorSettings, secret: string): Promise<Connector> =>
  ada
    .call(createConnector, { settings, key: secret })
    .then(({ id }) => until(ada, id, ({ syncedAt }) => syncedAt !== null));

async function allTickets(client: HubClient): Promise<Map<string, Ticket>> {
  const found = new Map<string, Ticket>();
  let after: Ticket | undefined;
  for (;;) {
    const page = await client.call(listTickets, { limit: 100, ...(after && { after }) });
    for (const ticket of page.tickets) found.set(ticket.source?.externalId ?? ticket.id, ticket);
    after = page.tickets.at(-1);
    if (!page.more) return found;
  }
}

describe('Atera', () => {
  test('comes in completely and correctly, four pages at once, and one change costs three calls', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key });
    const [ada, ben] = await hub.connect('ada', 'ben');
    atera.state.tickets = range(1_200).map(ateraTicket);
    atera.state.alerts = range(60).map(ateraAlert);
    const connector = await created(ada, ateraAt(hub, atera.url), key);
    expect(connector.tickets).toBe(1_260);
    expect(atera.calls()).toBe(26);
    expect(atera.mostAtOnce()).toBe(4);
    const found = await allTickets(ben);
    expect(found.size).toBe(1_260);
    for (const id of range(1_200)) {
      const theirs = ateraTicket(id);
      expect(found.get(`ticket:${id}`)).toMatchObject({
        subject: theirs.TicketTitle,
        status: { Open: 'new', Pending: 'pending', Resolved: 'solved', Closed: 'closed' }[
          theirs.TicketStatus
        ],
        priority: { Low: 'low', Medium: 'normal', High: 'high', Critical: 'critical' }[theirs.TicketPriority],
        impact: { NoImpact: 'none', Minor: 'minor', Major: 'major', Crisis: 'crisis' }[theirs.TicketImpact],
        createdAt: `${theirs.TicketCreatedDate}.000Z`,
        source: { kind: 'atera', url: `${atera.url}/new/ticket/${id}` },
      });
    }
    expect(found.get('alert:5')).toMatchObject({ channel: 'alert', status: 'closed' });
    expect(found.get('alert:1')).toMatchObject({ channel: 'alert', status: 'new', priority: 'high' });
    const first = found.get('ticket:1');
    if (!first) throw new Error('the first ticket is there');
    const { entries, people } = await ben.call(getTicket, { ticketId: first.id });
    expect(entries).toMatchObject([{ kind: 'reply', body: 'Hello,\n\nprinter 1 burns.' }]);
    expect(people).toMatchObject([{ displayName: 'User 1', kind: 'customer' }]);
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);

    atera.state.tickets.push(ateraTicket(1_201));
    const calls = atera.calls();
    const again = await syncNow(ada, connector);
    expect(again.tickets).toBe(1_261);
    // The second page of tickets says that there is no more news.
    expect(atera.calls() - calls).toBe(3);
    await syncNow(ada, again);
    expect((await allTickets(ben)).size).toBe(1_261);
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  }, 60_000);

  test('is complete and has nothing twice while pages shift, calls fail and some are too many', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 10 });
    const [ada, ben] = await hub.connect('ada', 'ben');
    atera.state.tickets = range(400).map(ateraTicket);
    atera.mishaps.push({ status: 500 }, { status: 429, headers: { 'retry-after': '1' } }, { status: 502 });
    let shifts = 0;
    atera.state.beforePage = (what, page) => {
      if (what !== 'tickets' || page < 2 || shifts >= 6) return;
      shifts++;
      // One comes, two go: pages shift both ways.
      atera.state.tickets.push(ateraTicket(400 + shifts));
      atera.state.tickets.splice(100, 2);
    };
    const connector = await created(ada, ateraAt(hub, atera.url), key);
    atera.state.beforePage = () => {};
    // After a pause everything is read.
    const { id: connectorId, settings } = connector;
    await ada.call(updateConnector, { connectorId, settings: { ...settings, enabled: false } });
    await ada.call(updateConnector, { connectorId, settings });
    await until(ada, connectorId, ({ syncedAt }) => syncedAt !== connector.syncedAt);
    const found = await allTickets(ben);
    const alive = atera.state.tickets.map(({ TicketID }) => `ticket:${TicketID}`);
    expect(alive.filter((id) => !found.has(id))).toEqual([]);
    expect((await stateOf(ada, connector.id)).tickets).toBe(found.size);
    // What went while it was read is over here too, and nothing else is.
    for (const [id, { status }] of found) if (!alive.includes(id)) expect(status).toBe('closed');
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  }, 60_000);

  test('is believed in what it says, and the desk does the rest', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 1 });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const theirs = { ...ateraTicket(1), CustomerName: 'Acorn', TicketStatus: 'Open' };
    atera.state.tickets = [theirs];
    const connector = await created(ada, ateraAt(hub, atera.url), key);
    const [ticket] = (await ben.call(listTickets, {})).tickets;
    if (!ticket) throw new Error('the ticket is there');
    const ticketId = ticket.id;
    expect(ticket).toMatchObject({
      companyId: hub.seed.acorn.id,
      status: 'new',
      waitingSince: ticket.createdAt,
    });
    const mirrored = { code: 'conflict', details: { reason: 'mirrored' } };
    await expect(ben.call(updateTicket, { ticketId, changes: { status: 'closed' } })).rejects.toMatchObject(
      mirrored,
    );
    const reply = { ticketId, clientId: entryId(), body: 'On our way.' };
    await expect(ben.call(replyToTicket, reply)).rejects.toMatchObject(mirrored);
    await expect(cleo.call(replyToTicket, reply)).rejects.toMatchObject(mirrored);
    await expect(ada.call(deleteTicket, { ticketId })).rejects.toMatchObject(mirrored);
    expect((await cleo.call(getTicket, { ticketId })).ticket.source).toBeNull();
    await ben.call(replyToTicket, { ...reply, note: true });
    const assigneeId = hub.seed.idOf('ben');
    expect(await ben.call(updateTicket, { ticketId, changes: { assigneeId, tags: ['fire'] } })).toMatchObject(
      { assigneeId, tags: ['fire'], status: 'new' },
    );
    Object.assign(theirs, {
      TicketStatus: 'Resolved',
      TicketPriority: 'Critical',
      TechnicianFirstCommentDate: '2026-01-01T01:00:00',
      TicketResolvedDate: '2026-01-01T02:00:00',
    });
    await syncNow(ada, connector);
    const { ticket: solved, entries } = await ben.call(getTicket, { ticketId });
    expect(solved).toMatchObject({
      status: 'solved',
      priority: 'critical',
      assigneeId,
      tags: ['fire'],
      firstResponseAt: '2026-01-01T01:00:00.000Z',
      solvedAt: '2026-01-01T02:00:00.000Z',
      waitingSince: null,
    });
    expect(entries.at(-1)).toMatchObject({
      kind: 'change',
      authorId: null,
      before: { status: 'new' },
      after: { status: 'solved' },
    });
    await ada.call(deleteConnector, { connectorId: connector.id });
    expect((await ada.call(listConnectors, {})).connectors).toEqual([]);
    expect(await ben.call(replyToTicket, { ...reply, clientId: entryId() })).toMatchObject({
      ticket: { source: null },
    });
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });

  test('whose queue was archived brings new tickets where others go, those of a restricted one stay', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 1 });
    const [ada] = await hub.connect('ada');
    const [queue, next] = hub.seed.queues;
    if (!queue || !next) throw new Error('two queues');
    const arrives = async (id: number) => {
      atera.state.tickets.push(ateraTicket(id));
      connector = await syncNow(ada, connector);
      const [newest] = (await ada.call(listTickets, {})).tickets;
      return newest?.queueId;
    };
    atera.state.tickets = [ateraTicket(1)];
    let connector = await created(ada, ateraAt(hub, atera.url), key);
    await ada.call(archiveQueue, { queueId: queue.id, archived: true });
    expect(await arrives(2)).toBe(next.id);
    const { members: _, ...setup } = await ada.call(getQueueSetup, { queueId: queue.id });
    await ada.call(saveQueue, { ...setup, restricted: true, memberIds: [hub.seed.idOf('ada')] });
    expect(await arrives(3)).toBe(queue.id);
    const counts = await Promise.all(
      [queue, next].map(async ({ id: queueId }) => {
        const { tickets } = await ada.call(listTickets, { filter: { queueId } });
        return tickets.length;
      }),
    );
    expect(counts).toEqual([2, 1]);
  });

  test('that takes the key no more is left alone until somebody does something, and that is down keeps its tickets', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 1 });
    const [ada, ben] = await hub.connect('ada', 'ben');
    atera.state.tickets = range(3).map(ateraTicket);
    const connector = await created(ada, ateraAt(hub, atera.url), key);
    const connectorId = connector.id;
    const checkOf = async () => (await ada.call(getHealth, {})).checks.find(({ id }) => id === 'connectors');
    expect(await checkOf()).toMatchObject({ status: 'ok', reason: 'fine' });

    await atera.stop();
    await ada.call(syncConnector, { connectorId });
    const down = await until(ada, connectorId, ({ trouble }) => trouble !== null);
    expect(down).toMatchObject({ trouble: 'unreachable', syncedAt: connector.syncedAt, tickets: 3 });
    expect(Date.parse(down.nextAt ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await checkOf()).toMatchObject({
      status: 'warning',
      reason: 'failing',
      facts: { connector: 'Our Atera' },
    });
    expect((await ben.call(listTickets, {})).tickets).toHaveLength(3);
    await atera.restart();
    expect(await syncNow(ada, connector)).toMatchObject({ trouble: null, failingSince: null });

    atera.state.key = 'another one';
    await ada.call(syncConnector, { connectorId });
    const refused = await until(ada, connectorId, ({ trouble }) => trouble === 'refused');
    expect(refused).toMatchObject({ nextAt: null, tickets: 3 });
    expect(await checkOf()).toMatchObject({ status: 'failed', reason: 'refused' });
    const { settings } = connector;
    expect(await ada.call(testConnector, { settings, connectorId })).toEqual({ trouble: 'refused' });
    expect(await ada.call(testConnector, { settings, key: 'another one' })).toEqual({ trouble: null });
    await ada.call(updateConnector, { connectorId, settings, key: 'another one' });
    await until(
      ada,
      connectorId,
      ({ trouble, syncedAt }) => trouble === null && syncedAt !== refused.syncedAt,
    );

    await ada.call(updateConnector, { connectorId, settings: { ...settings, enabled: false } });
    expect(await stateOf(ada, connectorId)).toMatchObject({ nextAt: null });
    await expect(ada.call(syncConnector, { connectorId })).rejects.toMatchObject({
      details: { reason: 'paused' },
    });
  });
});

describe('Odoo', () => {
  test('comes in completely and correctly, and one change costs a handful of calls', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using odoo = await startOdooServer(login);
    const [ada, ben] = await hub.connect('ada', 'ben');
    odoo.state.tickets = range(500).map(odooTicket);
    const connector = await created(ada, odooAt(hub, odoo.url), login.key);
    expect(connector.tickets).toBe(500);
    expect(odoo.mostAtOnce()).toBeLessThanOrEqual(4);
    const found = await allTickets(ben);
    for (const id of range(500)) {
      const theirs = odooTicket(id);
      expect(found.get(`helpdesk.ticket:${id}`)).toMatchObject({
        subject: theirs.name,
        status: { New: 'new', 'In Progress': 'open', 'On Hold': 'pending', Solved: 'closed' }[
          theirs.stage_id[1]
        ],
        priority: ['normal', 'normal', 'high', 'critical'][id % 4],
      });
    }
    const changed = odoo.state.tickets[41];
    if (!changed) throw new Error('there are 500');
    const solved = odooStages[3];
    Object.assign(changed, {
      stage_id: [solved?.id, solved?.name],
      close_date: '2026-03-01 10:00:00',
      write_date: '2026-03-01 10:00:00',
    });
    const calls = odoo.calls();
    await syncNow(ada, connector);
    expect(odoo.calls() - calls).toBe(5);
    expect((await allTickets(ben)).get(`helpdesk.ticket:${changed.id}`)).toMatchObject({
      status: 'closed',
      closedAt: '2026-03-01T10:00:00.000Z',
    });
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  }, 60_000);

  test('says no to a wrong login with status 200, and is understood', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using odoo = await startOdooServer(login, { delayMs: 1 });
    const [ada] = await hub.connect('ada');
    const settings = odooAt(hub, odoo.url);
    expect(await ada.call(testConnector, { settings, key: login.key })).toEqual({ trouble: null });
    expect(await ada.call(testConnector, { settings, key: 'wrong' })).toEqual({ trouble: 'refused' });
    expect(await ada.call(testConnector, { settings: ateraAt(hub, odoo.url), key })).toEqual({
      trouble: 'unreadable',
    });
    const nowhere = { ...settings, url: 'http://127.0.0.1:9' };
    expect(await ada.call(testConnector, { settings: nowhere, key: login.key })).toEqual({
      trouble: 'unreachable',
    });
  });
});

describe('keys and rights', () => {
  test('a key is in no answer, no row and no audit entry, and goes to no other place', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 1 });
    await using thief = await startAteraServer({ key, delayMs: 1 });
    const [ada] = await hub.connect('ada');
    const settings = ateraAt(hub, atera.url);
    const connector = await created(ada, settings, key);
    const connectorId = connector.id;
    expect(connector.keyEnding).toBe('4711');
    const elsewhere = { ...settings, url: thief.url };
    const needed = { code: 'invalid', details: { reason: 'keyNeeded' } };
    await expect(ada.call(testConnector, { settings: elsewhere, connectorId })).rejects.toMatchObject(needed);
    await expect(ada.call(testConnector, { settings })).rejects.toMatchObject(needed);
    await expect(ada.call(updateConnector, { connectorId, settings: elsewhere })).rejects.toMatchObject(
      needed,
    );
    expect(thief.calls()).toBe(0);
    const { rows } = await hub.hub.platform.db.pool.query<{ row: string }>(
      `select row_to_json(c)::text as row from connectors c union all select row_to_json(j)::text from jobs.job j`,
    );
    const answers = [await ada.call(listConnectors, {}), await ada.call(listAudit, {}), rows];
    expect(JSON.stringify(answers)).not.toContain(key);
    expect(JSON.stringify(answers)).not.toContain(Buffer.from(key).toString('hex'));
  });

  test('only administrators come near', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    await using atera = await startAteraServer({ key, delayMs: 1 });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const settings = ateraAt(hub, atera.url);
    const { id: connectorId } = await created(ada, settings, key);
    const forbidden = { code: 'forbidden' };
    for (const client of [ben, cleo]) {
      await expect(client.call(listConnectors, {})).rejects.toMatchObject(forbidden);
      await expect(client.call(createConnector, { settings, key })).rejects.toMatchObject(forbidden);
      await expect(client.call(updateConnector, { connectorId, settings })).rejects.toMatchObject(forbidden);
      await expect(client.call(testConnector, { settings, key })).rejects.toMatchObject(forbidden);
      await expect(client.call(syncConnector, { connectorId })).rejects.toMatchObject(forbidden);
      await expect(client.call(deleteConnector, { connectorId })).rejects.toMatchObject(forbidden);
    }
    const unknown = '00000000-0000-4000-8000-000000000000' as ConnectorId;
    const gone = { code: 'notFound' };
    await expect(ada.call(updateConnector, { connectorId: unknown, settings })).rejects.toMatchObject(gone);
    await expect(ada.call(syncConnector, { connectorId: unknown })).rejects.toMatchObject(gone);
    await expect(ada.call(deleteConnector, { connectorId: unknown })).rejects.toMatchObject(gone);
    const noQueue = { ...settings, queueId: unknown as string as QueueId };
    await expect(ada.call(createConnector, { settings: noQueue, key })).rejects.toMatchObject(gone);
    for (const url of ['ftp://example.org', 'https://user:secret@example.org', 'example.org', 'https://a/?b'])
      await expect(ada.call(createConnector, { settings: { ...settings, url }, key })).rejects.toMatchObject({
        code: 'invalid',
      });
    const [ticket] = (await ben.call(listTickets, {})).tickets;
    expect(ticket).toBeUndefined();
    await expect(
      ada.call(updateConnector, { connectorId, settings: odooAt(hub, atera.url), key }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
