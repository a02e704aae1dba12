import * as z from 'zod';
import { latest, notBefore, readTime } from '#server/platform/foreign-times.ts';
import { lookUp, oneLine, plainText } from '#server/platform/plain-text.ts';
import type { ConnectorSettings } from '#shared/contract/connectors.ts';
import { maxTicketBody, type TicketPriority, type TicketStatus } from '#shared/contract/tickets.ts';
import type { Foreign } from './source.ts';

export type Stages = ReadonlyMap<number, { name: string; fold: boolean }>;

// What Odoo calls its stages until somebody renames them, in lower case, and what they are here. Folded ones are over.
const statuses: Record<string, TicketStatus> = {
  new: 'new',
  nouveau: 'new',
  inbox: 'new',
  'boîte de réception': 'new',
  'on hold': 'pending',
  'en attente': 'pending',
  'customer feedback': 'waiting',
  'retour client': 'waiting',
  waiting: 'waiting',
  solved: 'solved',
  résolu: 'solved',
  done: 'solved',
  terminé: 'solved',
  cancelled: 'closed',
  canceled: 'closed',
  annulé: 'closed',
};
const priorities: Record<string, TicketPriority> = { 0: 'normal', 1: 'normal', 2: 'high', 3: 'critical' };

/** Odoo says false where there is nothing. */
const orNull = <S extends z.ZodType>(schema: S) =>
  z.union([schema, z.literal(false).transform(() => null)]).default(null as never);
const Named = orNull(z.tuple([z.int(), z.string()]));
const Text = orNull(z.string());
const OdooTicket = z.object({
  id: z.int(),
  name: Text,
  description: Text,
  partner_id: Named,
  partner_name: Text,
  partner_email: Text,
  commercial_partner_id: Named,
  stage_id: Named,
  priority: Text,
  create_date: z.string(),
  write_date: z.string(),
  close_date: Text,
  date_end: Text,
  date_deadline: Text,
  oldest_unanswered_customer_message_date: Text,
});
/** Of those that the model has in this version. */
export const fieldsOf: readonly string[] = Object.keys(OdooTicket.shape);

/** undefined: not to be read as a ticket. */
export function ticketOf(
  record: unknown,
  { url, model }: Extract<ConnectorSettings, { kind: 'odoo' }>,
  stages: Stages,
): Foreign | undefined {
  const parsed = OdooTicket.safeParse(record);
  const createdAt = parsed.success ? readTime(parsed.data.create_date) : null;
  if (!parsed.success || createdAt === null) return undefined;
  const ticket = parsed.data;
  const { id } = ticket;
  const subject = oneLine(ticket.name, 200) ?? `Ticket ${id}`;
  const status = statusOf(ticket.stage_id, stages);
  const over = status === 'solved' || status === 'closed';
  const endedAt = over ? notBefore(createdAt, readTime(ticket.close_date ?? ticket.date_end)) : null;
  const unanswered = readTime(ticket.oldest_unanswered_customer_message_date);
  return {
    source: {
      externalId: `${model}:${id}`,
      url: `${url}/web#id=${id}&model=${model}&view_type=form`,
    },
    channel: 'api',
    subject,
    body: plainText(ticket.description ?? '', maxTicketBody) || subject,
    status,
    priority: lookUp(priorities, ticket.priority, 'normal'),
    impact: 'none',
    company: companyOf(ticket),
    requester: requesterOf(ticket),
    dueAt: readTime(ticket.date_deadline),
    createdAt,
    updatedAt: latest(createdAt, readTime(ticket.write_date)),
    firstResponseAt: null,
    waitingSince: over || status === 'waiting' ? null : (unanswered ?? (status === 'new' ? createdAt : null)),
    solvedAt: endedAt,
    closedAt: endedAt,
  };
}

function statusOf(stage: [number, string] | null, stages: Stages): TicketStatus {
  if (stage === null) return 'new';
  const [id, name] = stage;
  return stages.get(id)?.fold ? 'closed' : lookUp(statuses, name, 'open');
}

type OdooTicket = z.output<typeof OdooTicket>;

/** A contact of a company is shown as `Acorn, Cleo`. */
function companyOf({ commercial_partner_id: company, partner_id: partner }: OdooTicket): string | null {
  return oneLine(company?.[1] ?? partner?.[1].split(', ')[0], 80) ?? null;
}

function requesterOf({ partner_id: partner, partner_name, partner_email }: OdooTicket): Foreign['requester'] {
  const name = oneLine(partner_name ?? partner?.[1].split(', ').at(-1) ?? partner_email, 80) ?? '?';
  return { externalId: `partner:${partner?.[0] ?? partner_email ?? name}`.slice(0, 200), name };
}
