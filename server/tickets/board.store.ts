import { type RawBuilder, sql } from 'kysely';
import type { Db, Reader } from '#server/platform/db.ts';
import { executePrepared } from '#server/platform/prepared.ts';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import type { TicketHour, WallBoard, WallLists } from '#shared/contract/wall.ts';

type Read = Omit<WallBoard, 'lists'> & { revision: number };
/** There are many hours, and seconds are written faster than times. */
type Stored = Omit<Read, 'hours'> & { hours: (Omit<TicketHour, 'hour'> & { hour: number })[] };
const toBoard = ({ hours, ...board }: Stored): Read => ({
  ...board,
  hours: hours.map((each) => ({ ...each, hour: new Date(each.hour * 1_000).toISOString() })),
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
  const halves = sql`sum(count) filter (where status in ('new', 'open')) as open,
    sum(count) filter (where status in ('pending', 'waiting')) as pending`;
  const load = sql`coalesce(open, 0)::int as open, coalesce(pending, 0)::int as pending`;
  const query = sql<Stored>`
    with grouped as (
      select queue_id, status, priority, impact, company_id, assignee_id, sum(count)::int as count,
        grouping(priority) = 0 as is_cell, grouping(company_id) = 0 as is_company, grouping(assignee_id) = 0 as is_agent
      from ticket_counts where queue_id = any(${queues}::uuid[]) and count <> 0
      group by grouping sets ((queue_id, status, priority, impact), (queue_id, status, company_id),
        (queue_id, status, assignee_id))
    )
    select q.id as "queueId", q.name, q.overdue_hours as "overdueHours", q.revision,
      (select ${iso('max(updated_at)')} from tickets where queue_id = q.id) as "changedAt",
      ${all(sql`select status, priority, impact, count from grouped where is_cell and queue_id = q.id`)} as cells,
      ${all(sql`
        select ${named('c.id', 'c.name')} as company, ${load}
        from (select company_id, ${halves} from grouped where is_company and queue_id = q.id group by company_id) l
        left join companies c on c.id = l.company_id where open is not null or pending is not null`)} as companies,
      ${all(sql`
        select ${named('p.id', 'p.display_name')} as agent, ${load}
        from (select assignee_id, ${halves} from grouped where is_agent and queue_id = q.id group by assignee_id) l
        left join people p on p.id = l.assignee_id where open is not null or pending is not null`)} as agents,
      ${all(sql`
        select extract(epoch from hour)::int as hour, created, solved, closed, responses, response_ms as "responseMs"
        from ticket_hours where queue_id = q.id and hour >= ${since}`)} as hours
    from ticket_queues q where q.id = any(${queues}::uuid[])`;
  const rows = await executePrepared(db, 'tickets:boards', query);
  return inOrder(queues, rows.map(toBoard));
}

type Lists = WallLists & {
  queueId: QueueId;
  overdueHours: number;
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
  const query = sql<Lists>`
    select q.id as "queueId", q.overdue_hours as "overdueHours",
      least(
        least(${next(wait, waits)}, ${next(age, unsolved)}) + q.span,
        (select min(t.sla_due_at) ${promises} and t.sla_due_at > ${now}::timestamptz)
      ) as "nextLateAt",
      ${lines(sql`t.status in ('new', 'open')`, sql`t.created_at desc, t.id desc`)} as opened,
      ${lines(sql`t.status in ('pending', 'waiting')`, sql`t.updated_at desc, t.id desc`)} as pending,
      ${late(wait, waits)} as owed, ${late(age, unsolved)} as old,
      json_build_object(
        'count', (select count(*) ${promises} and t.sla_due_at <= ${now}::timestamptz),
        'tickets', ${lines(isPromised, sql`t.sla_due_at`)}) as promised,
      ${lines(sql`t.channel = 'alert'`, sql`t.created_at desc, t.id desc`)} as alerts
    from (
      select *, make_interval(hours => overdue_hours) as span,
        ${now}::timestamptz - make_interval(hours => overdue_hours) as late
      from ticket_queues where id = any(${queues}::uuid[])
    ) q`;
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
