import { expect, test } from 'vitest';
import type { InputOf } from '#shared/contract/define.ts';
import { undoChanges, updateTickets } from '#shared/contract/desk.ts';
import { applyMacro, saveMacro } from '#shared/contract/desk-tools.ts';
import type { DeskItemId, TicketId, TicketLabelId } from '#shared/contract/ids.ts';
import {
  deleteLabel,
  labelsChanged,
  listLabels,
  orderLabels,
  saveLabel,
  type TicketLabel,
} from '#shared/contract/labels.ts';
import { updateProfile } from '#shared/contract/accounts.ts';
import { listTriggers, saveTrigger } from '#shared/contract/rules.ts';
import { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { getTicket, listTickets, replyToTicket, updateTicket } from '#shared/contract/tickets.ts';
import type { HubClient } from '#shared/client.ts';
import { createTestHub } from './hub.ts';
import { aTrigger } from './seeds/rules.ts';
import { aCalendar, aPolicy } from './seeds/sla.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

type NewLabel = InputOf<typeof saveLabel>;
const labelId = () => crypto.randomUUID() as TicketLabelId;
const supplier = (): NewLabel => ({
  id: labelId(),
  field: 'status',
  value: 'pending',
  names: { en: 'Waiting for supplier', fr: 'Attend le fournisseur' },
  color: 'violet',
  hidden: false,
});
const vip = (): NewLabel => ({
  id: labelId(),
  field: 'priority',
  value: 'high',
  names: { en: 'VIP', fr: 'VIP' },
  color: 'red',
  hidden: false,
});
const refusedFor = (reason: string) => ({ code: 'conflict', details: { reason } });
const listed = async (client: HubClient) => (await client.call(listLabels, {})).labels;
const ofField = (labels: readonly TicketLabel[], field: TicketLabel['field']) =>
  labels.filter((label) => label.field === field);

test('administrators name, colour, order and hide what is there and what they add; everybody at the desk hears of it', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const builtIn = await listed(ben);
  expect(builtIn.map(({ value }) => value)).toEqual(['critical', 'high', 'normal', 'low']);
  const [critical] = builtIn;
  if (critical?.field !== 'priority') throw new Error('no priority');
  const heard = ben.next(labelsChanged);
  const names = { en: 'On fire', fr: 'Au feu' };
  const { builtIn: _, ...shape } = critical;
  const answer = await ada.call(saveLabel, { ...shape, names, color: 'pink', hidden: true });
  expect(answer.labels[0]).toEqual({ ...critical, names, color: 'pink', hidden: true });
  expect(await heard).toEqual(answer);
  const own = vip();
  await ada.call(saveLabel, own);
  const labelIds = ofField(await listed(ada), 'priority').map(({ id }) => id);
  expect(labelIds.at(-1)).toBe(own.id);
  const order = { field: 'priority' as const, labelIds: labelIds.toReversed() };
  expect(ofField((await ada.call(orderLabels, order)).labels, 'priority')[0]).toMatchObject(own);
  await expect(ada.call(orderLabels, { ...order, labelIds: [own.id] })).rejects.toMatchObject(
    refusedFor('labelsChanged'),
  );
  await expect(ada.call(saveLabel, { ...own, value: 'low' } as NewLabel)).rejects.toMatchObject(
    refusedFor('labelFixed'),
  );
  await expect(ada.call(saveLabel, { ...supplier(), names: null })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(ada.call(deleteLabel, { labelId: critical.id })).rejects.toMatchObject(
    refusedFor('labelBuiltIn'),
  );
  await expect(ada.call(deleteLabel, { labelId: labelId() })).rejects.toMatchObject({ code: 'notFound' });
  for (const client of [cleo, ben]) {
    const forbidden = { code: 'forbidden' };
    await expect(client.call(saveLabel, supplier())).rejects.toMatchObject(forbidden);
    await expect(client.call(deleteLabel, { labelId: own.id })).rejects.toMatchObject(forbidden);
    await expect(client.call(orderLabels, order)).rejects.toMatchObject(forbidden);
  }
  await expect(listed(cleo)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a label brings the value that it stands for, and another value drops it', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const [status, priority] = [supplier(), vip()];
  for (const label of [status, priority]) await ada.call(saveLabel, label);
  const { id: ticketId } = await open(cleo);
  const change = (changes: InputOf<typeof updateTicket>['changes']) =>
    ben.call(updateTicket, { ticketId, changes });
  const labels = { statusLabelId: status.id, priorityLabelId: priority.id };
  expect(await change(labels)).toMatchObject({ ...labels, status: 'pending', priority: 'high' });
  expect(await change({ tags: ['vip'], status: 'pending' })).toMatchObject(labels);
  const { ticket, entries } = await cleo.call(getTicket, { ticketId });
  expect(ticket).toMatchObject({ statusLabelId: null, priorityLabelId: null, status: 'pending' });
  expect(JSON.stringify(entries)).not.toContain(status.id);
  expect(await change({ priority: 'low' })).toMatchObject({
    priorityLabelId: null,
    statusLabelId: status.id,
  });
  await cleo.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Any news?' });
  const answered = (await ben.call(getTicket, { ticketId })).ticket;
  expect(answered).toMatchObject({ status: 'open', statusLabelId: null });
  await expect(change({ statusLabelId: priority.id })).rejects.toMatchObject({ code: 'notFound' });
  await expect(change({ statusLabelId: labelId() })).rejects.toMatchObject({ code: 'notFound' });
});

test('many get a label at once, it can be taken back, and it is deleted when no ticket has it', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const label = supplier();
  await ada.call(saveLabel, label);
  const tickets = [await open(cleo), await open(cleo)];
  const { changed } = await ben.call(updateTickets, {
    ticketIds: tickets.map(({ id }) => id),
    changes: { statusLabelId: label.id },
  });
  expect(changed.map(({ ticket }) => [ticket.status, ticket.statusLabelId])).toEqual([
    ['pending', label.id],
    ['pending', label.id],
  ]);
  await expect(ada.call(deleteLabel, { labelId: label.id })).rejects.toMatchObject(refusedFor('labelInUse'));
  const undone = await ben.call(undoChanges, { entryIds: changed.map(({ entry }) => entry.id) });
  expect(undone.changed.map(({ ticket }) => [ticket.status, ticket.statusLabelId])).toEqual([
    ['new', null],
    ['new', null],
  ]);
  expect(ofField((await ada.call(deleteLabel, { labelId: label.id })).labels, 'status')).toEqual([]);
});

test('triggers ask for labels; one that is deleted is nobody’s', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const label = supplier();
  await ada.call(saveLabel, label);
  const tagging = aTrigger({
    conditions: [{ field: 'status', is: true, values: [label.id, 'solved'] }],
    actions: { changes: {}, addTags: ['late'], removeTags: [] },
  });
  await ada.call(saveTrigger, tagging);
  const [one, plain] = [await open(cleo, 'A'), await open(cleo, 'B')];
  const tagsOf = async ({ id: ticketId }: typeof one) =>
    (await ben.call(getTicket, { ticketId })).ticket.tags;
  await ben.call(updateTicket, { ticketId: plain.id, changes: { status: 'pending' } });
  await ben.call(updateTicket, { ticketId: one.id, changes: { statusLabelId: label.id } });
  await expect.poll(() => tagsOf(one), { timeout: 15_000 }).toEqual(['late']);
  expect(await tagsOf(plain)).toEqual([]);
  await ben.call(updateTicket, { ticketId: one.id, changes: { status: 'open', statusLabelId: null } });
  await ada.call(deleteLabel, { labelId: label.id });
  await ben.call(updateTicket, { ticketId: plain.id, changes: { status: 'solved' } });
  await expect.poll(() => tagsOf(plain), { timeout: 15_000 }).toEqual(['late']);
  expect((await ada.call(listTriggers, {})).triggers).toMatchObject([{ conditions: tagging.conditions }]);
});

test('lists are filtered by labels and values together, for the desk alone', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const label = supplier();
  await ada.call(saveLabel, label);
  const [labelled, pending, other] = [await open(cleo, 'A'), await open(cleo, 'B'), await open(cleo, 'C')];
  await ben.call(updateTicket, { ticketId: labelled.id, changes: { statusLabelId: label.id } });
  await ben.call(updateTicket, { ticketId: pending.id, changes: { status: 'pending' } });
  const found = async (client: HubClient, filter: InputOf<typeof listTickets>['filter']) =>
    (await client.call(listTickets, { filter })).tickets.map(({ subject }) => subject).toSorted();
  expect(await found(ben, { statusLabelIds: [label.id] })).toEqual(['A']);
  expect(await found(ben, { statusLabelIds: [label.id], status: ['new'] })).toEqual(['A', other.subject]);
  expect(await found(ben, { status: ['pending'] })).toEqual(['A', 'B']);
  expect(await found(cleo, { statusLabelIds: [label.id] })).toEqual(['A', 'B', 'C']);
});

test('triggers and macros set words of the desk; of a deleted one they set what it stood for', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const [status, priority] = [supplier(), vip()];
  for (const label of [status, priority]) await ada.call(saveLabel, label);
  const words = { statusLabelId: status.id, priorityLabelId: priority.id };
  const setsWords = aTrigger({
    when: { event: 'created' },
    actions: { changes: { status: 'pending', priority: 'high', ...words }, addTags: [], removeTags: [] },
  });
  await expect(
    ada.call(saveTrigger, {
      ...setsWords,
      actions: { ...setsWords.actions, changes: { statusLabelId: priority.id } },
    }),
  ).rejects.toMatchObject({ code: 'notFound' });
  const trigger = await ada.call(saveTrigger, setsWords);
  const seen = async (ticketId: TicketId) => (await ben.call(getTicket, { ticketId })).ticket;
  const settled = async ({ id }: { id: TicketId }) => {
    await expect.poll(async () => (await seen(id)).status, { timeout: 15_000 }).toBe('pending');
    return await seen(id);
  };
  const told = await settled(await open(cleo, 'Told'));
  expect(told).toMatchObject({ status: 'pending', priority: 'high', ...words });

  const macro = await ben.call(saveMacro, {
    id: crypto.randomUUID() as DeskItemId,
    name: 'No word',
    shared: true,
    queueId: null,
    actions: {
      changes: { status: 'pending', statusLabelId: null, priority: 'high', priorityLabelId: priority.id },
      addTags: [],
      removeTags: [],
    },
    reply: null,
    note: null,
  });
  const apply = async (ticketId: TicketId) =>
    await ben.call(applyMacro, { macroId: macro.id, tickets: [{ ticketId, clientId: entryId() }] });
  const [applied] = (await apply(told.id)).changed;
  expect(applied?.ticket).toMatchObject({ status: 'pending', statusLabelId: null });
  expect(applied?.entry).toMatchObject({
    before: { statusLabelId: status.id },
    after: { statusLabelId: null },
  });

  await ben.call(updateTicket, {
    ticketId: told.id,
    changes: { priority: 'low', statusLabelId: null },
  });
  for (const { id } of [status, priority]) await ada.call(deleteLabel, { labelId: id });
  const bare = { status: 'pending', priority: 'high', statusLabelId: null, priorityLabelId: null };
  expect(await settled(await open(cleo, 'Later'))).toMatchObject(bare);
  expect((await apply(told.id)).changed[0]?.ticket).toMatchObject(bare);
  await expect(ada.call(saveTrigger, setsWords)).rejects.toMatchObject({ code: 'notFound' });
  const { updatedAt: _, ...kept } = trigger;
  await ada.call(saveTrigger, { ...kept, enabled: false });
});

test('labels and service levels leave with the tickets, in the language of who asks, without formulas', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const label = { ...supplier(), names: { en: '=1+1', fr: 'Attend le fournisseur' } };
  await ada.call(saveLabel, label);
  const normal = (await listed(ada)).find(({ value }) => value === 'normal');
  if (normal?.field !== 'priority') throw new Error('no priority');
  const { builtIn: _, ...shape } = normal;
  await ada.call(saveLabel, { ...shape, names: { en: 'Usual', fr: 'Habituelle' } });
  const plain = await open(cleo, 'Plain');
  const calendar = await ada.call(saveSlaCalendar, aCalendar());
  await ada.call(saveSlaPolicy, aPolicy(calendar.id));
  const { id: ticketId } = await open(cleo, 'Promised');
  await ben.call(updateTicket, { ticketId, changes: { statusLabelId: label.id } });
  await ben.call(replyToTicket, { ticketId: plain.id, clientId: entryId(), body: 'Which one?' });
  await ben.call(updateTicket, { ticketId: plain.id, changes: { status: 'closed', priority: 'low' } });
  const rowsFor = async (name: string) => {
    const { cookie } = hub.world.get(name);
    const answer = await fetch(`${hub.url}/api/v1/tickets.csv`, { headers: { cookie } });
    const [head = [], ...lines] = (await answer.text())
      .split('\r\n')
      .map((line) => line.slice(1, -1).split('","'));
    return lines.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at]])));
  };
  const { sla } = (await ben.call(getTicket, { ticketId })).ticket;
  const [promised, other] = await rowsFor('ben');
  expect(promised).toMatchObject({
    subject: 'Promised',
    status: 'pending',
    statusLabel: "'=1+1",
    priority: 'normal',
    priorityLabel: 'Usual',
    responseDueAt: sla?.response.dueAt,
    responseBreached: 'false',
    solveDueAt: sla?.solve.dueAt,
    solveBreached: 'false',
  });
  expect(other).toMatchObject({
    subject: 'Plain',
    statusLabel: '',
    priorityLabel: '',
    responseDueAt: '',
    solveDueAt: '',
  });
  await ben.call(updateProfile, { locale: 'fr' });
  expect((await rowsFor('ben'))[0]).toMatchObject({
    statusLabel: 'Attend le fournisseur',
    priorityLabel: 'Habituelle',
  });
});
