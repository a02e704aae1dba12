import { describe, expect, test } from 'vitest';
import { undoChanges, updateTickets } from '#shared/contract/desk.ts';
import { saveMacro, applyMacro } from '#shared/contract/desk-tools.ts';
import type { InputOf } from '#shared/contract/define.ts';
import {
  deleteField,
  type FieldPatch,
  fieldsChanged,
  getTicketFields,
  listFields,
  maxFields,
  orderFields,
  saveField,
  setTicketFields,
  type TicketField,
} from '#shared/contract/fields.ts';
import type { DeskItemId } from '#shared/contract/ids.ts';
import { listTriggers, saveTrigger } from '#shared/contract/rules.ts';
import {
  createTicket,
  getTicket,
  listTickets,
  ticketChanged,
  type TicketFilter,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { createTestHub } from './hub.ts';
import { aTrigger } from './seeds/rules.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';
import type { World } from './world.ts';

const soon = { timeout: 15_000 };
const forbidden = { code: 'forbidden' };
const notFound = { code: 'notFound' };
const wrongValue = { code: 'invalid', details: { reason: 'fieldValue' } };
const missing = { code: 'conflict', details: { reason: 'fieldsMissing' } };
const field = (key: string, parts: Partial<TicketField> = {}): InputOf<typeof saveField> => ({
  key,
  label: { en: key, fr: key },
  kind: 'text',
  choices: [],
  queueIds: null,
  requiredToSolve: false,
  shownToCustomers: false,
  archived: false,
  ...parts,
});

/** A desk that asks for a room, which customers see, and for a cost, without which nothing is solved. */
async function anAskingDesk(world: World) {
  const desk = await aDesk(world);
  const ada = await world.as('ada');
  await ada.call(saveField, field('room', { shownToCustomers: true }));
  await ada.call(saveField, field('cost', { kind: 'number', requiredToSolve: true }));
  return desk;
}

describe('the fields of an installation', () => {
  test('are set up by administrators, in their order, and go only while no ticket has a value', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const keys = async () => (await ben.call(listFields, {})).fields.map(({ key }) => key);
    expect(await keys()).toEqual(['room', 'cost']);
    await ada.call(orderFields, { keys: ['cost', 'room'] });
    expect(await keys()).toEqual(['cost', 'room']);
    expect((await cleo.call(listFields, {})).fields.map(({ key }) => key)).toEqual(['room']);
    const stale = { code: 'conflict', details: { reason: 'fieldsChanged' } };
    await expect(ada.call(orderFields, { keys: ['cost'] })).rejects.toMatchObject(stale);

    const { id: ticketId } = await open(cleo);
    await ben.call(updateTicket, { ticketId, changes: { fields: { room: 'A1' } } });
    const used = { code: 'conflict', details: { reason: 'fieldUsed' } };
    await expect(ada.call(deleteField, { key: 'room' })).rejects.toMatchObject(used);
    const other = { code: 'conflict', details: { reason: 'fieldKind' } };
    await expect(ada.call(saveField, field('room', { kind: 'number' }))).rejects.toMatchObject(other);
    await ada.call(saveField, field('room', { archived: true, shownToCustomers: true }));
    expect((await cleo.call(listFields, {})).fields).toEqual([]);
    await ben.call(updateTicket, { ticketId, changes: { fields: { room: null } } });
    await ada.call(deleteField, { key: 'room' });
    expect(await keys()).toEqual(['cost']);
    await expect(ada.call(deleteField, { key: 'room' })).rejects.toMatchObject(notFound);

    for (const client of [cleo, ben])
      for (const call of [
        () => client.call(saveField, field('mine')),
        () => client.call(deleteField, { key: 'cost' }),
        () => client.call(orderFields, { keys: ['cost'] }),
      ])
        await expect(call()).rejects.toMatchObject(forbidden);
    const invalid = { code: 'invalid' };
    for (const wrong of [
      field('Room'),
      field('constructor'),
      field('a', { kind: 'choice' }),
      field('a', { choices: ['b'] }),
    ])
      await expect(ada.call(saveField, wrong)).rejects.toMatchObject(invalid);
    for (let n = 1; n < maxFields; n += 1) await ada.call(saveField, field(`field_${n}`));
    await expect(ada.call(saveField, field('more'))).rejects.toMatchObject({ code: 'tooMany' });
  });

  test('are told to everybody who has tickets when they change, as far as they may know', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const heardBy = async (act: () => Promise<unknown>) => {
      const heard = Promise.all([ben.next(fieldsChanged), cleo.next(fieldsChanged)]);
      await act();
      return (await heard).map(({ fields }) => fields.map(({ key }) => key));
    };
    const edited = field('cost', { kind: 'number', label: { en: 'Price', fr: 'Prix' } });
    expect(await heardBy(() => ada.call(saveField, edited))).toEqual([['room', 'cost'], ['room']]);
    expect(await heardBy(() => ada.call(orderFields, { keys: ['cost', 'room'] }))).toEqual([
      ['cost', 'room'],
      ['room'],
    ]);
    expect(await heardBy(() => ada.call(deleteField, { key: 'room' }))).toEqual([['cost'], []]);
  });

  test('are filled in one by one, told in the timeline, and taken back', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const { id: ticketId } = await open(cleo);
    const change = (fields: Record<string, string | number | null>) =>
      ben.call(updateTicket, { ticketId, changes: { fields } });
    expect(await change({ room: 'A1', cost: 5 })).toMatchObject({ fields: { room: 'A1', cost: 5 } });
    expect(await change({ room: 'B2' })).toMatchObject({ fields: { room: 'B2', cost: 5 }, seq: 3 });
    expect(await change({ room: 'B2' })).toMatchObject({ seq: 3 });
    const { entries } = await ada.call(getTicket, { ticketId });
    expect(entries.slice(1)).toMatchObject([
      { before: { fields: { room: null, cost: null } }, after: { fields: { room: 'A1', cost: 5 } } },
      { before: { fields: { room: 'A1' } }, after: { fields: { room: 'B2' } } },
    ]);
    const { changed } = await ben.call(updateTickets, {
      ticketIds: [ticketId],
      changes: { fields: { room: null, cost: 7 } },
    });
    expect(changed).toMatchObject([{ ticket: { fields: { cost: 7 } } }]);
    const { changed: back } = await ben.call(undoChanges, { entryIds: changed.map(({ entry }) => entry.id) });
    expect(back).toMatchObject([{ ticket: { fields: { room: 'B2', cost: 5 } } }]);
    for (const fields of [{ cost: 'five' }, { nothing: 'x' }, { room: '' }])
      await expect(change(fields)).rejects.toMatchObject(wrongValue);
    await expect(change({ room: 'x'.repeat(2_001) })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('have to be filled in before an employee solves a ticket, alone or with many', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [one, other] = [await open(cleo, 'One'), await open(cleo, 'Other')];
    const solve = { status: 'solved' as const };
    await expect(ben.call(updateTicket, { ticketId: one.id, changes: solve })).rejects.toMatchObject(missing);
    const ticketIds = [one.id, other.id];
    await expect(ben.call(updateTickets, { ticketIds, changes: solve })).rejects.toMatchObject(missing);
    const macro = await ben.call(saveMacro, {
      id: crypto.randomUUID() as DeskItemId,
      name: 'Solve',
      shared: false,
      queueId: null,
      actions: { changes: solve, addTags: [], removeTags: [] },
      reply: 'Done.',
      note: null,
    });
    const tickets = [{ ticketId: one.id, clientId: entryId() }];
    await expect(ben.call(applyMacro, { macroId: macro.id, tickets })).rejects.toMatchObject(missing);
    expect((await ben.call(getTicket, { ticketId: one.id })).entries).toHaveLength(1);
    const filled = { ...solve, fields: { cost: 0 } };
    const solved = await ben.call(updateTicket, { ticketId: one.id, changes: filled });
    expect(solved).toMatchObject({ status: 'solved', fields: { cost: 0 } });
    await ben.call(updateTicket, { ticketId: one.id, changes: { status: 'closed' } });
    const [, elsewhere] = hub.seed.queues;
    await ada.call(
      saveField,
      field('cost', { kind: 'number', requiredToSolve: true, queueIds: elsewhere ? [elsewhere.id] : [] }),
    );
    expect(await ben.call(updateTicket, { ticketId: other.id, changes: solve })).toMatchObject(solve);
  });

  test('are set by triggers and macros, and asked for by conditions; what was deleted is left out', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const sets = (fields: FieldPatch) => ({ changes: { fields }, addTags: [], removeTags: [] });
    await ada.call(
      saveTrigger,
      aTrigger({
        name: 'Room of the first floor',
        conditions: [{ field: 'fields', fieldKey: 'room', is: true, values: ['a1'] }],
        actions: { ...sets({ cost: 5 }), addTags: ['first floor'] },
      }),
    );
    const { id: ticketId } = await open(cleo);
    await cleo.call(setTicketFields, { ticketId, values: { room: 'A1' } });
    const ruled = async (id: typeof ticketId) => {
      const { ticket, entries } = await ben.call(getTicket, { ticketId: id });
      return { fields: ticket.fields, tags: ticket.tags, last: entries.at(-1) };
    };
    await expect
      .poll(() => ruled(ticketId), soon)
      .toMatchObject({
        fields: { room: 'A1', cost: 5 },
        tags: ['first floor'],
        last: { rule: 'Room of the first floor', after: { fields: { cost: 5 } } },
      });

    const macro = {
      id: crypto.randomUUID() as DeskItemId,
      name: 'Bill it',
      shared: true,
      queueId: null,
      actions: sets({ cost: 9, room: null }),
      reply: null,
      note: null,
    };
    await ben.call(saveMacro, macro);
    const bill = () =>
      ben.call(applyMacro, { macroId: macro.id, tickets: [{ ticketId, clientId: entryId() }] });
    const { changed } = await bill();
    expect(changed).toMatchObject([{ ticket: { fields: { cost: 9 } } }]);
    const { changed: back } = await ben.call(undoChanges, { entryIds: changed.map(({ entry }) => entry.id) });
    expect(back).toMatchObject([{ ticket: { fields: { room: 'A1', cost: 5 } } }]);

    for (const wrong of [{ cost: 'five' }, { nothing: 'x' }]) {
      await expect(ada.call(saveTrigger, aTrigger({ actions: sets(wrong) }))).rejects.toMatchObject(
        wrongValue,
      );
      await expect(ben.call(saveMacro, { ...macro, actions: sets(wrong) })).rejects.toMatchObject(wrongValue);
    }
    await expect(ben.call(saveMacro, { ...macro, actions: sets({}) })).rejects.toMatchObject({
      code: 'invalid',
    });

    await ben.call(updateTicket, { ticketId, changes: { fields: { cost: null } } });
    await expect.poll(async () => (await ruled(ticketId)).fields, soon).toEqual({ room: 'A1', cost: 5 });
    await ada.call(saveField, field('cost', { kind: 'number', archived: true }));
    await ben.call(updateTicket, { ticketId, changes: { fields: { cost: null }, tags: [] } });
    await expect
      .poll(() => ruled(ticketId), soon)
      .toMatchObject({ fields: { room: 'A1' }, tags: ['first floor'] });
    await ada.call(deleteField, { key: 'cost' });
    expect((await bill()).changed).toMatchObject([{ ticket: { fields: {} } }]);
    const [trigger] = (await ada.call(listTriggers, {})).triggers;
    if (!trigger) throw new Error('no trigger');
    const { updatedAt: _, ...saved } = trigger;
    await expect(ada.call(saveTrigger, saved)).rejects.toMatchObject(wrongValue);
    expect(await ada.call(saveTrigger, { ...saved, enabled: false })).toMatchObject({ enabled: false });
  });

  test('are found by their values, also in the export, by employees alone', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const one = await open(cleo, 'One');
    await open(cleo, 'Other');
    await ben.call(updateTicket, { ticketId: one.id, changes: { fields: { room: 'A "1"', cost: -2.5 } } });
    const found = async (client: typeof ben, fields: TicketFilter['fields']) =>
      (await client.call(listTickets, { filter: { fields } })).tickets.map(({ subject }) => subject);
    expect(await found(ben, { room: 'A "1"' })).toEqual(['One']);
    expect(await found(ben, { room: 'A "1"', cost: -2.5 })).toEqual(['One']);
    expect(await found(ben, { cost: '-2.5' })).toEqual([]);
    expect(await found(ben, {})).toHaveLength(2);
    expect(await found(cleo, { room: 'somewhere else' })).toHaveLength(2);
    const { cookie } = hub.world.get('ben');
    const csv = async (fields: string) =>
      await fetch(`${hub.url}/api/v1/tickets.csv?${new URLSearchParams({ fields })}`, {
        headers: { cookie },
      });
    const [head, line, rest] = (await (await csv('{"cost":-2.5}')).text()).split('\r\n');
    expect(head).toMatch(/,"fields\.room","fields\.cost"$/);
    expect(line).toMatch(/,"A ""1""","'-2\.5"$/);
    expect(rest).toBe('');
    expect((await csv('{"cost":')).status).toBe(400);
  });

  test('are seen and filled in by customers as far as they are shown to them', async () => {
    await using hub = await createTestHub({ seed: anAskingDesk });
    const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
    const asked = { subject: 'Cold', body: 'It is cold.' };
    const first = await cleo.call(createTicket, { ...asked, clientId: entryId(), fields: { room: 'A1' } });
    const ticketId = first.id;
    expect(first.fields).toEqual({});
    await expect(
      cleo.call(createTicket, { ...asked, clientId: entryId(), fields: { cost: 5 } }),
    ).rejects.toMatchObject(wrongValue);
    await ben.call(updateTicket, { ticketId, changes: { fields: { cost: 5 } } });
    expect(await cleo.call(getTicketFields, { ticketId })).toEqual({ values: { room: 'A1' } });
    const heard: unknown[] = [];
    await cleo.call(getTicket, { ticketId });
    cleo.on(ticketChanged, ({ ticket, entry }) => heard.push(ticket.fields, entry));
    const seen = ben.next(ticketChanged);
    await ben.call(getTicket, { ticketId });
    const set = await cleo.call(setTicketFields, { ticketId, values: { room: 'B2' } });
    expect(set).toEqual({ values: { room: 'B2' } });
    expect(await seen).toMatchObject({
      ticket: { fields: { room: 'B2', cost: 5 } },
      entry: { authorId: hub.seed.idOf('cleo'), after: { fields: { room: 'B2' } } },
    });
    await expect.poll(() => heard).toEqual([{}, null]);
    expect(await ben.call(getTicketFields, { ticketId })).toEqual({ values: { room: 'B2', cost: 5 } });
    await expect(cleo.call(setTicketFields, { ticketId, values: { cost: 1 } })).rejects.toMatchObject(
      wrongValue,
    );
    for (const call of [
      () => eve.call(getTicketFields, { ticketId }),
      () => eve.call(setTicketFields, { ticketId, values: { room: 'C3' } }),
    ])
      await expect(call()).rejects.toMatchObject(notFound);
    const { entries } = await cleo.call(getTicket, { ticketId });
    expect(entries.map(({ kind }) => kind)).toEqual(['reply']);
  });
});
