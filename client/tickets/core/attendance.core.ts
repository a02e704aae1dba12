import { createStore } from 'zustand/vanilla';
import { attendTicket, ticketAttendance, unattendTicket } from '#shared/contract/desk.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type { HubPort } from '../../app/hub-port.ts';

export type Attendee = { personId: PersonId; typing: boolean };
type Options = { hub: HubPort; me: () => PersonId | undefined };

/** The hub forgets that somebody types after 8 s. */
const sayEveryMs = 4_000;

/** Who else is at the ticket that this tab shows, so that no two answer it at once. */
export function createAttendance({ hub, me }: Options) {
  const store = createStore<{ ticketId: TicketId | null; others: readonly Attendee[] }>(() => ({
    ticketId: null,
    others: [],
  }));
  let saidAt = 0;

  // A lost word about who is here is not worth one of its own: the next one follows.
  const say = (ticketId: TicketId, typing: boolean, reply = false) =>
    void hub.call(attendTicket, { ticketId, typing, reply }).catch(() => undefined);

  const stops = [
    hub.on(ticketAttendance, ({ ticketId, people }) => {
      if (ticketId !== store.getState().ticketId) return;
      store.setState({ others: people.filter(({ personId }) => personId !== me()) });
    }),
    hub.onState(() => {
      const { ticketId } = store.getState();
      if (hub.state === 'online' && ticketId !== null) say(ticketId, false);
    }),
  ];

  return {
    store,
    /** This tab shows the ticket until the answered function is called. */
    enter(ticketId: TicketId): () => void {
      store.setState({ ticketId, others: [] });
      saidAt = 0;
      say(ticketId, false);
      return () => {
        if (store.getState().ticketId !== ticketId) return;
        store.setState({ ticketId: null, others: [] });
        void hub.call(unattendTicket, {}).catch(() => undefined);
      };
    },
    /** A key was pressed in its composer, for a reply or a note. */
    type({ reply }: { reply: boolean }) {
      const { ticketId } = store.getState();
      const now = Date.now();
      if (ticketId === null || hub.state !== 'online' || now - saidAt < sayEveryMs) return;
      saidAt = now;
      say(ticketId, true, reply);
    },
    /** What was typed is sent. */
    rest() {
      const { ticketId } = store.getState();
      if (ticketId === null || saidAt === 0) return;
      saidAt = 0;
      say(ticketId, false);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
