import { type RawBuilder, sql } from 'kysely';
import type { Db, Reader } from '#server/platform/db.ts';
import { executePrepared } from '#server/platform/prepared.ts';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import type { TicketStatus } from '#shared/contract/tickets.ts';
import type { TicketHour, WallBoard, WallLists } from '#shared/contract/wall.ts';

type Read = Omit<WallBoard, 'lists'> & { revision: number };
/** There are many hours: columns of numbers are written faster than objects, and seconds faster than times. */
type Stored = Omit<Read, 'hours'> & { hours: Record<keyof TicketHour, number[]> };
const toBoard = ({ hours: columns, ...board }: Stored): Read => ({
  ...board,
  hours: columns.hour.map((seconds, at) => {
    const of = (field: Exclude<keyof TicketHour, 'hour'>) => columns[field][at] ?? 0;
    return {
      hour: new Date(seconds * 1_000).toISOString(),
      created: of('created'),
      solved: of('solved'),
      closed: of('closed'),
      responses: of('responses'),
      responseMs: of('responseMs'),
    };
  }),
});

const daysShown = 31;
/** Not a parameter: a plan is made for as many. */
const linesOfList = sql.lit(10);
const dayMs = 86_400_000;

const iso = (column: string) =>
  sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const all = (rows: RawBuilder<unknown>) => sql`(select coalesce(json_agg(r), '[]') from (${rows}) r)`;
const named = (id: string, name: string) =>
  sql.raw(`case when ${id} is not null then json_build_object('id', ${id}, 'name', ${name}) end`);

/** In the desk's own words, if it has any: those of the ticket before those of its priority. */
const priorityFace = sql`(
  select json_build_object('names', l.names, 'color', l.color) from ticket_labels l
  where l.field = 'priority' and l.value = t.priority and (l.built_in or l.id = t.priority_label_id)
    and (l.names is not null or l.color is not null)
  order by l.built_in limit 1)`;

const inOrder = <T extends { queueId: QueueId }>(
  queues: readonly QueueId[],
  rows: readonly T[],
): (T | undefined)[] => queues.map((id) => rows.find(({ queueId }) => queueId === id));

/** Everything of these queues but their lists, in one statement: figures and their number are of the same moment. */
export async function readBoards(
  db: Pick<Db, 'read' | 'pool'>,
  queues: readonly QueueId[],
  now: Date,
): Promise<(Read | undefined)[]> {
  const since = new Date(now.getTime() - daysShown * dayMs);
  const half = (...statuses: TicketStatus[]) =>
    sql`(coalesce(sum(count) filter (where status in (${sql.join(statuses.map((each) => sql.lit(each)))})), 0))::int`;
  const field = (name: keyof TicketHour, value: string) =>
    sql`${sql.lit(name)}, coalesce(array_agg(${sql.raw(value)}), '{}')`;
  // What depends on parameters is hidden from the planner, which would else plan anew each time.
  const query = sql<Stored>`
    with q as materialized (
      select *, ${since}::timestamptz as since from ticket_queues where id = any(${queues}::uuid[])
    ), counted as not materialized (
      select * from ticket_counts where queue_id in (select id from q) and count <> 0
    ), cells as materialized (
      select queue_id, status, priority, impact, sum(count)::int as count from counted group by 1, 2, 3, 4
    ), loads as (
      select queue_id, company_id, assignee_id, grouping(company_id) = 0 as is_company,
        ${half('new', 'open')} as open, ${half('pending', 'waiting')} as pending
      from counted where status in ('new', 'open', 'pending', 'waiting')
      group by grouping sets ((queue_id, company_id), (queue_id, assignee_id))
    )
    select q.id as "queueId", q.name, q.overdue_hours as "overdueHours", q.revision,
      (select ${iso('max(updated_at)')} from tickets where queue_id = q.id) as "changedAt",
      ${all(sql`select status, priority, impact, count from cells where queue_id = q.id`)} as cells,
      ${all(sql`
        select ${named('c.id', 'c.name')} as company, open, pending
        from loads l left join companies c on c.id = l.company_id where queue_id = q.id and is_company`)} as companies,
      ${all(sql`
        select ${named('p.id', 'p.display_name')} as agent, open, pending
        from loads l left join people p on p.id = l.assignee_id where queue_id = q.id and not is_company`)} as agents,
      (select json_build_object(${sql.join([
        field('hour', 'extract(epoch from hour)::int'),
        field('created', 'created'),
        field('solved', 'solved'),
        field('closed', 'closed'),
        field('responses', 'responses'),
        field('responseMs', 'response_ms'),
      ])}) from ticket_hours where queue_id = q.id and hour >= q.since) as hours
    from q`;
  const rows = await executePrepared(db, 'tickets:boards', query);
  return inOrder(queues, rows.map(toBoard));
}

type Lists = WallLists & {
  queueId: QueueId;
  name: string;
  overdueHours: number;
  /** The number of the latest change that is in them. */
  revision: number;
  /** When the next ticket becomes late, if none changes. */
  nextLateAt: Date | null;
};

/** Each list is read from the end of an index of its own. */
export async function readLists(
  db: Pick<Db, 'read' | 'pool'>,
  queues: readonly QueueId[],
  now: Date,
): Promise<(Lists | undefined)[]> {
  const lines = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
    all(sql`
      select t.id, t.number, t.subject, t.queue_id as "queueId", t.status, t.priority, ${priorityFace} as "priorityFace",
        ${named('c.id', 'c.name')} as company, ${named('p.id', 'p.display_name')} as assignee,
        ${iso('t.created_at')} as "createdAt", ${iso('t.updated_at')} as "updatedAt",
        ${iso('t.waiting_since')} as "waitingSince", ${iso('t.sla_due_at')} as "dueAt"
      from tickets t left join companies c on c.id = t.company_id left join people p on p.id = t.assignee_id
      where t.queue_id = q.id and ${where} order by ${order} limit ${linesOfList}`);
  const late = (since: RawBuilder<unknown>, among: RawBuilder<unknown>) => sql`json_build_object(
    'count', (select count(*) from tickets t where t.queue_id = q.id and ${among} and ${since} < q.late),
    'tickets', ${lines(sql`${among} and ${since} < q.late`, since)})`;
  const next = (since: RawBuilder<unknown>, among: RawBuilder<unknown>) =>
    sql`(select min(${since}) from tickets t where t.queue_id = q.id and ${among} and ${since} >= q.late)`;
  const [waits, wait] = [sql`t.waiting_since is not null`, sql`t.waiting_since`];
  const [unsolved, age] = [sql`t.status in ('new', 'open', 'pending', 'waiting')`, sql`t.created_at`];
  const isPromised = sql`t.sla_due_at is not null`;
  const promises = sql`from tickets t where t.queue_id = q.id and ${isPromised}`;
  // Hidden from the planner, as above.
  const query = sql<Lists>`
    with q as materialized (
      select *, make_interval(hours => overdue_hours) as span, ${now}::timestamptz as now,
        ${now}::timestamptz - make_interval(hours => overdue_hours) as late
      from ticket_queues where id = any(${queues}::uuid[])
    )
    select q.id as "queueId", q.name, q.overdue_hours as "overdueHours", q.revision,
      least(
        least(${next(wait, waits)}, ${next(age, unsolved)}) + q.span,
        (select min(t.sla_due_at) ${promises} and t.sla_due_at > q.now)
      ) as "nextLateAt",
      ${lines(sql`t.status in ('new', 'open')`, sql`t.created_at desc, t.id desc`)} as opened,
      ${lines(sql`t.status in ('pending', 'waiting')`, sql`t.updated_at desc, t.id desc`)} as pending,
      ${late(wait, waits)} as owed, ${late(age, unsolved)} as old,
      json_build_object(
        'count', (select count(*) ${promises} and t.sla_due_at <= q.now),
        'tickets', ${lines(isPromised, sql`t.sla_due_at`)}) as promised,
      ${lines(sql`t.channel = 'alert'`, sql`t.created_at desc, t.id desc`)} as alerts
    from q`;
  return inOrder(queues, await executePrepared(db, 'tickets:lists', query));
}

/** Of companies and people, by their ids. */
export async function readNames(
  db: Reader,
  { companies, agents }: { companies: readonly CompanyId[]; agents: readonly PersonId[] },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from companies where id = any(${companies}::uuid[])
    union all select id, display_name from people where id = any(${agents}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
