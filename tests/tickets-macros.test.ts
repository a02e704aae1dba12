import { describe, expect, test } from 'vitest';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import { undoChanges } from '#shared/contract/desk.ts';
import {
  applyMacro,
  deleteMacro,
  deleteTemplate,
  listMacros,
  listTemplates,
  type Macro,
  saveMacro,
  saveTemplate,
} from '#shared/contract/desk-tools.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { DeskItemId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import { createTicket, getTicket, type Ticket, updateTicket } from '#shared/contract/tickets.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aDesk, entryId, open } from './seeds/tickets.ts';

const itemId = () => crypto.randomUUID() as DeskItemId;
const unknown = '00000000-0000-4000-8000-000000000000';
const notFound = { code: 'notFound' };
const forbidden = { code: 'forbidden' };
const goodbye = (parts: Partial<InputOf<typeof saveMacro>> = {}): InputOf<typeof saveMacro> => ({
  id: itemId(),
  name: 'Goodbye',
  shared: true,
  queueId: null,
  actions: {
    changes: { status: 'solved', assigneeId: 'me' },
    addTags: ['done'],
    removeTags: ['fire'],
  },
  reply: 'Dear {{requester.name}}, #{{ticket.number}} is done. {{agent.name}}',
  note: 'All of {{company.name}} works.',
  ...parts,
});
const to = (...tickets: { id: TicketId }[]) =>
  tickets.map(({ id }) => ({ ticketId: id, clientId: entryId() }));
const closeQueue = (hub: TestHub<unknown>, queueId: QueueId | undefined) =>
  hub.hub.platform.db.pool.query('update ticket_queues set restricted = true where id = $1', [queueId]);

describe('a macro', () => {
  test('replies, notes and changes in one go, and its change can be taken back', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const ticket = await open(cleo);
    await ada.call(updateTicket, { ticketId: ticket.id, changes: { tags: ['fire', 'wall'] } });
    const macro = await ada.call(saveMacro, goodbye());
    const { changed, outOfReach } = await ben.call(applyMacro, { macroId: macro.id, tickets: to(ticket) });
    expect(outOfReach).toEqual([]);
    const benId = hub.seed.idOf('ben');
    const names = { agent: hub.world.get('ben').me.displayName, asker: hub.world.get('cleo').me.displayName };
    expect(changed.map(({ entry }) => entry)).toMatchObject([
      { kind: 'reply', seq: 3, body: `Dear ${names.asker}, #${ticket.number} is done. ${names.agent}` },
      { kind: 'note', seq: 4, body: 'All of Acorn works.' },
      {
        kind: 'change',
        seq: 5,
        before: { status: 'waiting' },
        after: { status: 'solved', assigneeId: benId },
      },
    ]);
    const expected = {
      seq: 5,
      status: 'solved',
      assigneeId: benId,
      tags: ['wall', 'done'],
      waitingSince: null,
    };
    const seen = await ada.call(getTicket, { ticketId: ticket.id });
    expect(seen.ticket).toMatchObject(expected);
    expect(seen.ticket.firstResponseAt).not.toBeNull();
    expect(seen.entries.map(({ kind }) => kind)).toEqual(['reply', 'change', 'reply', 'note', 'change']);
    const asCustomer = await cleo.call(getTicket, { ticketId: ticket.id });
    expect(asCustomer.entries.map(({ kind }) => kind)).toEqual(['reply', 'reply', 'change']);
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);

    const [, , last] = changed;
    const { changed: back, kept } = await ben.call(undoChanges, {
      entryIds: changed.map(({ entry }) => entry.id),
    });
    expect(back).toMatchObject([
      { ticket: { status: 'waiting', assigneeId: null, tags: ['fire', 'wall'], solvedAt: null } },
    ]);
    expect(kept).toEqual(changed.filter((each) => each !== last).map(({ entry }) => entry.id));
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });

  test('applied again with the same ids does nothing, and somebody else’s id is refused', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [one, other] = [await open(cleo, 'One'), await open(cleo, 'Other')];
    const { id: macroId } = await ben.call(saveMacro, goodbye());
    const tickets = to(one, other);
    const both = await Promise.all([1, 2].map(() => ben.call(applyMacro, { macroId, tickets })));
    expect(both.flatMap(({ changed }) => changed)).toHaveLength(6);
    const { entries } = await ben.call(getTicket, { ticketId: one.id });
    expect(entries).toHaveLength(4);
    const taken = { code: 'conflict', details: { reason: 'taken' } };
    await expect(ada.call(applyMacro, { macroId, tickets })).rejects.toMatchObject(taken);
    const [first] = tickets;
    const swapped = [{ ticketId: other.id, clientId: first?.clientId as TicketEntryId }];
    await expect(ben.call(applyMacro, { macroId, tickets: swapped })).rejects.toMatchObject(taken);
  });

  test('works on many tickets in few statements, and leaves those of other queues', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ben] = await hub.connect('cleo', 'ben');
    const [support, admin] = hub.seed.queues;
    const found: Ticket[] = [];
    for (let n = 0; n < 20; n += 1) found.push(await open(cleo, `Number ${n}`));
    const [moved] = found as [Ticket, ...Ticket[]];
    await ben.call(updateTicket, { ticketId: moved.id, changes: { queueId: admin?.id } });
    const { id: macroId } = await ben.call(saveMacro, goodbye({ queueId: support?.id as QueueId }));
    let statements = 0;
    const stop = hub.hub.platform.db.onQuery(() => (statements += 1));
    const { changed, outOfReach } = await ben.call(applyMacro, {
      macroId,
      tickets: to(...found, { id: unknown as TicketId }),
    });
    stop();
    expect(statements).toBeLessThan(30);
    expect(changed).toHaveLength(19 * 3);
    expect(outOfReach.toSorted()).toEqual([moved.id, unknown].toSorted());
    expect(await countWrong(hub.hub.platform.db.read)).toBe(0);
  });

  test('is one’s own or everybody’s, and never for customers', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const ticket = await open(cleo);
    const own = await ben.call(saveMacro, goodbye({ shared: false }));
    const names = ({ macros }: { macros: Macro[] }) => macros.map(({ name }) => name);
    expect(names(await ben.call(listMacros, {}))).toEqual(['Goodbye']);
    expect(names(await ada.call(listMacros, {}))).toEqual([]);
    const use = { macroId: own.id, tickets: to(ticket) };
    await expect(ada.call(applyMacro, use)).rejects.toMatchObject(notFound);
    await expect(ada.call(deleteMacro, { id: own.id })).rejects.toMatchObject(notFound);
    await expect(cleo.call(listMacros, {})).rejects.toMatchObject(forbidden);
    await expect(cleo.call(saveMacro, goodbye())).rejects.toMatchObject(forbidden);
    await expect(cleo.call(applyMacro, use)).rejects.toMatchObject(forbidden);
    await expect(cleo.call(deleteMacro, { id: own.id })).rejects.toMatchObject(forbidden);
    const toCustomer = goodbye();
    toCustomer.actions.changes.assigneeId = hub.seed.idOf('cleo');
    await expect(ben.call(saveMacro, toCustomer)).rejects.toMatchObject({ code: 'invalid' });
    const idle = goodbye({ reply: null, note: null, actions: { changes: {}, addTags: [], removeTags: [] } });
    for (const wrong of [goodbye({ reply: '  ' }), idle])
      await expect(ben.call(saveMacro, wrong)).rejects.toMatchObject({ code: 'invalid' });
    await ben.call(deleteMacro, { id: own.id });
    await expect(ben.call(applyMacro, use)).rejects.toMatchObject(notFound);
  });

  test('does not reach into a queue that its user does not read', async () => {
    await using hub = await createTestHub({ seed: aDesk });
    const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
    const [, admin] = hub.seed.queues;
    const ticket = await open(cleo);
    const moving = goodbye({ name: 'Move' });
    moving.actions.changes = { queueId: admin?.id };
    await ada.call(saveMacro, moving);
    const inside = await ada.call(saveMacro, goodbye({ name: 'Inside', queueId: admin?.id as QueueId }));
    await closeQueue(hub, admin?.id);
    expect((await ben.call(listMacros, {})).macros.map(({ name }) => name)).toEqual(['Move']);
    for (const macroId of [moving.id, inside.id])
      await expect(ben.call(applyMacro, { macroId, tickets: to(ticket) })).rejects.toMatchObject(notFound);
    const foreign = goodbye({ queueId: admin?.id as QueueId });
    await expect(ben.call(saveMacro, foreign)).rejects.toMatchObject(notFound);
    const { ticket: same } = await ben.call(getTicket, { ticketId: ticket.id });
    expect(same).toMatchObject({ seq: 1, status: 'new' });
  });
});

test('a template is kept for the desk, and a ticket begins with its tags', async () => {
  await using hub = await createTestHub({ seed: aDesk });
  const [cleo, ada, ben] = await hub.connect('cleo', 'ada', 'ben');
  const template = {
    id: itemId(),
    name: 'New colleague',
    shared: true,
    subject: 'A new colleague',
    body: '- [ ] an account',
    queueId: null,
    priority: 'high' as const,
    impact: 'none' as const,
    tags: ['people'],
    fields: {},
  };
  expect(await ben.call(saveTemplate, template)).toMatchObject({ ...template, canEdit: true });
  expect((await ada.call(listTemplates, {})).templates).toMatchObject([{ name: 'New colleague' }]);
  for (const call of [
    () => cleo.call(listTemplates, {}),
    () => cleo.call(saveTemplate, template),
    () => cleo.call(deleteTemplate, { id: template.id }),
  ])
    await expect(call()).rejects.toMatchObject(forbidden);
  const { subject, body, priority, tags } = template;
  const asked = { subject, body, priority, tags };
  const made = await ada.call(createTicket, { ...asked, clientId: entryId() });
  expect(made).toMatchObject({ priority: 'high', tags: ['people'] });
  const ofCustomer = await cleo.call(createTicket, { ...asked, clientId: entryId() });
  const { ticket } = await ada.call(getTicket, { ticketId: ofCustomer.id });
  expect(ticket).toMatchObject({ priority: 'normal', tags: [] });
  await ada.call(deleteTemplate, { id: template.id });
  expect((await ben.call(listTemplates, {})).templates).toEqual([]);
});
