import type { Ticket } from '#shared/contract/tickets.ts';
import { fillPlaceholders } from '#shared/placeholders.ts';
import { useMe } from '../../app/hub.ts';
import { usePerson } from '../../app/people.ts';
import { useCompany } from '../use-tickets.ts';

/** Fills the placeholders of words about a ticket, as the hub does when I say them. */
export function useWordsAbout(ticket: Ticket): (text: string) => string {
  const me = useMe();
  const requester = usePerson(ticket.requesterId);
  const company = useCompany(ticket.companyId);
  return (text) =>
    fillPlaceholders(text, {
      'ticket.number': `${ticket.number}`,
      'ticket.subject': ticket.subject,
      'requester.name': requester?.displayName ?? '',
      'company.name': company?.name ?? '',
      'agent.name': me.displayName,
    });
}
