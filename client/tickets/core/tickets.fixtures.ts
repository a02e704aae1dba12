import type { PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';

const uuid = (kind: number, n: number) => `0000000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const ticketId = (n: number) => uuid(1, n) as TicketId;
export const queueId = (n: number) => uuid(2, n) as QueueId;
export const personId = (n: number) => uuid(3, n) as PersonId;
export const entryId = (n: number) => uuid(4, n) as TicketEntryId;
/** So many minutes into a day. */
export const minute = (n: number) => new Date(Date.UTC(2026, 2, 3, 8, n)).toISOString();
export const [me, colleague, customer] = [personId(1), personId(2), personId(3)];

export const aTicket = (n: number, changes: Partial<Ticket> = {}): Ticket => ({
  id: ticketId(n),
  number: n,
  seq: 1,
  subject: `Question ${n}`,
  queueId: queueId(1),
  status: 'new',
  priority: 'normal',
  impact: 'none',
  channel: 'form',
  requesterId: customer,
  companyId: null,
  assigneeId: null,
  people: [],
  tags: [],
  product: null,
  department: null,
  fields: {},
  dueAt: null,
  createdAt: minute(n),
  updatedAt: minute(n),
  firstResponseAt: null,
  waitingSince: minute(n),
  solvedAt: null,
  closedAt: null,
  reopened: 0,
  remindedAt: null,
  rating: null,
  meetingId: null,
  askedAt: null,
  source: null,
  ...changes,
});

export const aReply = (seq: number, changes: Partial<Extract<TicketEntry, { kind: 'reply' }>> = {}) => ({
  id: entryId(seq),
  ticketId: ticketId(1),
  seq,
  at: minute(seq),
  kind: 'reply' as const,
  authorId: customer,
  body: `words ${seq}`,
  attachments: [],
  ...changes,
});

export const aChange = (
  seq: number,
  before: Partial<Ticket>,
  after: Partial<Ticket>,
): Extract<TicketEntry, { kind: 'change' }> => ({
  id: entryId(seq),
  ticketId: ticketId(1),
  seq,
  at: minute(seq),
  kind: 'change',
  authorId: me,
  before,
  after,
});
