import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { createManualClock } from '#server/platform/clock.ts';
import { createPublisher } from '#server/signaling/publisher.ts';
import { createChanges } from '#server/tickets/changes.ts';
import { createFigures } from '#server/tickets/figures/figures.ts';
import { createEscalation } from '#server/tickets/sla/escalation.ts';
import type { HubClient } from '#shared/client.ts';
import type { CompanyId, QueueId, SlaCalendarId, SlaPolicyId, TicketId } from '#shared/contract/ids.ts';
import { saveTrigger, saveWebhook } from '#shared/contract/rules.ts';
import {
  deleteSlaCalendar,
  deleteSlaPolicy,
  getSla,
  saveSlaCalendar,
  saveSlaPolicy,
  slaChanged,
  slaReckoned,
} from '#shared/contract/sla.ts';
import {
  getTicket,
  listTickets,
  replyToTicket,
  ticketChanged,
  type Ticket,
  type TicketChanges,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { startHookServer } from './hook-server.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aTrigger, aWebhook } from './seeds/rules.ts';
import { aCalendar, aPolicy } from './seeds/sla.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;
const soon = { timeout: 15_000, interval: 50 };
const longAgo = '2020-01-01T00:00:00.000Z';
const unknown = '00000000-0000-4000-8000-000000000000';

/** A desk that answers within an hour and solves within four, at any time of the day. */
async function promising(world: World) {
  const desk = await aDesk(world);
  const ada = await world.as('ada');
  const calendar = await ada.call(saveSlaCalendar, aCalendar());
  const policy = await ada.call(saveSlaPolicy, aPolicy(calendar.id));
  return { ...desk, calendar, policy };
}

/** What time brings about, on the hub's own database, by a clock that moves when it is told to; `hooked` runs in each transaction. */
function later({ hub }: TestHub<unknown>, hooked: () => void = () => {}) {
  const { platform } = hub;
  const clock = createManualClock();
  const another = () => {
    const parts = { ...platform, clock, publisher: createPublisher(platform.bus) };
    const figures = createFigures(parts);
    const changes = createChanges({ ...parts, figures });
    changes.onChanged(hooked);
    return createEscalation({ ...parts, figures, changes });
  };
  const [one, two] = [another(), another()];
  return {
    escalate: one,
    after: (minutes: number) => clock.advance(minutes * minuteMs),
    /** Two hubs at once. */
    both: () => Promise.all([one(), two()]),
  };
}

const slaOf = async (client: HubClient, ticketId: TicketId) => {
  const { ticket } = await client.call(getTicket, { ticketId });
  if (!ticket.sla) throw new Error('nothing is promised');
  return ticket.sla;
};
const told = async (client: HubClient, ticketId: TicketId) =>
  (await client.call(getTicket, { ticketId })).entries.flatMap((entry) =>
    entry.kind === 'sla' ? [`${entry.goal} ${entry.level}`] : [],
  );
const change = (client: HubClient, ticketId: TicketId, changes: TicketChanges) =>
  client.call(updateTicket, { ticketId, changes });
const say = (client: HubClient, ticketId: TicketId) =>
  client.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });
const minutesFrom = ({ createdAt }: Ticket, at: string | null) =>
  at === null ? null : Math.round((Date.parse(at) - Date.parse(createdAt)) / minuteMs);

describe('a ticket', () => {
  test('is promised an answer and a solution; the customer sees nothing of it', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    const { id, sla: shown, ...ticket } = await open(cleo);
    expect(shown).toBeNull();
    const opened = { ...ticket, id, sla: shown };
    const first = await slaOf(ben, id);
    expect(first.policyId).toBe(hub.seed.policy.id);
    expect(minutesFrom(opened, first.response.dueAt)).toBe(60);
    expect(minutesFrom(opened, first.solve.warnAt)).toBe(192);
    await change(ben, id, { priority: 'critical' });
    expect(minutesFrom(opened, (await slaOf(ben, id)).response.dueAt)).toBe(30);
    await say(ben, id);
    const answered = await slaOf(ben, id);
    expect(answered.response).toMatchObject({ dueAt: null, endedAt: expect.any(String) });
    expect(answered.solve).toMatchObject({ since: null, dueAt: null });
    await say(cleo, id);
    expect((await slaOf(ben, id)).solve.dueAt).not.toBeNull();
    await change(ben, id, { status: 'solved' });
    expect((await slaOf(ben, id)).solve).toMatchObject({ dueAt: null, endedAt: expect.any(String) });
    expect((await cleo.call(getTicket, { ticketId: id })).ticket.sla).toBeNull();
  });

  test('goes by the closest policy, and by another one when it moves', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ada, ben, eve] = await hub.connect('ada', 'ben', 'eve');
    const { calendar, acorn, queues } = hub.seed;
    const ofAcorn = await ada.call(
      saveSlaPolicy,
      aPolicy(calendar.id, { name: 'Acorn', companyIds: [acorn.id] }),
    );
    const second = queues[1];
    if (!second) throw new Error('one queue alone');
    const inQueue = await ada.call(
      saveSlaPolicy,
      aPolicy(calendar.id, { name: 'Queue', queueIds: [second.id] }),
    );
    const { id } = await open(eve);
    const policyOf = async () => (await slaOf(ben, id)).policyId;
    expect(await policyOf()).toBe(hub.seed.policy.id);
    await change(ben, id, { queueId: second.id });
    expect(await policyOf()).toBe(inQueue.id);
    await change(ben, id, { companyId: acorn.id });
    expect(await policyOf()).toBe(ofAcorn.id);
  });

  test('that runs out of time is told of once, at the warning and at the breach, by two hubs at once', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    const time = later(hub);
    const { id } = await open(cleo);
    await time.both();
    expect(await told(ben, id)).toEqual([]);
    time.after(49);
    const heard = ben.next(ticketChanged);
    await ben.call(getTicket, { ticketId: id });
    await time.both();
    expect((await heard).entry).toMatchObject({ kind: 'sla', goal: 'response', level: 'warning' });
    time.after(12);
    await time.both();
    await time.both();
    expect(await told(ben, id)).toEqual(['response warning', 'response breach']);
    time.after(240);
    await time.both();
    expect(await told(ben, id)).toEqual(['response warning', 'response breach', 'solve breach']);
    expect(await told(cleo, id)).toEqual([]);
    expect((await cleo.call(getTicket, { ticketId: id })).entries.map(({ kind }) => kind)).toEqual(['reply']);
  });

  test('is told of by the next round when a hub dies in the middle of one', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    let dies = true;
    const time = later(hub, () => {
      if (dies) throw new Error('killed');
    });
    const { id } = await open(cleo);
    time.after(61);
    await expect(time.escalate()).rejects.toThrow('killed');
    expect(await told(ben, id)).toEqual([]);
    dies = false;
    await time.escalate();
    expect(await told(ben, id)).toEqual(['response breach']);
  });

  test('that nobody answers while the customer is asked is not late with its solution', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    const time = later(hub);
    const { id } = await open(cleo);
    await say(ben, id);
    time.after(10_000);
    await time.escalate();
    expect(await told(ben, id)).toEqual([]);
  });

  test('is found by what is late or nearly so, and sorted by what is due', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ben, cleo] = await hub.connect('ben', 'cleo');
    const [late, near, fine, over] = [await open(cleo), await open(cleo), await open(cleo), await open(cleo)];
    await change(ben, over.id, { status: 'solved' });
    await changeClock(hub, late.id, { warnAt: longAgo, dueAt: longAgo });
    const soonOver = new Date(Date.now() + 40 * minuteMs).toISOString();
    await changeClock(hub, near.id, { warnAt: longAgo, dueAt: soonOver });
    const list = async (client: HubClient, filter: object) =>
      (await client.call(listTickets, { filter, sort: 'sla' })).tickets.map(({ id }) => id);
    expect(await list(ben, { sla: 'breached' })).toEqual([late.id]);
    expect(await list(ben, { sla: 'soon' })).toEqual([near.id]);
    expect(await list(ben, {})).toEqual([late.id, near.id, fine.id, over.id]);
    const { tickets, more } = await ben.call(listTickets, { sort: 'sla', limit: 2 });
    const after = tickets.at(-1);
    if (!after || !more) throw new Error('a page alone');
    const next = await ben.call(listTickets, { sort: 'sla', limit: 2, after });
    expect(next.tickets.map(({ id }) => id)).toEqual([fine.id, over.id]);
    // Nothing of it can be guessed by a customer.
    expect((await list(cleo, { sla: 'breached' })).length).toBe(4);
    expect(await list(cleo, {})).toEqual([over.id, fine.id, near.id, late.id]);
  });
});

/** As if time had passed. Without `tellAt` nobody is told. */
const changeClock = (
  { hub }: TestHub<unknown>,
  id: TicketId,
  { warnAt, dueAt, tellAt = null }: { warnAt: string; dueAt: string; tellAt?: string | null },
) =>
  hub.platform.db.transaction((tx) =>
    sql`update tickets set
      sla = jsonb_set(jsonb_set(sla, '{response,warnAt}', to_jsonb(${warnAt}::text)), '{response,dueAt}', to_jsonb(${dueAt}::text)),
      sla_warn_at = ${warnAt}, sla_due_at = ${dueAt}, sla_tell_at = ${tellAt} where id = ${id}`.execute(tx),
  );

test('triggers and webhooks hear of what runs out of time', async () => {
  await using hub = await createTestHub({ seed: promising });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  await using hook = await startHookServer();
  await ada.call(saveWebhook, aWebhook(hook.url, { events: ['slaWarning', 'slaBreached'] }));
  const rule = { changes: { priority: 'high' }, addTags: ['late'], removeTags: [] } as const;
  const actions = { ...rule, addTags: [...rule.addTags], removeTags: [] };
  await ada.call(saveTrigger, aTrigger({ name: 'late', when: { event: 'slaBreached' }, actions }));
  const { id } = await open(cleo);
  await changeClock(hub, id, { warnAt: longAgo, dueAt: longAgo, tellAt: longAgo });
  await hub.hub.platform.jobs.enqueue(undefined, 'ticket-sla', {});
  await vi.waitFor(async () => {
    const { ticket } = await ben.call(getTicket, { ticketId: id });
    expect(ticket).toMatchObject({ priority: 'high', tags: ['late'] });
    expect(hook.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
      { event: 'slaBreached', ticket: { id }, entry: { kind: 'sla', goal: 'response', level: 'breach' } },
    ]);
  }, soon);
});

describe('a policy', () => {
  test('that changes reaches open tickets, with what they have used', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const [ticket, over] = [await open(cleo), await open(cleo)];
    await change(ben, over.id, { status: 'closed' });
    const calendar = await ada.call(saveSlaCalendar, aCalendar());
    const heard = Promise.all([ada.next(slaChanged), ben.next(slaReckoned, () => true, soon.timeout)]);
    const policy = await ada.call(saveSlaPolicy, aPolicy(calendar.id));
    await heard;
    const dueIs = (minutes: number) =>
      vi.waitFor(async () => {
        const { response } = await slaOf(ben, ticket.id);
        expect(minutesFrom(ticket, response.dueAt)).toBe(minutes);
      }, soon);
    await dueIs(60);
    const { updatedAt: _, ...input } = policy;
    const target = { responseMinutes: 15, solveMinutes: null };
    await ada.call(saveSlaPolicy, { ...input, targets: { ...input.targets, normal: target } });
    await dueIs(15);
    expect((await ben.call(getTicket, { ticketId: over.id })).ticket.sla).toBeNull();
    await ada.call(deleteSlaPolicy, { policyId: policy.id });
    await vi.waitFor(async () => expect((await slaOf(ben, ticket.id)).policyId).toBeNull(), soon);
    expect((await slaOf(ben, ticket.id)).response.dueAt).toBeNull();
    await ada.call(deleteSlaCalendar, { calendarId: calendar.id });
    expect(await ada.call(getSla, {})).toEqual({ policies: [], calendars: [] });
  });

  test('needs a calendar, companies and queues that are there, and times that make sense', async () => {
    await using hub = await createTestHub({ seed: promising });
    const [ada] = await hub.connect('ada');
    const { id } = hub.seed.calendar;
    const refused = async (call: Promise<unknown>, code: string) =>
      await expect(call).rejects.toMatchObject({ code });
    const policy = (parts: Parameters<typeof aPolicy>[1]) => ada.call(saveSlaPolicy, aPolicy(id, parts));
    await refused(ada.call(saveSlaPolicy, aPolicy(unknown as SlaCalendarId)), 'notFound');
    await refused(policy({ companyIds: [unknown as CompanyId] }), 'notFound');
    await refused(policy({ queueIds: [unknown as QueueId] }), 'notFound');
    await refused(policy({ warnPercent: 100 }), 'invalid');
    await refused(policy({ name: '' }), 'invalid');
    await refused(ada.call(deleteSlaPolicy, { policyId: unknown as SlaPolicyId }), 'notFound');
    const calendar = (parts: Parameters<typeof aCalendar>[0]) => ada.call(saveSlaCalendar, aCalendar(parts));
    const hours = (...spans: { from: number; to: number }[]) => [spans, [], [], [], [], [], []];
    await refused(calendar({ timeZone: 'Europe/Atlantis' }), 'invalid');
    await refused(calendar({ hours: hours() }), 'invalid');
    await refused(calendar({ hours: hours({ from: 600, to: 540 }) }), 'invalid');
    await refused(calendar({ hours: hours({ from: 540, to: 700 }, { from: 660, to: 720 }) }), 'invalid');
    await refused(calendar({ holidays: [{ date: '2026-02-30', yearly: true, name: 'No day' }] }), 'invalid');
    await refused(ada.call(deleteSlaCalendar, { calendarId: id }), 'conflict');
    await refused(ada.call(deleteSlaCalendar, { calendarId: unknown as SlaCalendarId }), 'notFound');
  });

  test('is for administrators alone', async () => {
    await using hub = await createTestHub({ seed: promising });
    const clients = await hub.connect('ben', 'cleo');
    const { calendar, policy } = hub.seed;
    const forbidden = { code: 'forbidden' };
    for (const client of clients) {
      await expect(client.call(getSla, {})).rejects.toMatchObject(forbidden);
      await expect(client.call(saveSlaCalendar, aCalendar())).rejects.toMatchObject(forbidden);
      await expect(client.call(saveSlaPolicy, aPolicy(calendar.id))).rejects.toMatchObject(forbidden);
      await expect(client.call(deleteSlaPolicy, { policyId: policy.id })).rejects.toMatchObject(forbidden);
      await expect(client.call(deleteSlaCalendar, { calendarId: calendar.id })).rejects.toMatchObject(
        forbidden,
      );
    }
  });
});
