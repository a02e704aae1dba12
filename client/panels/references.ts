import { PanelId, TicketId } from '#shared/contract/ids.ts';

export type Reference = { kind: 'panel'; id: PanelId } | { kind: 'ticket'; id: TicketId };

const whole = /^<(panel|ticket):([0-9a-f-]{36})>$/i;

/** What a message stands for when it is nothing but the name of a panel or a ticket. */
export function referenceIn(body: string): Reference | undefined {
  const [, kind, found] = whole.exec(body) ?? [];
  if (kind === 'panel') {
    const id = PanelId.safeParse(found).data;
    return id && { kind, id };
  }
  const id = kind === 'ticket' ? TicketId.safeParse(found).data : undefined;
  return id && { kind: 'ticket', id };
}
