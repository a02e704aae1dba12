import { describe, expect, test } from 'vitest';
import { deleteMessage, messageChanged, messageHistory, sendMessage } from '#shared/contract/chat.ts';
import { ClientMessageId, type PanelCategoryId, type PanelId } from '#shared/contract/ids.ts';
import {
  createPanel,
  getPanel,
  getPanelSettings,
  listDeskChannels,
  listThreads,
  openFromMessage,
  openFromPanel,
  panelChanged,
  readThread,
  setDeskChannel,
  threadChanged,
  threadRead,
  ticketCards,
  updatePanel,
} from '#shared/contract/panels.ts';
import {
  addToTicket,
  claimTicket,
  deleteTicket,
  getTicket,
  removeFromTicket,
  replyToTicket,
  ticketChanged,
  updateTicket,
} from '#shared/contract/tickets.ts';
import { createTestHub } from './hub.ts';
import { aDeskInChat, category, newPanelId, postPanel } from './seeds/panels.ts';
import { entryId, open } from './seeds/tickets.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const gone = { code: 'notFound' };
const forbidden = { code: 'forbidden' };
const say = (body: string) => ({ clientId: ClientMessageId.parse(crypto.randomUUID()), body });

describe('a panel', () => {
  test('stands in the channel as a message, and its button opens a ticket with the answers and a greeting', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [ada, cleo] = await hub.connect('ada', 'cleo');
    const { general, queue, idOf, acorn } = hub.seed;
    const posted = cleo.next(messageChanged);
    const hardware = category(queue.id);
    const input = { id: newPanelId(), channelId: general.id, title: 'Help', categories: [hardware] };
    const made = await ada.call(createPanel, input);
    expect(await posted).toMatchObject({ body: `<panel:${made.id}>`, channelId: general.id });
    // Twice is one.
    expect(await ada.call(createPanel, input)).toEqual(made);
    expect((await cleo.call(messageHistory, { channelId: general.id })).messages).toHaveLength(1);

    const { panel, canEdit } = await cleo.call(getPanel, { panelId: made.id });
    expect(canEdit).toBe(false);
    expect(panel.categories).toEqual([
      { id: hardware.id, label: 'Hardware', icon: '🖨️', questions: hardware.questions },
    ]);
    const click = {
      panelId: made.id,
      categoryId: hardware.id,
      clientId: entryId(),
      answers: ['Printer 4', 'Smoke'],
    };
    const ticket = await cleo.call(openFromPanel, click);
    expect(ticket).toMatchObject({
      channel: 'chat',
      subject: 'Hardware: Printer 4',
      queueId: queue.id,
      priority: 'high',
      status: 'new',
      requesterId: idOf('cleo'),
      companyId: acorn.id,
      firstResponseAt: null,
      seq: 2,
    });
    expect(await cleo.call(openFromPanel, click)).toEqual(ticket);
    const { entries } = await cleo.call(getTicket, { ticketId: ticket.id });
    expect(entries).toMatchObject([
      { kind: 'reply', body: '**Which device?**\n\nPrinter 4\n\n**What happens?**\n\nSmoke' },
      { kind: 'notice', body: 'We are **on it**.', authorId: null },
    ]);
    await expect(
      cleo.call(openFromPanel, { ...click, clientId: entryId(), answers: ['', 'Smoke'] }),
    ).rejects.toMatchObject({ code: 'invalid', details: { fields: [{ path: 'answers.0' }] } });
  });

  test('opens no more tickets of one person at once than its limit, two clicks at the same time included', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [ada, cleo, dan] = await hub.connect('ada', 'cleo', 'dan');
    const once = category(hub.seed.queue.id, { maxOpen: 1, questions: [] });
    const { id: panelId } = await postPanel(ada, hub.seed.general.id, [once]);
    const click = () => ({ panelId, categoryId: once.id, clientId: entryId() });
    const clicks = await Promise.allSettled([1, 2, 3].map(() => cleo.call(openFromPanel, click())));
    const done = clicks.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const [refused] = clicks.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(done).toHaveLength(1);
    expect(refused).toMatchObject({ code: 'conflict', details: { reason: 'tooManyOpen' } });
    await dan.call(openFromPanel, click());
    await ada.call(updateTicket, {
      ticketId: done[0]?.id ?? (unknown as never),
      changes: { status: 'closed' },
    });
    await expect(cleo.call(openFromPanel, click())).resolves.toMatchObject({ subject: 'Hardware' });
  });

  test('is written by employees who moderate the space, seen by its members, and gone with its message', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [ada, ben, cleo, eve] = await hub.connect('ada', 'ben', 'cleo', 'eve');
    const { general, incoming, queue } = hub.seed;
    const categories = [category(queue.id)];
    for (const client of [ben, cleo])
      await expect(postPanel(client, general.id, categories)).rejects.toMatchObject(forbidden);
    await expect(postPanel(eve, general.id, categories)).rejects.toMatchObject(gone);
    await expect(postPanel(ada, incoming.id, categories)).rejects.toMatchObject(forbidden);
    await expect(postPanel(ada, general.id, [category(unknown as never)])).rejects.toMatchObject(gone);
    const panel = await postPanel(ada, general.id, categories);
    const panelId = panel.id;
    await expect(ada.call(createPanel, { ...panel, channelId: incoming.id })).rejects.toMatchObject(
      forbidden,
    );
    const [first] = categories;
    const categoryId = first?.id ?? (unknown as PanelCategoryId);
    const click = { panelId, categoryId, clientId: entryId(), answers: ['x'] };
    for (const id of [panelId, unknown as PanelId]) {
      await expect(eve.call(getPanel, { panelId: id })).rejects.toMatchObject(gone);
      await expect(eve.call(openFromPanel, { ...click, panelId: id })).rejects.toMatchObject(gone);
    }
    for (const client of [ben, cleo]) {
      await expect(client.call(getPanelSettings, { panelId })).rejects.toMatchObject(forbidden);
      await expect(client.call(updatePanel, { panelId, title: 'Mine', categories })).rejects.toMatchObject(
        forbidden,
      );
    }
    const heard = cleo.next(panelChanged);
    const renamed = [{ ...categories[0], label: 'Devices' } as (typeof categories)[number]];
    await ada.call(updatePanel, { panelId, title: 'Better', categories: renamed });
    const told = await heard;
    expect(told.panel).toMatchObject({ id: panelId, title: 'Better', categories: [{ label: 'Devices' }] });
    expect(told.panel.categories[0]).not.toHaveProperty('queueId');
    expect(await ada.call(getPanelSettings, { panelId })).toMatchObject({ categories: renamed });

    const { messages } = await ada.call(messageHistory, { channelId: general.id });
    await ada.call(deleteMessage, { messageId: messages[0]?.id ?? (unknown as never) });
    await expect(cleo.call(getPanel, { panelId })).rejects.toMatchObject(gone);
    await expect(cleo.call(openFromPanel, click)).rejects.toMatchObject(gone);
  });
});

describe('the desk’s channel', () => {
  test('tells each new ticket within 200 ms, whose card changes as the ticket does, and tells it once', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
    const { queue, incoming, idOf, queues } = hub.seed;
    await ada.call(setDeskChannel, { queueId: queue.id, channelId: incoming.id });
    expect((await ben.call(listDeskChannels, {})).channels).toEqual(
      queues.map(({ id }) => ({ queueId: id, channelId: id === queue.id ? incoming.id : null })),
    );
    const told = ben.next(messageChanged);
    const ticket = await open(cleo);
    const opened = performance.now();
    const notice = await told;
    expect(performance.now() - opened).toBeLessThan(200);
    expect(notice).toMatchObject({
      channelId: incoming.id,
      authorId: idOf('cleo'),
      body: `<ticket:${ticket.id}>`,
    });
    expect(await ben.call(ticketCards, { ticketIds: [ticket.id, unknown as never] })).toMatchObject({
      tickets: [{ id: ticket.id, status: 'new' }],
    });
    const claimed = ben.next(ticketChanged);
    await ada.call(claimTicket, { ticketId: ticket.id });
    expect((await claimed).ticket.assigneeId).toBe(idOf('ada'));

    // What a hub that starts after a crash does.
    const again = { ticketId: ticket.id, authorId: idOf('cleo'), channelId: incoming.id };
    const { jobs, db } = hub.hub.platform;
    await jobs.enqueue(undefined, 'panels-notice', again);
    await expect
      .poll(
        async () =>
          (await db.pool.query(`select from jobs.job where name = 'panels-notice' and state = 'completed'`))
            .rowCount,
        { timeout: 8_000 },
      )
      .toBe(1);
    expect((await ben.call(messageHistory, { channelId: incoming.id })).messages).toHaveLength(1);

    // Another queue's ticket comes when it is moved here.
    const other = queues[1]?.id ?? queue.id;
    await ada.call(setDeskChannel, { queueId: queue.id, channelId: null });
    await ada.call(setDeskChannel, { queueId: other, channelId: incoming.id });
    const late = await open(cleo, 'Late');
    const moved = ben.next(messageChanged);
    await ada.call(updateTicket, { ticketId: late.id, changes: { queueId: other } });
    expect((await moved).body).toBe(`<ticket:${late.id}>`);
  });

  test('is an internal channel, set by who moderates it; customers see cards of their own tickets alone', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [ada, ben, cleo, eve] = await hub.connect('ada', 'ben', 'cleo', 'eve');
    const { queue, incoming, general } = hub.seed;
    const here = { queueId: queue.id, channelId: incoming.id };
    await expect(ben.call(setDeskChannel, here)).rejects.toMatchObject(forbidden);
    await expect(cleo.call(setDeskChannel, here)).rejects.toMatchObject(forbidden);
    await expect(cleo.call(listDeskChannels, {})).rejects.toMatchObject(forbidden);
    await expect(ada.call(setDeskChannel, { ...here, channelId: general.id })).rejects.toMatchObject(
      forbidden,
    );
    await expect(ada.call(setDeskChannel, { ...here, queueId: unknown as never })).rejects.toMatchObject(
      gone,
    );
    await ada.call(setDeskChannel, here);
    await expect(ben.call(setDeskChannel, { ...here, channelId: null })).rejects.toMatchObject(forbidden);
    const { id } = await open(cleo);
    expect((await cleo.call(ticketCards, { ticketIds: [id] })).tickets).toHaveLength(1);
    expect((await eve.call(ticketCards, { ticketIds: [id] })).tickets).toEqual([]);
  });
});

describe('threads', () => {
  test('are the tickets one takes part in, with what is new in each', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [cleo, eve, ben] = await hub.connect('cleo', 'eve', 'ben');
    const appears = cleo.next(threadChanged);
    const { id: ticketId, number } = await open(cleo);
    expect(await appears).toMatchObject({ thread: { ticketId, number }, takesPart: true, isNew: false });
    await ben.call(claimTicket, { ticketId });
    const told = cleo.next(threadChanged);
    const { entry } = await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Which one?' });
    expect(await told).toMatchObject({ isNew: true, thread: { seq: entry.seq } });
    await ben.call(replyToTicket, { ticketId, clientId: entryId(), body: 'Psst', note: true });
    const unreadOf = async (client: typeof cleo) =>
      (await client.call(listThreads, {})).threads.map(({ unread }) => unread);
    expect(await unreadOf(cleo)).toEqual([1]);
    expect(await unreadOf(ben)).toEqual([1]);
    expect(await unreadOf(eve)).toEqual([]);

    const read = cleo.next(threadRead);
    await cleo.call(readThread, { ticketId, seq: 1_000 });
    expect(await read).toEqual({ ticketId, seq: 4 });
    await cleo.call(readThread, { ticketId, seq: 1 });
    expect(await unreadOf(cleo)).toEqual([0]);
    await expect(eve.call(readThread, { ticketId, seq: 1 })).rejects.toMatchObject(gone);

    const personId = hub.seed.idOf('eve');
    const comes = eve.next(threadChanged);
    await ben.call(addToTicket, { ticketId, personId });
    expect(await comes).toMatchObject({ takesPart: true });
    expect(await unreadOf(eve)).toEqual([2]);
    const goes = eve.next(threadChanged);
    await ben.call(removeFromTicket, { ticketId, personId });
    expect(await goes).toMatchObject({ takesPart: false, isNew: false });
    expect(await unreadOf(eve)).toEqual([]);
    await ben.call(updateTicket, { ticketId, changes: { status: 'closed' } });
    expect(await unreadOf(cleo)).toEqual([]);
  });

  test('end with a ticket that is deleted', async () => {
    await using hub = await createTestHub({ seed: aDeskInChat });
    const [cleo, ada] = await hub.connect('cleo', 'ada');
    const { id: ticketId } = await open(cleo);
    await cleo.call(readThread, { ticketId, seq: 1 });
    const ends = cleo.next(threadChanged);
    await ada.call(deleteTicket, { ticketId });
    expect(await ends).toMatchObject({ takesPart: false });
  });
});

test('employees make one ticket of a message, which quotes and links it, in the name of its author', async () => {
  await using hub = await createTestHub({ seed: aDeskInChat });
  const [ada, ben, cleo, eve] = await hub.connect('ada', 'ben', 'cleo', 'eve');
  const { general, idOf } = hub.seed;
  const message = await cleo.call(sendMessage, {
    channelId: general.id,
    ...say('The **printer** burns.\nPlease help.'),
  });
  const messageId = message.id;
  for (const client of [cleo, eve])
    await expect(client.call(openFromMessage, { messageId })).rejects.toMatchObject(forbidden);
  await expect(ben.call(openFromMessage, { messageId: unknown as never })).rejects.toMatchObject(gone);
  const made = await ben.call(openFromMessage, { messageId });
  expect(made).toMatchObject({
    subject: 'The printer burns.',
    requesterId: idOf('cleo'),
    channel: 'chat',
    status: 'new',
  });
  expect(await ben.call(openFromMessage, { messageId })).toEqual(made);
  await expect(ada.call(openFromMessage, { messageId })).rejects.toMatchObject({ code: 'conflict' });
  const { entries } = await cleo.call(getTicket, { ticketId: made.id });
  expect(entries[0]).toMatchObject({
    body: `> The **printer** burns.\n> Please help.\n\n${hub.url}/chat/${general.id}?at=${message.position}`,
  });
});
