import type { People } from '#server/accounts/people.service.ts';
import type { Reader } from '#server/platform/db.ts';
import { fillPlaceholders } from '#shared/placeholders.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { findCompany } from '../desk.store.ts';

/** The words of a rule about a ticket: its placeholders filled. The agent is who has it. */
export async function wordsAbout(
  db: Reader,
  people: Pick<People, 'cards'>,
  ticket: Ticket,
  text: string,
): Promise<string> {
  const { requesterId, assigneeId, companyId } = ticket;
  const [cards, company] = await Promise.all([
    people.cards(db, [requesterId, assigneeId ?? []].flat()),
    companyId ? findCompany(db, companyId) : undefined,
  ]);
  const nameOf = (id: typeof assigneeId) => (id && cards.get(id)?.displayName) ?? '';
  return fillPlaceholders(text, {
    'ticket.number': `${ticket.number}`,
    'ticket.subject': ticket.subject,
    'requester.name': nameOf(requesterId),
    'company.name': company?.name ?? '',
    'agent.name': nameOf(assigneeId),
  });
}
