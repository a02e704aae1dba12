import * as z from 'zod';
import type { OutputOf } from '#shared/contract/define.ts';
import { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import { replyToTicket, TicketAttachment, TicketStatus, updateTicket } from '#shared/contract/tickets.ts';
import type { HubPort } from '../../app/hub-port.ts';
import type { Keep } from '../../app/keep.ts';
import * as outbox from '../../app/outbox.core.ts';
import { newUuid } from '../../app/uuid.ts';

const Draft = z.object({
  clientId: TicketEntryId,
  ticketId: TicketId,
  body: z.string(),
  note: z.boolean(),
  attachments: z.array(TicketAttachment).default([]),
  /** What the ticket becomes with it, where that is not what a reply does by itself. */
  becomes: TicketStatus.nullable(),
  createdAt: z.string(),
});
type Draft = z.infer<typeof Draft>;
type Reply = OutputOf<typeof replyToTicket>;
/** A reply or a note on its way. */
export type OutgoingReply = outbox.Outgoing<Draft, Reply>;

/** Words for tickets, in the order of writing. */
export function createReplies({ hub, keep }: { hub: Pick<HubPort, 'call' | 'state'>; keep: Keep }) {
  const { send, ...replies } = outbox.createOutbox<Draft, Reply>({
    hub,
    keep,
    schema: Draft,
    lineOf: ({ ticketId }) => ticketId,
    deliver: async ({ clientId, ticketId, body, note, attachments: files, becomes }) => {
      const attachments = files.map(({ id }) => id);
      const reply = await hub.call(replyToTicket, { clientId, ticketId, body, note, attachments });
      if (becomes === null || reply.ticket.status === becomes) return reply;
      return { ...reply, ticket: await hub.call(updateTicket, { ticketId, changes: { status: becomes } }) };
    },
  });
  return {
    ...replies,
    send(words: Pick<Draft, 'ticketId' | 'body' | 'note' | 'becomes' | 'attachments'>): void {
      send({ ...words, clientId: TicketEntryId.parse(newUuid()), createdAt: new Date().toISOString() });
    },
  };
}
