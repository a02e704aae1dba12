import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { csvLine } from '#server/platform/csv.ts';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import type { HubClient } from '#shared/client.ts';
import { listAudit } from '#shared/contract/admin.ts';
import type { CommandDef } from '#shared/contract/define.ts';
import type { QueueId, TicketImportId } from '#shared/contract/ids.ts';
import * as contract from '#shared/contract/imports.ts';
import type { ImportState, TicketImport } from '#shared/contract/imports.ts';
import { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { getTicket, listTickets, replyToTicket, type Ticket } from '#shared/contract/tickets.ts';
import { watchWall } from '#shared/contract/wall.ts';
import { awesomeSupportFile } from './awesome-support-file.ts';
import { startHubProcess } from './hub-process.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aCalendar, aPolicy } from './seeds/sla.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const notFound = { code: 'notFound' };
const unknown = '00000000-0000-4000-8000-000000000000' as TicketImportId;
const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

const upload = (client: HubClient, content: string | Uint8Array<ArrayBuffer>, name = 'tickets.csv') =>
  client.request(contract.uploadImport, { query: { name }, body: new Blob([content]) });
/** With what its columns suggest, in Paris. */
const suggested = (client: HubClient, importId: TicketImportId) =>
  client.call(contract.previewImport, { importId, timeZone: 'Europe/Paris' }, { timeoutMs: 60_000 });

async function stateOf(client: HubClient, id: TicketImportId): Promise<TicketImport> {
  const { imports } = await client.call(contract.listImports, {});
  const found = imports.find((each) => each.id === id);
  if (!found) throw new Error('no such import');
  return found;
}
async function until(client: HubClient, id: TicketImportId, ...states: ImportState[]): Promise<TicketImport> {
  const isThere = async () => states.includes((await stateOf(client, id)).state);
  await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
  return await stateOf(client, id);
}
async function importFile(client: HubClient, content: string): Promise<TicketImport> {
  const { id } = await upload(client, content);
  const { settings } = await suggested(client, id);
  await client.call(contract.startImport, { importId: id, settings });
  return await until(client, id, 'done');
}

async function allTickets(client: HubClient): Promise<Map<string, Ticket>> {
  const found = new Map<string, Ticket>();
  for (let after: Ticket | undefined; ; ) {
    const page = await client.call(listTickets, { limit: 100, ...(after && { after }) });
    for (const ticket of page.tickets) found.set(ticket.subject, ticket);
    after = page.tickets.at(-1);
    if (!page.more) return found;
  }
}
const wrong = (hub: TestHub<unknown>) => countWrong(hub.hub.platform.db.read);

const header = [
  'ID',
  'Subject',
  'Description',
  'Client',
  'Email',
  'Company',
  'Status',
  'Priority',
  'Agent',
  'Opened',
  'Closed',
];
const people = ['Cleo', 'Zoe', 'Max'];
/** A closed or open ticket of the 1st to 28th of October, asked in turn by three people. */
const line = (n: number) => {
  const person = people[n % 3] ?? '';
  const day = `${String(1 + (n % 28)).padStart(2, '0')}/10/2026`;
  const closed = n % 2 === 0 ? `${day} 15:30` : '';
  const email = person === 'Cleo' ? 'CLEO@example.org' : `${person}@birch.example`.toLowerCase();
  return [
    n,
    `Ticket ${n}`,
    `Words,\r\nof "${n}"`,
    person,
    email,
    'Birch',
    closed ? 'Closed' : 'In progress',
    'High',
    'ben',
    `${day} 09:00`,
    closed,
  ];
};
const table = (count: number) => [header, ...range(count).map(line)].map(csvLine).join('');

describe('a table', () => {
  test('is looked at first, then comes in with its past, its people and its figures', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { id, size } = await upload(ada, `\uFEFF${table(600)}`);
    const trial = await suggested(ada, id);
    expect(trial).toMatchObject({ header, rows: 600, usable: 600, problemCount: 0, problems: [] });
    expect(trial.tickets[1]).toMatchObject({
      line: 4,
      subject: 'Ticket 2',
      requester: 'Max <max@birch.example>',
      company: 'Birch',
      status: 'closed',
      priority: 'high',
      assignee: 'ben',
      createdAt: '2026-10-03T07:00:00.000Z',
      closedAt: '2026-10-03T13:30:00.000Z',
      entries: 1,
    });
    expect((await ben.call(listTickets, {})).tickets).toEqual([]);

    const { boards: before } = await ben.call(watchWall, {});
    await ada.call(contract.startImport, { importId: id, settings: trial.settings });
    expect(await until(ada, id, 'done')).toMatchObject({
      size,
      rows: 600,
      rowsDone: 600,
      tickets: 600,
      skipped: 0,
      problems: 0,
    });
    const tickets = await allTickets(ben);
    expect(tickets.size).toBe(600);
    const { birch, acorn, idOf } = hub.seed;
    expect(tickets.get('Ticket 3')).toMatchObject({
      status: 'open',
      requesterId: idOf('cleo'),
      companyId: birch.id,
      assigneeId: idOf('ben'),
      createdAt: '2026-10-04T07:00:00.000Z',
      solvedAt: null,
    });
    expect(new Set([...tickets.values()].map(({ requesterId }) => requesterId)).size).toBe(3);
    const second = tickets.get('Ticket 2');
    if (!second) throw new Error('the second ticket is there');
    const { entries, people: named } = await ben.call(getTicket, { ticketId: second.id });
    expect(entries).toMatchObject([
      { kind: 'reply', body: 'Words,\nof "2"', at: '2026-10-03T07:00:00.000Z', authorId: second.requesterId },
    ]);
    expect(named).toContainEqual(expect.objectContaining({ displayName: 'Max', kind: 'customer' }));
    expect(await wrong(hub)).toBe(0);
    expect(before.every(({ cells }) => cells.length === 0)).toBe(true);
    const { boards } = await ben.call(watchWall, {});
    const cells = boards.flatMap((board) => board.cells);
    expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(600);
    expect(acorn.id).not.toBe(birch.id);
    const { entries: audit } = await ada.call(listAudit, { action: 'imports.started' });
    expect(audit).toMatchObject([{ target: { name: 'tickets.csv' }, facts: { rows: 600 } }]);
  }, 60_000);

  test('has its bad lines told and left out, and the rest comes in', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada] = await hub.connect('ada');
    const bad = [
      'Numéro;Objet;Statut;Responsable;File;Créé le',
      '1;Bon;ouvert;ben;Admin;01/10/2026',
      '2;;ouvert;;;01/10/2026',
      '3;"Deux\nlignes";mystère;personne;Nulle part;2/10/2026',
      '1;Encore;ouvert;;;01/10/2026',
      '5;Trop;ouvert;;;01/10/2026;de;cellules',
      '6;Date;ouvert;;;le 3',
      '7;"Sans fin;ouvert',
    ].join('\n');
    const { id } = await upload(ada, bad, 'mauvais.csv');
    const { settings, usable, rows, problems } = await suggested(ada, id);
    const expected = [
      { line: 3, field: 'subject', problem: 'missing', value: '', skipped: true },
      { line: 4, field: 'status', problem: 'word', value: 'mystère', skipped: false },
      { line: 4, field: 'queue', problem: 'unknown', value: 'Nulle part', skipped: false },
      { line: 4, field: 'assignee', problem: 'unknown', value: 'personne', skipped: false },
      { line: 6, field: 'externalId', problem: 'twice', value: '1', skipped: true },
      { line: 7, field: null, problem: 'cells', value: '8', skipped: true },
      { line: 8, field: 'createdAt', problem: 'time', value: 'le 3', skipped: true },
      { line: 9, field: null, problem: 'quote', value: 'Sans fin;ouvert', skipped: true },
    ];
    expect({ usable, rows, problems }).toEqual({ usable: 2, rows: 7, problems: expected });
    await ada.call(contract.startImport, { importId: id, settings });
    expect(await until(ada, id, 'done')).toMatchObject({ tickets: 2, skipped: 5, problems: 8 });
    expect(await ada.call(contract.listImportProblems, { importId: id })).toEqual({ problems: expected });
    const { problems: later } = await ada.call(contract.listImportProblems, { importId: id, from: 6 });
    expect(later).toEqual(expected.slice(6));
    const tickets = await allTickets(ada);
    const admin = hub.seed.queues.find(({ name }) => name === 'Admin');
    expect(tickets.get('Bon')).toMatchObject({ queueId: admin?.id, assigneeId: hub.seed.idOf('ben') });
    expect(tickets.get('Deux lignes')).toMatchObject({ queueId: settings.queueId, assigneeId: null });
    expect(await wrong(hub)).toBe(0);
  });

  test('that this desk exported gives the same tickets', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, cleo] = await hub.connect('ada', 'cleo');
    const { id: ticketId } = await open(cleo, 'Printer');
    await ada.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });
    await open(cleo, 'Screen');
    const exported = await fetch(`${hub.url}/api/v1/tickets.csv`, {
      headers: { cookie: hub.world.get('ada').cookie },
    });
    const before = await allTickets(ada);
    await using other = await createTestHub({ seed: aDesk });
    const [eve] = await other.connect('ada');
    await importFile(eve, await exported.text());
    const after = await allTickets(eve);
    const kept = ({
      subject,
      status,
      priority,
      impact,
      channel,
      createdAt,
      waitingSince,
      firstResponseAt,
    }: Ticket) => ({
      subject,
      status,
      priority,
      impact,
      channel,
      createdAt,
      waitingSince,
      firstResponseAt,
    });
    expect([...after.values()].map(kept)).toEqual([...before.values()].map(kept));
  });
});

test('what is not over has its service level when it comes in', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [ada] = await hub.connect('ada');
  const calendar = await ada.call(saveSlaCalendar, aCalendar());
  const policy = await ada.call(saveSlaPolicy, aPolicy(calendar.id));
  // A new policy reckons open tickets, too: that is over then.
  const reckoning = async () => {
    const under = sql`select 1 from jobs.job where name = 'ticket-sla' and state in ('created', 'retry', 'active')`;
    return (await hub.hub.platform.db.transaction((tx) => under.execute(tx))).rows;
  };
  await expect.poll(reckoning, { timeout: 15_000 }).toEqual([]);
  await importFile(ada, table(2));
  const tickets = await allTickets(ada);
  expect(tickets.get('Ticket 1')?.sla).toMatchObject({
    policyId: policy.id,
    response: { minutes: 60, usedMs: 0, endedAt: null, dueAt: expect.any(String) },
    solve: { minutes: 240, usedMs: 0, endedAt: null, dueAt: expect.any(String) },
  });
  expect(tickets.get('Ticket 2')).toMatchObject({ status: 'closed', sla: null });
  expect(await wrong(hub)).toBe(0);
});

describe('Awesome Support', () => {
  test('comes with replies, notes and what they mean for a ticket', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const answered = { _wpas_status: 'open', _wpas_assignee: '1' };
    const file = awesomeSupportFile([
      {
        id: 10,
        title: 'Printer & <b>fire</b>',
        by: 'zoe',
        at: '2026-03-02 09:00:00',
        body: '<p>It burns.</p>',
        meta: { ...answered, _wpas_status: 'closed', _ticket_closed_on_gmt: '2026-03-04 08:00:00' },
        terms: { ticket_priority: 'Urgent', product: 'LaserJet', 'ticket-tag': 'ink', department: 'Sales' },
      },
      { id: 11, title: 'Screen', by: 'zoe', at: '2026-03-03 09:00:00', status: 'processing', meta: answered },
      { id: 12, title: 'Mouse', by: 'cleo', at: '2026-03-03 10:00:00', body: 'a ]]> b', meta: answered },
      { id: 13, title: 'Gone', by: 'cleo', at: '2026-03-03 10:00:00', status: 'trash' },
      { id: 20, type: 'ticket_reply', parent: 10, by: 'ben', at: '2026-03-02 10:00:00', body: 'Which?' },
      { id: 21, type: 'ticket_reply', parent: 11, by: 'ben', at: '2026-03-03 12:00:00', body: 'Off and on?' },
      { id: 22, type: 'ticket_note', parent: 11, by: 'ben', at: '2026-03-03 12:01:00', body: 'Again.' },
      { id: 23, type: 'ticket_reply', parent: 99, by: 'ben', at: '2026-03-03 12:00:00', body: 'Lost' },
      { id: 24, type: 'attachment', parent: 10, by: 'ben', at: '2026-03-03 12:00:00' },
    ]);
    const { id, format } = await upload(ada, file, 'export.xml');
    expect(format).toBe('awesomeSupport');
    const { settings, header: none, usable, problems } = await suggested(ada, id);
    expect({ none, usable, problems }).toMatchObject({
      none: [],
      usable: 3,
      problems: [{ problem: 'orphan', value: 'Lost', skipped: true }],
    });
    await ada.call(contract.startImport, { importId: id, settings });
    await until(ada, id, 'done');
    const tickets = await allTickets(ben);
    const benId = hub.seed.idOf('ben');
    const printer = tickets.get('Printer & fire');
    expect(printer).toMatchObject({
      status: 'closed',
      priority: 'critical',
      product: 'LaserJet',
      department: 'Sales',
      tags: ['ink'],
      assigneeId: benId,
      createdAt: '2026-03-02T09:00:00.000Z',
      firstResponseAt: '2026-03-02T10:00:00.000Z',
      closedAt: '2026-03-04T08:00:00.000Z',
    });
    expect(tickets.get('Screen')).toMatchObject({
      status: 'waiting',
      waitingSince: null,
      requesterId: printer?.requesterId,
    });
    expect(tickets.get('Mouse')).toMatchObject({
      status: 'new',
      waitingSince: '2026-03-03T10:00:00.000Z',
      requesterId: hub.seed.idOf('cleo'),
      companyId: hub.seed.acorn.id,
    });
    const screen = tickets.get('Screen');
    const { entries } = await ben.call(getTicket, { ticketId: screen?.id ?? ('' as Ticket['id']) });
    expect(entries).toMatchObject([
      { kind: 'reply', body: 'Screen', authorId: printer?.requesterId },
      { kind: 'reply', body: 'Off and on?', authorId: benId, at: '2026-03-03T12:00:00.000Z' },
      { kind: 'note', body: 'Again.', authorId: benId },
    ]);
    expect(await wrong(hub)).toBe(0);
  });

  test('is refused when it is cut off or brings definitions of its own', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada] = await hub.connect('ada');
    const whole = awesomeSupportFile([{ id: 1, title: 'a', by: 'zoe', at: '2026-03-02 09:00:00' }]);
    const bomb = whole.replace('<rss', '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><rss');
    for (const content of [whole.slice(0, -200), bomb]) {
      const { id } = await upload(ada, content);
      await expect(suggested(ada, id)).rejects.toMatchObject({
        code: 'invalid',
        details: { reason: 'unreadable' },
      });
    }
  });
});

describe('an import', () => {
  test('that is cancelled keeps what came in, and is undone as long as nobody went on with it', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { id: importId } = await upload(ada, table(5_000));
    const { settings } = await suggested(ada, importId);
    await ada.call(contract.startImport, { importId, settings });
    await expect
      .poll(async () => (await stateOf(ada, importId)).tickets, { timeout: 30_000 })
      .toBeGreaterThan(0);
    await ada.call(contract.cancelImport, { importId });
    const cancelled = await stateOf(ada, importId);
    expect(cancelled).toMatchObject({ state: 'cancelled', rows: 5_000 });
    expect(cancelled.tickets).toBeLessThan(5_000);
    expect(await wrong(hub)).toBe(0);
    await expect(ada.call(contract.cancelImport, { importId })).rejects.toMatchObject({
      details: { reason: 'notRunning' },
    });

    const [ticket] = (await ben.call(listTickets, { limit: 1 })).tickets;
    if (!ticket) throw new Error('something came in');
    await ben.call(replyToTicket, { ticketId: ticket.id, clientId: entryId(), body: 'Still?' });
    await expect(ada.call(contract.undoImport, { importId })).rejects.toMatchObject({
      details: { reason: 'answered' },
    });
    expect((await stateOf(ada, importId)).tickets).toBe(cancelled.tickets);
  }, 60_000);

  test('that is undone leaves nothing, and then the file may come again', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { id: importId } = await importFile(ada, table(700));
    const again = await upload(ada, table(700));
    const { settings } = await suggested(ada, again.id);
    const start = () => ada.call(contract.startImport, { importId: again.id, settings });
    await expect(start()).rejects.toMatchObject({ details: { reason: 'importedAlready' } });
    await ada.call(contract.undoImport, { importId });
    expect(await until(ada, importId, 'undone')).toMatchObject({ tickets: 0 });
    expect((await ben.call(listTickets, {})).tickets).toEqual([]);
    expect(await wrong(hub)).toBe(0);
    await start();
    expect(await until(ada, again.id, 'done')).toMatchObject({ tickets: 700 });
    await expect(start()).rejects.toMatchObject({ details: { reason: 'begun' } });
  }, 60_000);

  test('is for administrators, and every other file is refused', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const { id: importId } = await upload(ada, table(2));
    const { settings } = await suggested(ada, importId);
    const calls: [CommandDef, object][] = [
      [contract.listImports, {}],
      [contract.previewImport, { importId }],
      [contract.startImport, { importId, settings }],
      [contract.cancelImport, { importId }],
      [contract.undoImport, { importId }],
      [contract.listImportProblems, { importId }],
    ];
    for (const client of [ben, cleo]) {
      for (const [command, input] of calls)
        await expect(client.call(command, input)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(upload(client, 'Subject\na')).rejects.toMatchObject({ code: 'forbidden' });
    }
    const anonymous = await fetch(`${hub.url}/api/v1/imports?name=a`, { method: 'POST', body: 'a' });
    expect(anonymous.status).toBe(401);
    for (const [command, input] of calls.slice(1))
      await expect(ada.call(command, { ...input, importId: unknown })).rejects.toMatchObject(notFound);
    const elsewhere = { ...settings, queueId: unknown as string as QueueId };
    await expect(ada.call(contract.startImport, { importId, settings: elsewhere })).rejects.toMatchObject(
      notFound,
    );
    await expect(
      ada.call(contract.startImport, { importId, settings: { ...settings, columns: {} } }),
    ).rejects.toMatchObject({ details: { reason: 'nothingUsable' } });
    const refusals: [string | Uint8Array<ArrayBuffer>, string][] = [
      ['', 'empty'],
      [new Uint8Array([0x53, 0xe9, 0x0a]), 'encoding'],
      ['<html><body>No</body></html>', 'unreadable'],
    ];
    for (const [content, reason] of refusals)
      await expect(upload(ada, content)).rejects.toMatchObject({ code: 'invalid', details: { reason } });
    const huge = new Uint8Array(contract.maxImportBytes + 1).fill(97);
    await expect(upload(ada, huge)).rejects.toMatchObject({ code: 'tooLarge' });
    expect((await ada.call(contract.listImports, {})).imports).toHaveLength(1);
  }, 60_000);

  test('that nobody starts within a day is forgotten', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada] = await hub.connect('ada');
    const [{ id: importId }, { id: young }] = [await upload(ada, table(1)), await upload(ada, table(2))];
    const { db, jobs } = hub.hub.platform;
    await db.pool.query(`update ticket_imports set created_at = now() - interval '25 hours' where id = $1`, [
      importId,
    ]);
    await jobs.enqueue(undefined, 'imports-sweep', {});
    const left = async () => (await ada.call(contract.listImports, {})).imports.map(({ id }) => id);
    await expect.poll(left, { timeout: 20_000 }).toEqual([young]);
    await expect(suggested(ada, importId)).rejects.toMatchObject(notFound);
    expect(await suggested(ada, young)).toMatchObject({ usable: 2 });
  }, 60_000);

  test('goes on where it was when its hub is killed: each line once, figures right', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'entente-import-'));
    let hub = await startHubProcess({ dataDir });
    try {
      await aDesk(hub.world);
      const ada = await hub.world.as('ada');
      const { id } = await upload(ada, table(6_000));
      const { settings } = await suggested(ada, id);
      await ada.call(contract.startImport, { importId: id, settings });
      await expect
        .poll(async () => (await stateOf(ada, id)).tickets, { timeout: 30_000 })
        .toBeGreaterThan(500);
      await hub.stop('SIGKILL');
      hub.world.close();
      const { world } = hub;
      hub = await startHubProcess({ dataDir, env: { ENTENTE_PORT: String(hub.port) } });
      const again = await world.as('ada');
      expect((await stateOf(again, id)).state).toBe('running');
      const isDone = async () => (await stateOf(again, id)).state;
      await expect.poll(isDone, { timeout: 180_000, interval: 1_000 }).toBe('done');
      expect(await stateOf(again, id)).toMatchObject({ rowsDone: 6_000, tickets: 6_000, skipped: 0 });
      const { boards } = await again.call(watchWall, {});
      const counts = boards.flatMap(({ cells }) => cells.map(({ count }) => count));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6_000);
      world.close();
    } finally {
      await hub[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    }
  }, 300_000);
});
