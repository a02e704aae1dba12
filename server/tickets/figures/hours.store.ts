import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import type { TicketHour } from '#shared/contract/wall.ts';
import type { TicketChange } from './counts.store.ts';

export type HourOfQueue = TicketHour & { queueId: QueueId };

const hourMs = 3_600_000;
const hourOf = (at: string): string => new Date(Math.floor(Date.parse(at) / hourMs) * hourMs).toISOString();

/** The hours in which a ticket counts: a function of the ticket alone, so they can be proved from the tickets. */
function placesOf(ticket: Ticket, sign: 1 | -1): HourOfQueue[] {
  const { queueId, createdAt, solvedAt, closedAt, firstResponseAt } = ticket;
  const at = (time: string | null, counts: Partial<TicketHour>): HourOfQueue[] =>
    time === null
      ? []
      : [
          {
            queueId,
            hour: hourOf(time),
            created: 0,
            solved: 0,
            closed: 0,
            responses: 0,
            responseMs: 0,
            ...counts,
          },
        ];
  const responseMs = firstResponseAt === null ? 0 : Date.parse(firstResponseAt) - Date.parse(createdAt);
  return [
    ...at(createdAt, { created: sign }),
    ...at(solvedAt, { solved: sign }),
    ...at(closedAt, { closed: sign }),
    ...at(firstResponseAt, { responses: sign, responseMs: sign * responseMs }),
  ];
}

/** What these changes do to the hours: what nothing is left of is left out. */
export function hourDeltasOf(changes: readonly TicketChange[]): HourOfQueue[] {
  const sums = new Map<string, HourOfQueue>();
  const places = changes.flatMap(({ before, after }) => [
    ...(before ? placesOf(before, -1) : []),
    ...(after ? placesOf(after, 1) : []),
  ]);
  for (const place of places) {
    const key = `${place.queueId} ${place.hour}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, ...plus(sum, place) } : place);
  }
  return [...sums.values()].filter(
    ({ created, solved, closed, responses, responseMs }) =>
      created || solved || closed || responses || responseMs,
  );
}

const plus = (a: TicketHour, b: TicketHour) => ({
  created: a.created + b.created,
  solved: a.solved + b.solved,
  closed: a.closed + b.closed,
  responses: a.responses + b.responses,
  responseMs: a.responseMs + b.responseMs,
});

/** Under the lock of the queues' rows, as the counts are. */
export async function addHours(tx: Tx, deltas: readonly HourOfQueue[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx
    .insertInto('ticket_hours')
    .values(
      deltas.map(({ queueId, hour, created, solved, closed, responses, responseMs }) => ({
        queue_id: queueId,
        hour: new Date(hour),
        created,
        solved,
        closed,
        responses,
        response_ms: responseMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['queue_id', 'hour']).doUpdateSet({
        created: sql`ticket_hours.created + excluded.created`,
        solved: sql`ticket_hours.solved + excluded.solved`,
        closed: sql`ticket_hours.closed + excluded.closed`,
        responses: sql`ticket_hours.responses + excluded.responses`,
        response_ms: sql`ticket_hours.response_ms + excluded.response_ms`,
      }),
    )
    .execute();
}

/** The hours as the tickets themselves give them. */
export const hoursOfTickets = sql`
  select queue_id, hour, count(*) filter (where happened = 'created')::int as created,
    count(*) filter (where happened = 'solved')::int as solved, count(*) filter (where happened = 'closed')::int as closed,
    count(*) filter (where happened = 'responses')::int as responses, sum(ms)::bigint as response_ms
  from (
    select t.queue_id, date_trunc('hour', e.at, 'UTC') as hour, e.happened, case when e.happened = 'responses'
      then round(extract(epoch from first_response_at - created_at) * 1000) else 0 end as ms
    from tickets t cross join lateral (values
      ('created', created_at), ('solved', solved_at), ('closed', closed_at), ('responses', first_response_at)
    ) e (happened, at) where e.at is not null
  ) times group by queue_id, hour`;
