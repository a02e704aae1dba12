import type { PersonId, TicketEntryId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { createStream } from '#shared/stream.ts';
import type { HubPort } from '../app/hub-port.ts';
import { newUuid } from '../app/uuid.ts';
import * as wire from './wire.ts';

type Options = {
  hub: Pick<HubPort, 'call'>;
  ticket: Ticket;
  onChange(): void;
};

/** Whoever goes on typing says so again before this. */
const answeringMs = 8_000;

/** One ticket as its visitor sees it, kept whole over lost events and connections. */
export function createConversation({ hub, ticket: first, onChange }: Options) {
  let ticket = first;
  const entries: TicketEntry[] = [];
  const names = new Map<PersonId, string>();
  /** Who types an answer. */
  let answering: string | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;

  const stream = createStream<TicketEntry>({
    seq: 0,
    async since(seq) {
      const answer = await hub.call(wire.since, { ticketId: ticket.id, seq });
      for (const { id, displayName } of answer.people) names.set(id, displayName);
      if (answer.ticket.seq >= ticket.seq) ticket = answer.ticket;
      return { items: answer.entries, lastSeq: answer.ticket.seq, complete: !answer.more };
    },
    apply: (items) => void entries.push(...items),
  });

  return {
    get ticket() {
      return ticket;
    },
    entries: entries as readonly TicketEntry[],
    nameOf: (id: PersonId): string | undefined => names.get(id),
    get answering() {
      return answering;
    },
    hearAnswering(name: string): void {
      answering = name;
      clearTimeout(forgetting);
      forgetting = setTimeout(() => {
        answering = undefined;
        onChange();
      }, answeringMs);
      onChange();
    },
    /** Listens from now on, and reads what was missed. */
    async catchUp(): Promise<void> {
      await stream.catchUp();
      onChange();
    },
    /** What is heard of it. Somebody new is asked for by name. */
    receive(next: Ticket, entry: TicketEntry | null): void {
      if (next.seq > ticket.seq) ticket = next;
      if (entry) stream.receive(entry);
      if (entry && entry.authorId !== ticket.requesterId) answering = undefined;
      onChange();
      const isNew = entry?.authorId && !names.has(entry.authorId);
      if (isNew) void this.learnNames().catch(() => {});
    },
    /** By the visitor, of what the desk calls solved. */
    async confirm(confirmed: boolean): Promise<void> {
      const clientId = newUuid() as TicketEntryId;
      const answer = await hub.call(wire.confirm, { ticketId: ticket.id, clientId, confirmed });
      this.receive(answer.ticket, null);
    },
    async rate(stars: number, comment: string): Promise<void> {
      this.receive(await hub.call(wire.rate, { ticketId: ticket.id, stars, comment }), null);
    },
    /** The page of the call, for this visitor: opens it once. `start`: unless one runs already. */
    async enterCall({ start }: { start: boolean }): Promise<string> {
      if (start) await hub.call(wire.startCall, { ticketId: ticket.id });
      return (await hub.call(wire.enterCall, { ticketId: ticket.id })).url;
    },
    async learnNames(): Promise<void> {
      const { people } = await hub.call(wire.since, {
        ticketId: ticket.id,
        seq: Math.max(0, ticket.seq - 1),
      });
      for (const { id, displayName } of people) names.set(id, displayName);
      onChange();
    },
  };
}
export type Conversation = ReturnType<typeof createConversation>;
