import { PanelCard } from './PanelCard.tsx';
import type { Reference } from './references.ts';
import { TicketCard } from './TicketCard.tsx';

/** What a message stands for, in the place of its words. */
export function MessageCard({ reference }: { reference: Reference }) {
  return reference.kind === 'panel' ? (
    <PanelCard panelId={reference.id} />
  ) : (
    <TicketCard ticketId={reference.id} />
  );
}
