import type { People } from '#server/accounts/people.service.ts';
import type { Clock } from '#server/platform/clock.ts';
import { csvLine } from '#server/platform/csv.ts';
import type { Db } from '#server/platform/db.ts';
import type { Locale } from '#shared/contract/accounts.ts';
import type { FieldValue } from '#shared/contract/fields.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { LabelField, TicketLabel } from '#shared/contract/labels.ts';
import { isBreached, type SlaGoal } from '#shared/contract/sla.ts';
import type { Ticket, TicketFilter, TicketPlace } from '#shared/contract/tickets.ts';
import { labelOf } from '#shared/ticket-labels.ts';
import { companiesOf, queuesOf } from '../desk.store.ts';
import { listFields } from './fields.store.ts';
import { listLabels } from './labels.store.ts';
import { listTickets } from '../list.store.ts';
import type { AtDesk } from '../tickets.policy.ts';

type Parts = { db: Db; clock: Clock; people: Pick<People, 'cards'> };
/** Who gets it, and in whose language the desk's own words are. */
type Reader = { desk: AtDesk; locale: Locale };
type Cell = string | number | null;
type Names = Record<'queues' | 'companies' | 'people', ReadonlyMap<string, string>> & {
  labels: readonly TicketLabel[];
  locale: Locale;
  now: string;
};

const batch = 500;

/** What the desk calls it; nothing where it has no word of its own. */
const wordOf = (field: LabelField, ticket: Ticket, { labels, locale }: Names): Cell =>
  labelOf(labels, field, ticket[field], ticket[`${field}LabelId` as const])?.names?.[locale] ?? null;
/** Only while the clock runs. */
const dueOf = ({ sla }: Ticket, goal: SlaGoal): Cell => sla?.[goal].dueAt ?? null;
const breachOf = ({ sla }: Ticket, goal: SlaGoal, { now }: Names): Cell =>
  cell((sla && isBreached(sla[goal], now)) ?? undefined);

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
  statusLabel: (ticket, names) => wordOf('status', ticket, names),
  priorityLabel: (ticket, names) => wordOf('priority', ticket, names),
  responseDueAt: (ticket) => dueOf(ticket, 'response'),
  responseBreached: (ticket, names) => breachOf(ticket, 'response', names),
  solveDueAt: (ticket) => dueOf(ticket, 'solve'),
  solveBreached: (ticket, names) => breachOf(ticket, 'solve', names),
};

/** The latest first, a batch at a time: whoever reads slowly holds neither memory nor a connection to the database. */
export async function* exportCsv(
  parts: Parts,
  { desk, locale }: Reader,
  filter: TicketFilter,
): AsyncGenerator<string> {
  const queues = new Map((await queuesOf(parts.db.read, desk.personId)).map(({ id, name }) => [id, name]));
  const kept = {
    queues,
    locale,
    labels: await listLabels(parts.db.read),
    now: parts.clock.now().toISOString(),
  };
  const fields = (await listFields(parts.db.read)).filter(({ archived }) => !archived);
  yield csvLine([...Object.keys(columns), ...fields.map(({ key }) => `fields.${key}`)]);
  for (let after: TicketPlace | undefined; ; ) {
    const tickets = await listTickets(parts.db.read, desk, filter, { sort: 'created', after, limit: batch });
    const names = { ...kept, ...(await namesIn(parts, tickets)) };
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

async function namesIn(
  { db, people }: Parts,
  tickets: readonly Ticket[],
): Promise<Pick<Names, 'companies' | 'people'>> {
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
