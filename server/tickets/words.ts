import type { People } from '#server/accounts/people.service.ts';
import type { Reader } from '#server/platform/db.ts';
import { fillPlaceholders } from '#shared/placeholders.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { companiesOf } from './desk.store.ts';

/** Fills the placeholders of words about any of these tickets. The agent is who has it, unless somebody speaks. */
export async function wordsAbout(
  db: Reader,
  people: Pick<People, 'cards'>,
  tickets: readonly Ticket[],
  speaker?: PersonId,
): Promise<(ticket: Ticket, text: string) => string> {
  const named = tickets.flatMap(({ requesterId, assigneeId }) =>
    [requesterId, speaker ?? assigneeId ?? []].flat(),
  );
  const [cards, companies] = await Promise.all([
    people.cards(db, new Set(named)),
    companiesOf(
      db,
      tickets.flatMap(({ companyId }) => companyId ?? []),
    ),
  ]);
  const nameOf = (id: PersonId | null) => (id && cards.get(id)?.displayName) ?? '';
  return (ticket, text) =>
    fillPlaceholders(text, {
      'ticket.number': `${ticket.number}`,
      'ticket.subject': ticket.subject,
      'requester.name': nameOf(ticket.requesterId),
      'company.name': companies.find(({ id }) => id === ticket.companyId)?.name ?? '',
      'agent.name': nameOf(speaker ?? ticket.assigneeId),
    });
}
