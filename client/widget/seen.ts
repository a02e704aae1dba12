import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type { Keep } from '../app/keep.ts';
import type { Conversation } from './conversation.core.ts';

/** How far each conversation was read in this browser. */
export function createSeen(keep: Keep) {
  const kept = keep.read('seen');
  const seen: Record<TicketId, number> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  return {
    /** Answers that nobody has looked at. */
    unread({ ticket, entries }: Conversation, me: PersonId | undefined): number {
      const from = seen[ticket.id] ?? 0;
      return entries.filter(({ kind, seq, authorId }) => kind === 'reply' && seq > from && authorId !== me)
        .length;
    },
    look({ ticket, entries }: Conversation): void {
      const last = entries.at(-1)?.seq ?? 0;
      if (last <= (seen[ticket.id] ?? 0)) return;
      seen[ticket.id] = last;
      keep.write('seen', seen);
    },
  };
}
