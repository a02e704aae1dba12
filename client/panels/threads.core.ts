import { createStore } from 'zustand/vanilla';
import type { TicketId } from '#shared/contract/ids.ts';
import { listThreads, readThread, type Thread, threadChanged, threadRead } from '#shared/contract/panels.ts';
import type { HubPort } from '../app/hub-port.ts';

const maxUnread = 100;

/** The tickets one takes part in, with what is new in each. */
export function createThreads({ hub }: { hub: HubPort }) {
  const store = createStore<{ threads: readonly Thread[] }>(() => ({ threads: [] }));
  let started = false;

  async function load(): Promise<void> {
    try {
      store.setState(await hub.call(listThreads, {}));
    } catch {
      // Asked again after the next connection.
    }
  }

  function change(make: (threads: readonly Thread[]) => readonly Thread[]) {
    store.setState({ threads: make(store.getState().threads) });
  }

  const stops = [
    hub.on(threadChanged, ({ thread, takesPart, isNew }) => {
      change((threads) => {
        const known = threads.find(({ ticketId }) => ticketId === thread.ticketId);
        const others = threads.filter((each) => each !== known);
        if (!takesPart || thread.status === 'closed') return others;
        if (known && known.seq >= thread.seq) return threads;
        const unread = Math.min(maxUnread, (known?.unread ?? 0) + (isNew ? 1 : 0));
        return [{ ...thread, unread }, ...others];
      });
    }),
    hub.on(threadRead, ({ ticketId, seq }) => {
      change((threads) =>
        threads.map((each) =>
          each.ticketId === ticketId && seq >= each.seq ? { ...each, unread: 0 } : each,
        ),
      );
    }),
    hub.onState(() => {
      if (hub.state === 'online' && started) void load();
    }),
  ];

  return {
    store,
    start() {
      if (started) return;
      started = true;
      if (hub.state === 'online') void load();
    },
    /** All of it is before the person's eyes. */
    read(ticketId: TicketId, seq: number) {
      change((threads) =>
        threads.map((each) => (each.ticketId === ticketId ? { ...each, unread: 0 } : each)),
      );
      hub.call(readThread, { ticketId, seq }).catch(() => {
        // Said again with the next entry that is read.
      });
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
