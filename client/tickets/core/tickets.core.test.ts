import { describe, expect, it, vi } from 'vitest';
import { undoChanges, updateTickets } from '#shared/contract/desk.ts';
import { applyMacro } from '#shared/contract/desk-tools.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { DeskItemId } from '#shared/contract/ids.ts';
import { slaReckoned, type TicketSla } from '#shared/contract/sla.ts';
import {
  getTicket,
  listTickets,
  replyToTicket,
  type Ticket,
  type TicketEntry,
  ticketChanged,
  ticketRemoved,
  ticketSince,
  updateTicket,
  watchTickets,
} from '#shared/contract/tickets.ts';
import { createTinyPort, memoryKeep } from '../../app/hub.fixtures.ts';
import { aChange, aReply, aTicket, colleague, me, minute, queueId, ticketId } from './tickets.fixtures.ts';
import { applicationOf, createTickets } from './tickets.core.ts';

const elsewhere = queueId(2);

/** A hub with one ticket that keeps its timeline, and a tab that looks at it. */
async function deskWithTicket() {
  const hub = createTinyPort();
  let ticket = aTicket(1);
  const entries: TicketEntry[] = [aReply(1)];
  const timeline = (from: number) => ({
    ticket,
    entries: entries.filter(({ seq }) => seq > from),
    people: [],
    more: false,
  });
  const happen = (changes: Partial<Ticket>, entry: (seq: number) => TicketEntry) => {
    ticket = { ...ticket, ...changes, seq: ticket.seq + 1, updatedAt: minute(ticket.seq + 1) };
    const made = entry(ticket.seq);
    entries.push(made);
    hub.emit(ticketChanged, { ticket, entry: made });
    return { ticket, entry: made };
  };
  /** Without an entry. */
  const reckon = (sla: TicketSla) => {
    ticket = { ...ticket, sla };
    hub.emit(slaReckoned, {});
  };
  hub.handle(watchTickets, () => ({ queues: [] }));
  hub.handle(listTickets, () => ({ tickets: [ticket], people: [], more: false }));
  hub.handle(getTicket, () => timeline(0));
  hub.handle(ticketSince, ({ seq }) => timeline(seq));
  hub.handle(replyToTicket, ({ clientId, body, note = false }) =>
    happen({ status: 'waiting' }, (seq) => ({
      ...aReply(seq, { id: clientId as TicketEntry['id'], authorId: me, body }),
      kind: note ? 'note' : 'reply',
    })),
  );
  hub.handle(updateTicket, ({ changes }) => {
    const { ticket: changed } = happen(changes as Partial<Ticket>, (seq) => aReply(seq, { authorId: me }));
    return changed;
  });
  const tickets = createTickets({
    hub: Object.assign(hub.port, {
      request: () => Promise.reject(new AppError('notFound', 'no files here')),
    }),
    me: () => me,
    atDesk: () => true,
    remember: () => {},
    keep: memoryKeep(),
    keepInTab: memoryKeep(),
    readsQueue: (id) => id !== elsewhere,
  });
  tickets.start();
  tickets.holdTicket(ticketId(1));
  tickets.holdList({ status: 'active' });
  const view = () => {
    const state = tickets.view(ticketId(1)).store.getState();
    if (state.status !== 'ready') throw new Error(state.status);
    return state;
  };
  await vi.waitFor(view);
  return { hub, tickets, view, happen, reckon, seqs: () => view().entries.map(({ seq }) => seq) };
}

describe('a ticket that is looked at', () => {
  it('follows what others do, in the page and in the list', async () => {
    const { tickets, view, seqs, happen } = await deskWithTicket();
    happen({ assigneeId: colleague }, (seq) => aReply(seq));
    expect(seqs()).toEqual([1, 2]);
    expect(view().ticket.assigneeId).toBe(colleague);
    expect(tickets.list({ status: 'active' }).tickets()).toMatchObject([{ assigneeId: colleague }]);
  });

  it('asks for what was lost on the way', async () => {
    const { hub, seqs, happen } = await deskWithTicket();
    hub.lose(true);
    happen({}, (seq) => aReply(seq));
    hub.lose(false);
    happen({}, (seq) => aReply(seq));
    await vi.waitFor(() => expect(seqs()).toEqual([1, 2, 3]));
  });

  it('catches up after a lost connection', async () => {
    const { hub, seqs, happen } = await deskWithTicket();
    hub.setState('reconnecting');
    happen({}, (seq) => aReply(seq));
    hub.setState('online');
    await vi.waitFor(() => expect(seqs()).toEqual([1, 2]));
  });

  it('shows what is promised anew, without an entry, in the page and in the list', async () => {
    const { tickets, view, seqs, reckon } = await deskWithTicket();
    const clock = {
      minutes: 60,
      usedMs: 0,
      since: minute(1),
      warnAt: minute(49),
      dueAt: minute(61),
      endedAt: null,
      told: null,
    };
    const sla: TicketSla = { revision: 2, policyId: null, calendarId: null, response: clock, solve: clock };
    reckon(sla);
    await vi.waitFor(() => expect(view().ticket.sla).toEqual(sla));
    await vi.waitFor(() => expect(tickets.list({ status: 'active' }).tickets()).toMatchObject([{ sla }]));
    expect(seqs()).toEqual([1]);
  });

  it('shows a choice at once and takes it back when the hub says no', async () => {
    const { hub, tickets, view } = await deskWithTicket();
    const release = hub.hold();
    const changing = tickets.view(ticketId(1)).update({ priority: 'high' });
    expect(view().pending).toEqual({ priority: 'high' });
    release();
    await changing;
    expect(view()).toMatchObject({ pending: {}, ticket: { priority: 'high' } });
    hub.handle(updateTicket, () => {
      throw new AppError('forbidden', 'no');
    });
    await expect(tickets.view(ticketId(1)).update({ priority: 'low' })).rejects.toThrow('no');
    expect(view()).toMatchObject({ pending: {}, ticket: { priority: 'high' } });
  });
});

describe('a ticket that goes to another queue', () => {
  const move = async () => {
    const desk = await deskWithTicket();
    return { ...desk, go: () => desk.happen({ queueId: elsewhere }, (seq) => aReply(seq, { authorId: me })) };
  };
  it('stays where its queue is read after all', async () => {
    const { tickets, view, go } = await move();
    go();
    await vi.waitFor(() => expect(view().ticket.queueId).toBe(elsewhere));
    expect(tickets.list({ status: 'active' }).tickets()).toHaveLength(1);
  });
  it('is gone for whoever does not read that', async () => {
    const { hub, tickets, go } = await move();
    hub.handle(getTicket, () => {
      throw new AppError('notFound', 'no such ticket');
    });
    go();
    await vi.waitFor(() => expect(tickets.list({ status: 'active' }).tickets()).toEqual([]));
    expect(tickets.view(ticketId(1)).store.getState()).toMatchObject({ status: 'failed' });
  });
});

describe('a ticket that is deleted', () => {
  it('is gone from the lists, and its page says so', async () => {
    const { hub, tickets } = await deskWithTicket();
    hub.emit(ticketRemoved, { ticketId: ticketId(1) });
    expect(tickets.list({ status: 'active' }).tickets()).toEqual([]);
    expect(tickets.view(ticketId(1)).store.getState()).toMatchObject({
      status: 'failed',
      error: { code: 'notFound' },
    });
  });
});

describe('words for a ticket', () => {
  it('are sent once, and are let go of when the timeline has them', async () => {
    const { hub, tickets, view } = await deskWithTicket();
    hub.setState('reconnecting');
    tickets.replies.send({
      ticketId: ticketId(1),
      body: 'Have you tried?',
      note: false,
      becomes: null,
      attachments: [],
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(tickets.replies.store.getState()).toMatchObject([{ state: 'waiting' }]);
    hub.setState('online');
    await vi.waitFor(() => expect(tickets.replies.store.getState()).toEqual([]));
    expect(view().entries.map((entry) => 'body' in entry && entry.body)).toEqual([
      'words 1',
      'Have you tried?',
    ]);
  });

  it('may solve the ticket with them', async () => {
    const { tickets, view } = await deskWithTicket();
    tickets.replies.send({
      ticketId: ticketId(1),
      body: 'Done.',
      note: false,
      becomes: 'solved',
      attachments: [],
    });
    await vi.waitFor(() => expect(view().ticket.status).toBe('solved'));
  });

  it('stay with a way on when they are refused', async () => {
    const { hub, tickets } = await deskWithTicket();
    hub.handle(replyToTicket, () => {
      throw new AppError('notFound', 'gone');
    });
    tickets.replies.send({
      ticketId: ticketId(1),
      body: 'Hello?',
      note: false,
      becomes: null,
      attachments: [],
    });
    await vi.waitFor(() => expect(tickets.replies.store.getState()).toMatchObject([{ state: 'failed' }]));
  });
});

describe('several tickets', () => {
  it('are changed alike in turns of what the hub takes, and taken back', async () => {
    const { hub, tickets } = await deskWithTicket();
    const many = Array.from({ length: 201 }, (_, n) => aTicket(n + 1));
    const changed = (ids: readonly string[]) =>
      ids.map((id, n) => ({ ticket: aTicket(1, { id: id as Ticket['id'] }), entry: aChange(n + 1, {}, {}) }));
    hub.handle(updateTickets, ({ ticketIds }) => ({ changed: changed(ticketIds.slice(1)), outOfReach: [] }));
    hub.handle(undoChanges, ({ entryIds }) => ({ changed: changed(entryIds), kept: [] }));
    const { count, undo } = await tickets.change(many, { changes: { priority: 'critical' } });
    expect(count).toBe(199);
    await undo?.();
    const sizes = hub.calls.flatMap(({ input }) => {
      const { ticketIds, entryIds } = input as { ticketIds?: unknown[]; entryIds?: unknown[] };
      return (ticketIds ?? entryIds)?.length ?? [];
    });
    expect(sizes).toEqual([200, 1, 199]);
  });

  it('get a macro, tried again under the same ids; what it changed is taken back and what it said stays', async () => {
    const { hub, tickets } = await deskWithTicket();
    const macroId = ticketId(9) as string as DeskItemId;
    const work = applicationOf(macroId, [aTicket(1), aTicket(2)]);
    hub.handle(applyMacro, ({ tickets: applied }) => ({
      changed: applied.flatMap((_, n) => [
        { ticket: aTicket(n + 1), entry: aReply(2) },
        { ticket: aTicket(n + 1), entry: aChange(n + 3, {}, {}) },
      ]),
      outOfReach: [],
    }));
    hub.handle(undoChanges, () => ({ changed: [], kept: [] }));
    const { count, undo } = await tickets.change([aTicket(1), aTicket(2)], work);
    await tickets.change([aTicket(1), aTicket(2)], work);
    expect(count).toBe(2);
    await undo?.();
    const [first, again, back] = hub.calls.slice(-3).map(({ input }) => input);
    expect(first).toEqual(again);
    expect(back).toMatchObject({ entryIds: [expect.any(String), expect.any(String)] });
  });
});
