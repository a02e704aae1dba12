import type { People } from '#server/accounts/people.service.ts';
import { csvLine } from '#server/platform/csv.ts';
import type { Db } from '#server/platform/db.ts';
import type { FieldValue } from '#shared/contract/fields.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Ticket, TicketFilter, TicketPlace } from '#shared/contract/tickets.ts';
import { companiesOf, queuesOf } from './desk.store.ts';
import { listFields } from './fields.store.ts';
import { listTickets } from './list.store.ts';
import type { AtDesk } from './tickets.policy.ts';

type Parts = { db: Db; people: Pick<People, 'cards'> };
type Cell = string | number | null;
type Names = Record<'queues' | 'companies' | 'people', ReadonlyMap<string, string>>;

const batch = 500;

const columns: Record<string, (ticket: Ticket, names: Names) => Cell> = {
  number: ({ number }) => number,
  subject: ({ subject }) => subject,
  status: ({ status }) => status,
  priority: ({ priority }) => priority,
  impact: ({ impact }) => impact,
  channel: ({ channel }) => channel,
  queue: ({ queueId }, { queues }) => queues.get(queueId) ?? null,
  requester: ({ requesterId }, { people }) => people.get(requesterId) ?? null,
  company: ({ companyId }, { companies }) => (companyId && companies.get(companyId)) ?? null,
  assignee: ({ assigneeId }, { people }) => (assigneeId && people.get(assigneeId)) ?? null,
  tags: ({ tags }) => tags.join(', '),
  product: ({ product }) => product,
  department: ({ department }) => department,
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  dueAt: ({ dueAt }) => dueAt,
  firstResponseAt: ({ firstResponseAt }) => firstResponseAt,
  waitingSince: ({ waitingSince }) => waitingSince,
  solvedAt: ({ solvedAt }) => solvedAt,
  closedAt: ({ closedAt }) => closedAt,
  reopened: ({ reopened }) => reopened,
};

/** The latest first, a batch at a time: whoever reads slowly holds neither memory nor a connection to the database. */
export async function* exportCsv(parts: Parts, desk: AtDesk, filter: TicketFilter): AsyncGenerator<string> {
  const queues = new Map((await queuesOf(parts.db.read, desk.personId)).map(({ id, name }) => [id, name]));
  const fields = (await listFields(parts.db.read)).filter(({ archived }) => !archived);
  yield csvLine([...Object.keys(columns), ...fields.map(({ key }) => `fields.${key}`)]);
  for (let after: TicketPlace | undefined; ; ) {
    const tickets = await listTickets(parts.db.read, desk, filter, { sort: 'created', after, limit: batch });
    const names = { queues, ...(await namesIn(parts, tickets)) };
    yield tickets
      .map((ticket) =>
        csvLine([
          ...Object.values(columns).map((cellOf) => cellOf(ticket, names)),
          ...fields.map(({ key }) => cell(ticket.fields[key])),
        ]),
      )
      .join('');
    after = tickets.at(-1);
    if (tickets.length < batch) return;
  }
}

const cell = (value: FieldValue | undefined): Cell =>
  typeof value === 'boolean' ? String(value) : (value ?? null);

async function namesIn({ db, people }: Parts, tickets: readonly Ticket[]): Promise<Omit<Names, 'queues'>> {
  const named = tickets.flatMap(({ requesterId, assigneeId }) => [requesterId, assigneeId ?? []].flat());
  const [companies, cards] = await Promise.all([
    companiesOf(
      db.read,
      tickets.flatMap(({ companyId }) => companyId ?? []),
    ),
    people.cards(db.read, new Set<PersonId>(named)),
  ]);
  return {
    companies: new Map(companies.map(({ id, name }) => [id, name])),
    people: new Map([...cards].map(([id, { displayName }]) => [id, displayName])),
  };
}
