import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { listTickets, type Ticket } from '#shared/contract/tickets.ts';
import { createTinyPort } from '../../app/hub.fixtures.ts';
import { createList } from './list.core.ts';
import type { TicketSearch } from './address.ts';
import { orders } from './search.ts';
import { aTicket, me, minute } from './tickets.fixtures.ts';

/** A hub with these tickets, which pages them two at a time. */
function listOf(all: Ticket[], search: TicketSearch = { status: 'active' }) {
  const hub = createTinyPort();
  hub.handle(listTickets, ({ after, limit = 50 }) => {
    const sorted = all.toSorted(orders.updated);
    const start = after ? sorted.findIndex(({ id }) => id === after.id) + 1 : 0;
    const page = sorted.slice(start, start + limit);
    return { tickets: page, people: [], more: start + limit < sorted.length };
  });
  const list = createList({ hub: hub.port, search, me, remember: () => {}, pageSize: 2 });
  const numbers = () => list.tickets().map(({ number }) => number);
  return { hub, list, numbers, state: () => list.store.getState() };
}

describe('a list of tickets', () => {
  it('comes page by page, each ticket once', async () => {
    const { list, numbers, state } = listOf([aTicket(1), aTicket(2), aTicket(3)]);
    await list.open();
    expect(numbers()).toEqual([3, 2]);
    await list.more();
    expect(numbers()).toEqual([3, 2, 1]);
    expect(state()).toMatchObject({ more: false, paging: 'idle' });
  });

  it('puts a changed ticket where it belongs and lets go of one that no longer does', async () => {
    const { list, numbers } = listOf([aTicket(1), aTicket(2)]);
    await list.open();
    list.receive(aTicket(1, { seq: 2, updatedAt: minute(9) }));
    expect(numbers()).toEqual([1, 2]);
    list.receive(aTicket(2, { seq: 2, status: 'solved' }));
    expect(numbers()).toEqual([1]);
    list.receive(aTicket(5));
    expect(numbers()).toEqual([1, 5]);
  });

  it('does not go back to an older state', async () => {
    const { list } = listOf([aTicket(1, { seq: 5, subject: 'newer' })]);
    await list.open();
    list.receive(aTicket(1, { seq: 4, subject: 'older' }));
    expect(list.tickets()).toMatchObject([{ subject: 'newer' }]);
  });

  it('leaves what lies behind its last ticket to the next page', async () => {
    const { list, numbers } = listOf([aTicket(2), aTicket(3), aTicket(1)]);
    await list.open();
    list.receive(aTicket(1, { seq: 2 }));
    expect(numbers()).toEqual([3, 2]);
  });

  it('lays what it heard meanwhile over the page that comes', async () => {
    const { hub, list, numbers } = listOf([aTicket(1), aTicket(2)]);
    const release = hub.hold();
    const opening = list.open();
    list.receive(aTicket(1, { seq: 2, status: 'closed' }));
    release();
    await opening;
    expect(numbers()).toEqual([2]);
  });

  it('of words looked for keeps those that have them and waits for the hub to find others', async () => {
    const { list, numbers } = listOf([aTicket(1)], { q: 'lift' });
    await list.open();
    list.receive(aTicket(2));
    list.receive(aTicket(1, { seq: 2, subject: 'The lift again' }));
    expect(numbers()).toEqual([1]);
    expect(list.tickets()).toMatchObject([{ subject: 'The lift again' }]);
  });

  it('that begins anew keeps its length and takes no page of the one before', async () => {
    const { hub, list, numbers } = listOf([1, 2, 3, 4, 5, 6].map((n) => aTicket(n)));
    await list.open();
    await list.more();
    const release = hub.hold();
    const both = Promise.all([list.open(), list.more()]);
    release();
    await both;
    expect(numbers()).toEqual([6, 5, 4, 3]);
    await list.more();
    expect(numbers()).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('says why it is not there, and keeps what it had when asking again fails', async () => {
    const { hub, list, numbers, state } = listOf([aTicket(1)]);
    hub.setState('reconnecting');
    await list.open();
    expect(state()).toMatchObject({ status: 'failed', error: expect.any(AppError) });
    hub.setState('online');
    await list.open();
    hub.setState('reconnecting');
    await list.open();
    expect(numbers()).toEqual([1]);
  });
});
