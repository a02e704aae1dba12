import * as z from 'zod';
import { latest, notBefore, readTime } from '#server/platform/foreign-times.ts';
import { lookUp, oneLine, plainText } from '#server/platform/plain-text.ts';
import {
  maxTicketBody,
  type TicketImpact,
  type TicketPriority,
  type TicketStatus,
} from '#shared/contract/tickets.ts';
import type { Foreign } from './source.ts';

// What Atera calls it, in lower case, and what it is here.
const statuses: Record<string, TicketStatus> = {
  open: 'open',
  pending: 'pending',
  'waiting for customer': 'waiting',
  resolved: 'solved',
  closed: 'closed',
  merged: 'closed',
  deleted: 'closed',
};
const priorities: Record<string, TicketPriority> = {
  low: 'low',
  medium: 'normal',
  high: 'high',
  critical: 'critical',
};
const impacts: Record<string, TicketImpact> = {
  noimpact: 'none',
  minor: 'minor',
  serverissue: 'major',
  major: 'major',
  sitedown: 'crisis',
  crisis: 'crisis',
};
const severities: Record<string, TicketPriority> = {
  information: 'low',
  warning: 'high',
  critical: 'critical',
};

const Text = z.string().nullish();
const AteraTicket = z.object({
  TicketID: z.int(),
  TicketTitle: Text,
  TicketStatus: Text,
  TicketPriority: Text,
  TicketImpact: Text,
  EndUserID: z.int().nullish(),
  EndUserFirstName: Text,
  EndUserLastName: Text,
  EndUserEmail: Text,
  CustomerName: Text,
  FirstComment: Text,
  TicketCreatedDate: z.string(),
  TechnicianFirstCommentDate: Text,
  LastEndUserCommentTimestamp: Text,
  LastTechnicianCommentTimestamp: Text,
  TicketResolvedDate: Text,
  ClosedTicketDueDate: Text,
});
const AteraAlert = z.object({
  AlertID: z.int(),
  Title: Text,
  AlertMessage: Text,
  Severity: Text,
  DeviceName: Text,
  DeviceGuid: Text,
  CustomerName: Text,
  Created: z.string(),
  Archived: z.boolean().nullish(),
  ArchivedDate: Text,
});

/** undefined: not to be read as a ticket. */
export function ticketOf(item: unknown, url: string): Foreign | undefined {
  const parsed = AteraTicket.safeParse(item);
  const createdAt = parsed.success ? readTime(parsed.data.TicketCreatedDate) : null;
  if (!parsed.success || createdAt === null) return undefined;
  const ticket = parsed.data;
  const id = ticket.TicketID;
  const subject = oneLine(ticket.TicketTitle, 200) ?? `Ticket ${id}`;
  const firstResponseAt = notBefore(createdAt, readTime(ticket.TechnicianFirstCommentDate));
  const asked = readTime(ticket.LastEndUserCommentTimestamp);
  const answered =
    firstResponseAt && latest(firstResponseAt, readTime(ticket.LastTechnicianCommentTimestamp));
  const endedAt = notBefore(createdAt, readTime(ticket.TicketResolvedDate));
  const known = lookUp(statuses, ticket.TicketStatus, 'open');
  const status = known === 'open' && answered === null ? 'new' : known;
  return {
    source: { externalId: `ticket:${id}`, url: `${url}/new/ticket/${id}` },
    channel: 'api',
    subject,
    body: plainText(ticket.FirstComment ?? '', maxTicketBody) || subject,
    status,
    priority: lookUp(priorities, ticket.TicketPriority, 'normal'),
    impact: lookUp(impacts, ticket.TicketImpact, 'none'),
    company: oneLine(ticket.CustomerName, 80) ?? null,
    requester: {
      externalId: `contact:${ticket.EndUserID ?? ticket.CustomerName ?? ''}`.slice(0, 200),
      name: nameOf(ticket),
    },
    dueAt: readTime(ticket.ClosedTicketDueDate),
    createdAt,
    updatedAt: latest(createdAt, asked, answered, endedAt),
    firstResponseAt,
    waitingSince: waitingSince(status, { createdAt, asked, answered }),
    solvedAt: endedAt,
    closedAt: endedAt,
  };
}

function nameOf(ticket: z.output<typeof AteraTicket>): string {
  const { EndUserFirstName: first, EndUserLastName: last, EndUserEmail, CustomerName } = ticket;
  return oneLine(`${first ?? ''} ${last ?? ''}`, 80) ?? oneLine(EndUserEmail ?? CustomerName, 80) ?? '?';
}

type Words = { createdAt: string; asked: string | null; answered: string | null };
/** Since the customer's last words that are not answered. */
function waitingSince(status: TicketStatus, { createdAt, asked, answered }: Words): string | null {
  if (status === 'solved' || status === 'closed' || status === 'waiting') return null;
  if (answered === null) return createdAt;
  return asked !== null && asked > answered ? asked : null;
}

/** An alert of a device is a ticket that nobody wrote. */
export function alertOf(item: unknown, url: string): Foreign | undefined {
  const parsed = AteraAlert.safeParse(item);
  const createdAt = parsed.success ? readTime(parsed.data.Created) : null;
  if (!parsed.success || createdAt === null) return undefined;
  const alert = parsed.data;
  const subject = oneLine(alert.Title ?? alert.AlertMessage, 200) ?? `Alert ${alert.AlertID}`;
  const archivedAt = alert.Archived ? notBefore(createdAt, readTime(alert.ArchivedDate)) : null;
  return {
    source: { externalId: `alert:${alert.AlertID}`, url: `${url}/new/alerts` },
    channel: 'alert',
    subject,
    body: plainText(alert.AlertMessage ?? '', maxTicketBody) || subject,
    status: alert.Archived ? 'closed' : 'new',
    priority: lookUp(severities, alert.Severity, 'normal'),
    impact: 'none',
    company: oneLine(alert.CustomerName, 80) ?? null,
    requester: {
      externalId: `device:${alert.DeviceGuid ?? alert.DeviceName ?? ''}`.slice(0, 200),
      name: oneLine(alert.DeviceName ?? alert.CustomerName, 80) ?? '?',
    },
    dueAt: null,
    createdAt,
    updatedAt: archivedAt ?? createdAt,
    firstResponseAt: null,
    waitingSince: alert.Archived ? null : createdAt,
    solvedAt: archivedAt,
    closedAt: archivedAt,
  };
}
