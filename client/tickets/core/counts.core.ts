import { createStore } from 'zustand/vanilla';
import type { PayloadOf } from '#shared/contract/define.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { type TicketCount, ticketsCounted, watchTickets } from '#shared/contract/tickets.ts';
import type { HubPort } from '../../app/hub-port.ts';

type QueueCounts = {
  /** Everything up to here is part of the counts, */
  revision: number;
  /** and these later ones, which came before an earlier one. */
  ahead: ReadonlySet<number>;
  counts: ReadonlyMap<string, TicketCount>;
};
export type Counts = { status: 'loading' } | { status: 'ready'; queues: ReadonlyMap<QueueId, QueueCounts> };
type Counted = PayloadOf<typeof ticketsCounted>;

/** A revision that another one has overtaken may still come for so long. */
const patienceMs = 2_000;

const keyOf = ({ status, priority, impact, companyId, assigneeId }: TicketCount) =>
  [status, priority, impact, companyId, assigneeId].join(' ');

/** How many tickets there are of each kind, kept by adding what the hub says has changed. */
export function createCounts(hub: HubPort) {
  const store = createStore<Counts>(() => ({ status: 'loading' }));
  let asking: Promise<void> | undefined;
  /** Came while the counts were on their way: nobody knows yet whether they are part of them. */
  let early: Counted[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    early = [];
    const { queues } = await hub.call(watchTickets, {});
    const fresh = queues.map(({ queueId, revision, counts }): [QueueId, QueueCounts] => [
      queueId,
      { revision, ahead: new Set(), counts: new Map(counts.map((each) => [keyOf(each), each])) },
    ]);
    store.setState({ status: 'ready', queues: new Map(fresh) }, true);
    for (const each of early) take(each);
  }

  /** Asks for all of them, and to hear of changes from then on. */
  function refresh(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  function take(counted: Counted) {
    const state = store.getState();
    if (state.status === 'loading') return;
    const known = state.queues.get(counted.queueId);
    const next = known && added(known, counted);
    if (next) store.setState({ ...state, queues: new Map(state.queues).set(counted.queueId, next) });
    if (next === undefined || next.ahead.size > 0) waiting ??= setTimeout(look, patienceMs);
  }

  function look() {
    waiting = undefined;
    const state = store.getState();
    const isWhole =
      state.status === 'ready' && [...state.queues.values()].every(({ ahead }) => ahead.size === 0);
    // A failure is made good by the next change or the next connection.
    if (!isWhole) refresh().catch(() => undefined);
  }

  const stop = hub.on(ticketsCounted, (counted) => {
    if (asking) early.push(counted);
    else take(counted);
  });

  return {
    store,
    refresh,
    close() {
      stop();
      clearTimeout(waiting);
    },
  };
}

function added(known: QueueCounts, { revision, deltas }: Counted): QueueCounts {
  if (revision <= known.revision || known.ahead.has(revision)) return known;
  const counts = new Map(known.counts);
  for (const delta of deltas) {
    const count = (counts.get(keyOf(delta))?.count ?? 0) + delta.count;
    counts.set(keyOf(delta), { ...delta, count });
  }
  const ahead = new Set(known.ahead).add(revision);
  let upTo = known.revision;
  while (ahead.delete(upTo + 1)) upTo += 1;
  return { revision: upTo, ahead, counts };
}

/** How many of the counted ones the question means; undefined while nothing is known. */
export function sumOf(state: Counts, isMeant: (each: TicketCount) => boolean): number | undefined {
  if (state.status === 'loading') return undefined;
  let sum = 0;
  for (const { counts } of state.queues.values())
    for (const each of counts.values()) if (isMeant(each)) sum += each.count;
  return sum;
}
