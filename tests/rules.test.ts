import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { signatureOf } from '#server/platform/webhook.ts';
import type { HubClient } from '#shared/client.ts';
import type { QueueId, TicketId, WebhookId } from '#shared/contract/ids.ts';
import {
  deleteTrigger,
  deleteWebhook,
  listDeliveries,
  listTriggers,
  listWebhooks,
  orderTriggers,
  saveTrigger,
  saveWebhook,
  testWebhook,
} from '#shared/contract/rules.ts';
import {
  deleteTicket,
  getTicket,
  replyToTicket,
  type TicketPriority,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { startHookServer } from './hook-server.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aTrigger, aWebhook } from './seeds/rules.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const soon = { timeout: 15_000, interval: 50 };
const unknown = '00000000-0000-4000-8000-000000000000';
const sets = (priority: TicketPriority) => ({ changes: { priority }, addTags: [], removeTags: [] });

/** The timeline once it is so long. */
async function timelineOf(client: HubClient, ticketId: TicketId, length: number) {
  return await vi.waitFor(async () => {
    const timeline = await client.call(getTicket, { ticketId });
    expect(timeline.entries.map(({ kind }) => kind)).toHaveLength(length);
    return timeline;
  }, soon);
}

/** No job is under way or waits. */
const idle = ({ hub }: Pick<TestHub<unknown>, 'hub'>) =>
  vi.waitFor(async () => {
    const under = sql`select 1 from jobs.job where name in ('ticket-rules', 'ticket-rules-sweep')
      and state in ('created', 'retry', 'active')`;
    expect((await hub.platform.db.transaction((tx) => under.execute(tx))).rows).toEqual([]);
  }, soon);

describe('a trigger', () => {
  test('changes a new ticket and tells its requester, as the rule of its name', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    await ada.call(
      saveTrigger,
      aTrigger({
        name: 'Fire first',
        when: { event: 'created' },
        conditions: [{ field: 'subject', is: true, values: ['FIRE'] }],
        actions: {
          changes: { priority: 'critical', assigneeId: hub.seed.idOf('ben') },
          addTags: ['fire'],
          removeTags: [],
        },
        notice: 'Hello {{requester.name}}, {{agent.name}} is on the way to #{{ticket.number}}.',
      }),
    );
    const other = await open(cleo, 'The coffee is cold');
    const { id, number } = await open(cleo);
    const { ticket, entries } = await timelineOf(ben, id, 3);
    expect(ticket).toMatchObject({ priority: 'critical', tags: ['fire'], assigneeId: hub.seed.idOf('ben') });
    const by = { authorId: null, rule: 'Fire first' };
    expect(entries[1]).toMatchObject({ kind: 'change', ...by, before: { priority: 'normal', tags: [] } });
    const nameOf = (name: string) => hub.world.get(name).me.displayName;
    const body = `Hello ${nameOf('cleo')}, ${nameOf('ben')} is on the way to #${number}.`;
    expect(entries[2]).toMatchObject({ kind: 'notice', ...by, body });
    // The customer hears the words, and nothing of rules.
    const seen = await cleo.call(getTicket, { ticketId: id });
    expect(seen.entries.map((entry) => [entry.kind, 'rule' in entry])).toEqual([
      ['reply', false],
      ['notice', false],
    ]);
    await timelineOf(ben, other.id, 1);
  });

  test('tells the answer of a customer from one of an employee', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    await ada.call(
      saveTrigger,
      aTrigger({ when: { event: 'replied', by: 'customer' }, actions: sets('high') }),
    );
    const { id: ticketId } = await open(cleo);
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });
    await idle(hub);
    expect((await timelineOf(ben, ticketId, 2)).ticket.priority).toBe('normal');
    await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: 'All.' });
    expect((await timelineOf(ben, ticketId, 4)).ticket.priority).toBe('high');
  });

  test('that undoes another one runs once, and so does the other', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const high = { field: 'priority', values: ['high'] } as const;
    const up = aTrigger({
      name: 'up',
      conditions: [{ ...high, is: false, values: ['high'] }],
      actions: sets('high'),
    });
    const down = aTrigger({
      name: 'down',
      conditions: [{ ...high, is: true, values: ['high'] }],
      actions: sets('low'),
    });
    await ada.call(saveTrigger, up);
    await ada.call(saveTrigger, down);
    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { impact: 'major' } });
    const { entries } = await timelineOf(ben, ticketId, 4);
    expect(entries.slice(2)).toMatchObject([{ rule: 'up' }, { rule: 'down' }]);
    await idle(hub);
    await timelineOf(ben, ticketId, 4);
  });

  test('fires once for each wait, also when it is asked again', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const { db, jobs } = hub.hub.platform;
    await ada.call(
      saveTrigger,
      aTrigger({ name: 'late', when: { event: 'waiting', hours: 4 }, actions: sets('high') }),
    );
    const [late, fresh] = [await open(cleo), await open(cleo)];
    const wait = (hours: number) =>
      db.transaction((tx) =>
        sql`update tickets set waiting_since = now() - make_interval(hours => ${hours}) where id = ${late.id}`.execute(
          tx,
        ),
      );
    const sweep = async () => {
      await jobs.enqueue(undefined, 'ticket-rules-sweep', {});
      await idle(hub);
    };
    await wait(5);
    await sweep();
    expect((await timelineOf(ben, late.id, 2)).entries[1]).toMatchObject({ rule: 'late' });
    await ben.call(updateTicket, { ticketId: late.id, changes: { priority: 'normal' } });
    await sweep();
    await timelineOf(ben, late.id, 3);
    await wait(6);
    await sweep();
    await timelineOf(ben, late.id, 4);
    await timelineOf(ben, fresh.id, 1);
  });

  test('is changed, ordered and removed by administrators alone', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const [first, second] = [aTrigger({ name: 'first' }), aTrigger({ name: 'second' })];
    await ada.call(saveTrigger, first);
    await ada.call(saveTrigger, second);
    await ada.call(saveTrigger, { ...first, enabled: false });
    const names = async () => (await ada.call(listTriggers, {})).triggers.map(({ name }) => name);
    expect(await names()).toEqual(['first', 'second']);
    await ada.call(orderTriggers, { triggerIds: [second.id, first.id] });
    expect(await names()).toEqual(['second', 'first']);
    await expect(ada.call(orderTriggers, { triggerIds: [second.id] })).rejects.toMatchObject({
      code: 'conflict',
    });
    const nobody = { queueId: unknown as QueueId };
    await expect(
      ada.call(saveTrigger, aTrigger({ actions: { ...first.actions, changes: nobody } })),
    ).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      ada.call(
        saveTrigger,
        aTrigger({ actions: { ...first.actions, changes: { assigneeId: hub.seed.idOf('cleo') } } }),
      ),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(ada.call(saveTrigger, aTrigger({ name: '' }))).rejects.toMatchObject({ code: 'invalid' });
    for (const client of [ben, cleo]) {
      const refused = { code: 'forbidden' };
      await expect(client.call(listTriggers, {})).rejects.toMatchObject(refused);
      await expect(client.call(saveTrigger, first)).rejects.toMatchObject(refused);
      await expect(client.call(deleteTrigger, { triggerId: first.id })).rejects.toMatchObject(refused);
      await expect(client.call(orderTriggers, { triggerIds: [] })).rejects.toMatchObject(refused);
    }
    await ada.call(deleteTrigger, { triggerId: first.id });
    await expect(ada.call(deleteTrigger, { triggerId: first.id })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(await names()).toEqual(['second']);
  });
});

describe('a webhook', () => {
  test('hears of a ticket in order and signed, again until it takes it', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    // The second and the third call are refused.
    await using hook = await startHookServer({
      status: (before) => (before === 1 || before === 2 ? 503 : 204),
    });
    const { secret, id: webhookId } = await ada.call(saveWebhook, aWebhook(hook.url));
    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { priority: 'high' } });
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Hush.', note: true });
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Out.' });
    await ada.call(deleteTicket, { ticketId });
    await vi.waitFor(() => expect(hook.calls).toHaveLength(7), { timeout: 40_000, interval: 100 });
    const told = hook.calls.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(told.map(({ event }) => event)).toEqual([
      'created',
      'changed',
      'changed',
      'changed',
      'noted',
      'replied',
      'deleted',
    ]);
    // What is sent again is the same, and says so by its id.
    expect(new Set(told.map(({ id }) => id)).size).toBe(5);
    expect(told[1]).toMatchObject({ ticket: { id: ticketId, priority: 'high' }, entry: { kind: 'change' } });
    for (const { body, signature } of hook.calls) expect(signature).toBe(signatureOf(secret, body));
    await vi.waitFor(async () => {
      const { deliveries } = await ada.call(listDeliveries, { webhookId });
      expect(deliveries.map(({ event, state, attempts }) => [event, state, attempts])).toEqual([
        ['deleted', 'delivered', 1],
        ['replied', 'delivered', 1],
        ['noted', 'delivered', 1],
        ['changed', 'delivered', 3],
        ['created', 'delivered', 1],
      ]);
    }, soon);
  }, 60_000);

  test('hears only what it asked for, and nothing while it is off', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    await using hook = await startHookServer();
    await using off = await startHookServer();
    await ada.call(saveWebhook, aWebhook(hook.url, { events: ['replied'] }));
    const { id: webhookId } = await ada.call(saveWebhook, aWebhook(off.url, { enabled: false }));
    const { id: ticketId } = await open(cleo);
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });
    await vi.waitFor(() => expect(hook.calls).toHaveLength(1), soon);
    expect((await ada.call(listDeliveries, { webhookId })).deliveries).toEqual([]);
    expect(off.calls).toEqual([]);
  });

  test('in a private network is not called unless the configuration says so', async () => {
    await using hub = await createTestHub({ seed: aDesk, config: { webhooks: { allowPrivate: false } } });
    const [ada] = await hub.connect('ada');
    await using hook = await startHookServer();
    const { id: webhookId } = await ada.call(saveWebhook, aWebhook(hook.url));
    expect(await ada.call(testWebhook, { webhookId })).toMatchObject({
      event: 'test',
      ticketId: null,
      state: 'failed',
      failure: { reason: 'private', detail: 'ENTENTE_WEBHOOK_PRIVATE' },
    });
    expect(hook.calls).toEqual([]);
  });

  test('is tested, changed and removed by administrators alone', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    await using hook = await startHookServer();
    const made = await ada.call(saveWebhook, aWebhook(hook.url));
    const { id: webhookId, secret, updatedAt: _, ...input } = made;
    const changed = await ada.call(saveWebhook, { ...input, id: webhookId, name: 'Billing' });
    expect((await ada.call(listWebhooks, {})).webhooks).toEqual([changed]);
    expect(changed.secret).toBe(secret);
    const tested = await ada.call(testWebhook, { webhookId });
    expect(tested).toMatchObject({ event: 'test', state: 'delivered', failure: null });
    expect(hook.calls[0]?.signature).toBe(signatureOf(secret, hook.calls[0]?.body ?? ''));
    expect((await ada.call(listDeliveries, { webhookId })).deliveries).toEqual([tested]);
    for (const url of ['ftp://example.org', 'javascript:alert(1)', '/scale'])
      await expect(ada.call(saveWebhook, aWebhook(url))).rejects.toMatchObject({ code: 'invalid' });
    for (const client of [ben, cleo]) {
      const refused = { code: 'forbidden' };
      await expect(client.call(listWebhooks, {})).rejects.toMatchObject(refused);
      await expect(client.call(saveWebhook, aWebhook(hook.url))).rejects.toMatchObject(refused);
      await expect(client.call(testWebhook, { webhookId })).rejects.toMatchObject(refused);
      await expect(client.call(listDeliveries, { webhookId })).rejects.toMatchObject(refused);
      await expect(client.call(deleteWebhook, { webhookId })).rejects.toMatchObject(refused);
    }
    await ada.call(deleteWebhook, { webhookId });
    const gone = { webhookId: unknown as WebhookId };
    await expect(ada.call(testWebhook, { webhookId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.call(listDeliveries, gone)).rejects.toMatchObject({ code: 'notFound' });
    await expect(ada.call(deleteWebhook, gone)).rejects.toMatchObject({ code: 'notFound' });
  });
});
