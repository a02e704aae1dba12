import { afterEach, describe, expect, it, vi } from 'vitest';
import { type TicketCount, ticketsCounted, watchTickets } from '#shared/contract/tickets.ts';
import { createTinyPort } from '../../app/hub.fixtures.ts';
import { createCounts, sumOf } from './counts.core.ts';
import { me, queueId } from './tickets.fixtures.ts';

const counted = (count: number, changes: Partial<TicketCount> = {}): TicketCount => ({
  queueId: queueId(1),
  status: 'new',
  priority: 'normal',
  impact: 'none',
  companyId: null,
  assigneeId: null,
  count,
  ...changes,
});

async function watched() {
  const hub = createTinyPort();
  const answers = { revision: 4, counts: [counted(3), counted(1, { assigneeId: me, status: 'open' })] };
  hub.handle(watchTickets, () => ({ queues: [{ queueId: queueId(1), ...answers }] }));
  const counts = createCounts(hub.port);
  await counts.refresh();
  const sum = (status?: string) =>
    sumOf(counts.store.getState(), (each) => status === undefined || each.status === status);
  const change = (revision: number, ...deltas: TicketCount[]) =>
    hub.emit(ticketsCounted, { queueId: queueId(1), revision, deltas });
  return { hub, counts, sum, change, answers, asked: () => hub.calls.length };
}

afterEach(() => void vi.useRealTimers());

describe('the figures', () => {
  it('are unknown before they are there', () => {
    expect(sumOf(createCounts(createTinyPort().port).store.getState(), () => true)).toBeUndefined();
  });

  it('add what the hub tells', async () => {
    const { sum, change } = await watched();
    expect(sum()).toBe(4);
    change(5, counted(-1), counted(1, { status: 'open' }));
    expect([sum(), sum('new'), sum('open')]).toEqual([4, 2, 2]);
  });

  it('do not count a change twice, nor one that the answer held already', async () => {
    const { sum, change } = await watched();
    change(4, counted(1));
    change(5, counted(1));
    change(5, counted(1));
    expect(sum()).toBe(5);
  });

  it('take two changes in either order', async () => {
    vi.useFakeTimers();
    const { sum, change, asked } = await watched();
    change(6, counted(2));
    change(5, counted(1));
    expect(sum()).toBe(7);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked()).toBe(1);
  });

  it('are asked for anew when a change does not come at all', async () => {
    vi.useFakeTimers();
    const { sum, change, answers, asked } = await watched();
    change(6, counted(2));
    Object.assign(answers, { revision: 6, counts: [counted(9)] });
    await vi.advanceTimersByTimeAsync(5_000);
    expect([asked(), sum()]).toEqual([2, 9]);
  });

  it('keep what is heard while they are on their way', async () => {
    const { hub, counts, sum, change, answers } = await watched();
    const release = hub.hold();
    const asking = counts.refresh();
    change(5, counted(1));
    Object.assign(answers, { revision: 4 });
    release();
    await asking;
    expect(sum()).toBe(5);
  });
});
