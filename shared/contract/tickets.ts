import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, text, Timestamp } from './define.ts';
import { FieldPatch, FieldValues } from './fields.ts';
import {
  CompanyId,
  ConnectorId,
  MeetingId,
  PersonId,
  QueueId,
  TicketAttachmentId,
  TicketEntryId,
  TicketId,
} from './ids.ts';
import { MeetingCode } from './meetings.ts';

/**
 * `new`: nobody has answered. `open`: the desk works on it. `pending`: the desk waits for something else. `waiting`: for the
 * customer. `solved`: the desk says that it is done, and asks the customer. `closed` ends it; a customer who answers opens it
 * again.
 */
export const TicketStatus = z.enum(['new', 'open', 'pending', 'waiting', 'solved', 'closed']);
export type TicketStatus = z.infer<typeof TicketStatus>;
export const TicketPriority = z.enum(['low', 'normal', 'high', 'critical']);
export type TicketPriority = z.infer<typeof TicketPriority>;
export const TicketImpact = z.enum(['none', 'minor', 'major', 'crisis']);
export type TicketImpact = z.infer<typeof TicketImpact>;
export const TicketChannel = z.enum(['chat', 'widget', 'form', 'mail', 'phone', 'alert', 'api']);
export type TicketChannel = z.infer<typeof TicketChannel>;

/** Where tickets wait for somebody. Every employee reads those of a queue, unless it is `restricted` to its members. */
export const QueueRules = z.object({
  /** A customer who is asked and says nothing for so many hours is reminded, once a question. null: never. */
  remindAfterHours: z.int().min(1).max(8_760).nullable(),
  /** What is solved and not answered for so many hours closes; the customer is warned a day before. null: never. */
  closeAfterHours: z.int().min(1).max(8_760).nullable(),
  /** Files of a ticket stay when it closes. Else they go a day later, unless it is open again. */
  keepAttachments: z.boolean(),
});
export type QueueRules = z.infer<typeof QueueRules>;
export const Queue = z.object({ id: QueueId, name: z.string(), restricted: z.boolean(), rules: QueueRules });
export type Queue = z.infer<typeof Queue>;
/** A client company: its people see each other's tickets. */
export const Company = z.object({ id: CompanyId, name: z.string(), createdAt: Timestamp });
export type Company = z.infer<typeof Company>;

export const maxStars = 5;
const Stars = z.int().min(1).max(maxStars);
export const TicketRating = z.object({ stars: Stars, comment: z.string().nullable(), at: Timestamp });
export type TicketRating = z.infer<typeof TicketRating>;

export const connectorKinds = ['atera', 'odoo'] as const;
/** The other system that a ticket is mirrored from. What it says of the ticket changes there alone. */
export const TicketSource = z.object({
  connectorId: ConnectorId,
  kind: z.enum(connectorKinds),
  externalId: z.string(),
  /** The ticket there. */
  url: z.string(),
});
export type TicketSource = z.infer<typeof TicketSource>;

export const Ticket = z.object({
  id: TicketId,
  /** As people say it; counts up over the whole installation. */
  number: z.int(),
  /** Of the latest entry of its timeline. */
  seq: z.int(),
  subject: z.string(),
  queueId: QueueId,
  status: TicketStatus,
  priority: TicketPriority,
  impact: TicketImpact,
  channel: TicketChannel,
  requesterId: PersonId,
  companyId: CompanyId.nullable(),
  assigneeId: PersonId.nullable(),
  /** Added by the desk: they read and write what the requester does. */
  people: z.array(PersonId),
  tags: z.array(z.string()),
  product: z.string().nullable(),
  department: z.string().nullable(),
  /** By the keys of `tickets:listFields`. Customers get theirs from `tickets:getFields`. */
  fields: FieldValues,
  dueAt: Timestamp.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  /** The first public reply of an employee. */
  firstResponseAt: Timestamp.nullable(),
  /** Since when the desk owes the customer an answer; null while it does not. */
  waitingSince: Timestamp.nullable(),
  /** Since when the customer has been asked: for an answer (`waiting`), or whether it is done (`solved`). */
  askedAt: Timestamp.nullable(),
  /** When they were reminded of it. */
  remindedAt: Timestamp.nullable(),
  solvedAt: Timestamp.nullable(),
  closedAt: Timestamp.nullable(),
  reopened: z.int(),
  /** By the requester. */
  rating: TicketRating.nullable(),
  /** The page of its calls. */
  meetingId: MeetingId.nullable(),
  /** null: it lives here. Customers do not see it. */
  source: TicketSource.nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

const fields = {
  subject: line(200),
  queueId: QueueId,
  status: TicketStatus,
  priority: TicketPriority,
  impact: TicketImpact,
  companyId: CompanyId.nullable(),
  assigneeId: PersonId.nullable(),
  tags: z.array(line(40)).max(20),
  product: line(80).nullable(),
  department: line(80).nullable(),
  dueAt: Timestamp.nullable(),
  fields: FieldPatch,
};
/** What an employee changes of a ticket. */
export const TicketChanges = z.object(fields).partial();
export type TicketChanges = z.infer<typeof TicketChanges>;
export const ticketFields = Object.keys(fields) as (keyof TicketChanges)[];

export const maxAttachmentBytes = 25 * 1024 * 1024;
export const maxAttachmentsPerEntry = 10;
export const maxAttachmentsPerTicket = 100;
/** `type`: what the bytes are, whatever the name says. `size` in bytes. */
export const TicketAttachment = z.object({
  id: TicketAttachmentId,
  name: z.string(),
  type: z.string(),
  size: z.int(),
});
export type TicketAttachment = z.infer<typeof TicketAttachment>;
/** None in entries of before there were any. */
const attachments = z.array(TicketAttachment).default([]);

const Written = { id: TicketEntryId, ticketId: TicketId, seq: z.int(), at: Timestamp };
/** A ticket's timeline. A `note` is for employees; of a `change` customers see the status and who was added. */
export const TicketEntry = z.discriminatedUnion('kind', [
  z.object({ ...Written, kind: z.literal('reply'), authorId: PersonId, body: z.string(), attachments }),
  z.object({ ...Written, kind: z.literal('note'), authorId: PersonId, body: z.string(), attachments }),
  /** Words of the hub itself, such as a greeting. They answer nothing. */
  /** The customer is silent: asked for an answer, or (`closesAt`) told that the ticket closes without one. */
  z.object({ ...Written, kind: z.literal('reminder'), authorId: z.null(), closesAt: Timestamp.nullable() }),
  z.object({
    ...Written,
    kind: z.literal('notice'),
    authorId: z.null(),
    body: z.string(),
    rule: z.string().optional(),
  }),
  z.object({
    ...Written,
    kind: z.literal('change'),
    /** null: the hub itself, by a rule. */
    authorId: PersonId.nullable(),
    /** Also what followed for the ticket from these fields, such as `solvedAt`. */
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    /** The name of the rule by which the hub did it, then. Employees alone see it. */
    rule: z.string().optional(),
  }),
  z.object({
    ...Written,
    kind: z.literal('rating'),
    authorId: PersonId,
    stars: Stars,
    comment: z.string().nullable(),
  }),
  z.object({
    ...Written,
    kind: z.literal('call'),
    authorId: PersonId,
    meetingId: MeetingId,
    code: MeetingCode,
  }),
]);
export type TicketEntry = z.infer<typeof TicketEntry>;

export const maxTicketBody = 50_000;
const Body = text(maxTicketBody).refine((body) => body.trim() !== '', 'some words');

// --- where tickets come from ---------------------------------------------------------------------

export const listQueues = command('tickets:listQueues', Nothing, z.object({ queues: z.array(Queue) }));
/** Administrators only. */
export const setQueueRules = command(
  'tickets:setQueueRules',
  z.object({ queueId: QueueId, rules: QueueRules }),
  Queue,
);
/** By name, 200 at a time. Employees alone see the companies. */
export const listCompanies = command(
  'tickets:listCompanies',
  z.object({ startsWith: text(80).default(''), after: CompanyId.optional() }),
  z.object({ companies: z.array(Company), more: z.boolean() }),
);
export const createCompany = command('tickets:createCompany', z.object({ name: line(80) }), Company);
/** Of a customer: the company whose tickets they see. null takes them out of it. */
export const setCompanyOf = command(
  'tickets:setCompanyOf',
  z.object({ personId: PersonId, companyId: CompanyId.nullable() }),
  Nothing,
);

const NewTicket = z.object({
  /** Made by the caller: asking again with the same one answers the first ticket. */
  clientId: TicketEntryId,
  subject: fields.subject,
  body: Body,
  queueId: QueueId.optional(),
  priority: TicketPriority.default('normal'),
  impact: TicketImpact.default('none'),
  /** Employees open tickets for others. */
  requesterId: PersonId.optional(),
  /** Of employees. */
  tags: fields.tags.optional(),
  fields: FieldValues.optional(),
});
/** The body is the first reply of the timeline. */
export const createTicket = command('tickets:create', NewTicket, Ticket);
export const createTicketRoute = route('post', '/tickets', {
  summary: 'Open a ticket',
  access: 'tickets:write',
  body: NewTicket,
  output: Ticket,
});

// --- one ticket ----------------------------------------------------------------------------------

const Timeline = z.object({
  ticket: Ticket,
  entries: z.array(TicketEntry),
  /** Everybody who is named in them. */
  people: z.array(PersonCard),
  /** There are earlier entries. */
  more: z.boolean(),
});
/** The latest entries, or those before a number, oldest first. */
export const getTicket = command(
  'tickets:get',
  z.object({
    ticketId: TicketId,
    before: z.int().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  Timeline,
);
/** Entries after a number, for whoever missed some. */
export const ticketSince = command(
  'tickets:since',
  z.object({ ticketId: TicketId, seq: z.int().min(0), limit: z.int().min(1).max(200).default(200) }),
  Timeline,
);
/** An employee's public reply asks the customer (`waiting`), a customer's asks the desk (`open`). */
export const replyToTicket = command(
  'tickets:reply',
  z
    .object({
      ticketId: TicketId,
      clientId: TicketEntryId,
      body: text(maxTicketBody),
      note: z.boolean().default(false),
      /** Uploaded by the caller before, each named in one entry. */
      attachments: z.array(TicketAttachmentId).max(maxAttachmentsPerEntry).default([]),
    })
    .refine(({ body, attachments: files }) => body.trim() !== '' || files.length > 0, {
      path: ['body'],
      message: 'some words',
    }),
  z.object({ ticket: Ticket, entry: TicketEntry }),
);
/**
 * The body is the file itself (25 MB at most, no program), not JSON. It belongs to the ticket once an entry names it; what
 * none has named within a day is gone.
 */
export const uploadTicketAttachment = route('post', '/tickets/:ticketId/attachments', {
  summary: 'Upload a file for a ticket',
  access: 'tickets:write',
  params: z.object({ ticketId: TicketId }),
  query: z.object({ name: line(200) }),
  output: TicketAttachment,
});
/** Answers the file itself, with ETag and ranges: pictures to be shown, all else to be saved. */
export const ticketAttachmentRoute = route('get', '/tickets/:ticketId/attachments/:attachmentId', {
  summary: 'A file of a ticket',
  access: 'tickets:read',
  params: z.object({ ticketId: TicketId, attachmentId: TicketAttachmentId }),
  output: Nothing,
});
/** Employees only. What is as it was already changes nothing. */
export const updateTicket = command(
  'tickets:update',
  z.object({ ticketId: TicketId, changes: TicketChanges }),
  Ticket,
);
/** Takes it, unless somebody else has it: `conflict` with reason `taken`. */
export const claimTicket = command('tickets:claim', z.object({ ticketId: TicketId }), Ticket);

export const maxTicketPeople = 50;
/** Employees bring an employee or a customer into the ticket, whoever reads its queue. */
export const addToTicket = command(
  'tickets:addPerson',
  z.object({ ticketId: TicketId, personId: PersonId }),
  Ticket,
);
/** Employees take anybody out again, everybody themselves. */
export const removeFromTicket = command(
  'tickets:removePerson',
  z.object({ ticketId: TicketId, personId: PersonId }),
  Ticket,
);
/** Administrators only: ticket and timeline are gone, the audit log says that they were there. */
export const deleteTicket = command('tickets:delete', z.object({ ticketId: TicketId }), Nothing);

/** Answers the whole timeline as a page that needs nothing else, or as text, in the caller's language; times are UTC. */
export const ticketTranscriptRoute = route('get', '/tickets/:ticketId/transcript', {
  summary: 'A ticket from its first word to its last',
  access: 'tickets:read',
  params: z.object({ ticketId: TicketId }),
  query: z.object({ format: z.enum(['html', 'text']).default('html') }),
  output: Nothing,
});

// --- its end, and calls --------------------------------------------------------------------------

/**
 * By the requester or their company, of what is `solved` (else `conflict`, reason `notSolved`): yes closes it, no opens it again.
 * The words, if any, are a reply of their own. The entry is the first that was written.
 */
export const confirmTicket = command(
  'tickets:confirm',
  z.object({ ticketId: TicketId, clientId: TicketEntryId, confirmed: z.boolean(), body: Body.optional() }),
  z.object({ ticket: Ticket, entry: TicketEntry }),
);
/** By the requester, of what is solved or closed. May be changed; the ticket keeps the last. */
export const rateTicket = command(
  'tickets:rate',
  z.object({ ticketId: TicketId, stars: Stars, comment: text(2_000).default('') }),
  Ticket,
);
/**
 * By an employee or the requester, who both enter without knocking. A call that runs already, or has just been started, is
 * answered. Nobody calls about what is `closed` (`conflict`, reason `closed`).
 */
export const startTicketCall = command(
  'tickets:startCall',
  z.object({ ticketId: TicketId }),
  z.object({ meetingId: MeetingId, code: MeetingCode }),
);

// --- many of them --------------------------------------------------------------------------------

export const TicketFilter = z.object({
  /**
   * Words or beginnings of words, without regard to case and accents: the ticket has all of them in its subject, its number
   * or what the asker reads of its timeline. `#42` is the ticket of that number.
   */
  text: text(200).optional(),
  queueId: QueueId.optional(),
  status: z.array(TicketStatus).max(6).optional(),
  priority: z.array(TicketPriority).max(4).optional(),
  impact: z.array(TicketImpact).max(4).optional(),
  channel: z.array(TicketChannel).max(7).optional(),
  requesterId: PersonId.optional(),
  companyId: CompanyId.optional(),
  /** null: nobody has it. */
  assigneeId: PersonId.nullable().optional(),
  product: line(80).optional(),
  department: line(80).optional(),
  tag: line(40).optional(),
  /** The ticket has all of these values. */
  fields: FieldValues.optional(),
  /** Those that the asker follows. */
  followed: z.literal(true).optional(),
  createdBefore: Timestamp.optional(),
  dueBefore: Timestamp.optional(),
  /** The desk has owed an answer since before this. */
  waitingSince: Timestamp.optional(),
});
export type TicketFilter = z.infer<typeof TicketFilter>;
/**
 * `updated`, `created`: the latest first. `waiting`: whoever has waited longest for an answer. `priority`: the highest first,
 * then the last changed. `due`: the next first. What is solved or closed comes last in these three.
 */
export const TicketSort = z.enum(['updated', 'created', 'waiting', 'priority', 'due']);
export type TicketSort = z.infer<typeof TicketSort>;
/** Where a page ends: its last ticket as it was there. */
export const TicketPlace = Ticket.pick({
  id: true,
  status: true,
  priority: true,
  updatedAt: true,
  createdAt: true,
  waitingSince: true,
  dueAt: true,
});
export type TicketPlace = z.infer<typeof TicketPlace>;
/** `after` is the last ticket of the page before. Customers get their own and their company's. */
export const listTickets = command(
  'tickets:list',
  z.object({
    filter: TicketFilter.default({}),
    sort: TicketSort.default('updated'),
    after: TicketPlace.optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  z.object({ tickets: z.array(Ticket), people: z.array(PersonCard), more: z.boolean() }),
);

/** How many tickets are alike in these. Closed ones are counted by queue alone: all else of the key is null. */
export const TicketCount = z.object({
  queueId: QueueId,
  status: TicketStatus,
  priority: TicketPriority.nullable(),
  impact: TicketImpact.nullable(),
  companyId: CompanyId.nullable(),
  assigneeId: PersonId.nullable(),
  count: z.int(),
});
export type TicketCount = z.infer<typeof TicketCount>;
/** The counts of each queue at one revision of it; from then on the caller hears `tickets:counted`. */
export const watchTickets = command(
  'tickets:watch',
  Nothing,
  z.object({
    queues: z.array(z.object({ queueId: QueueId, revision: z.int(), counts: z.array(TicketCount) })),
  }),
);
/**
 * To employees who look at the queue: what to add to its counts. Two revisions may arrive in either order, for adding knows none;
 * of one that does not come at all: watch anew.
 */
export const ticketsCounted = event(
  'tickets:counted',
  z.object({ queueId: QueueId, revision: z.int(), deltas: z.array(TicketCount) }),
);
/** To employees who read the queue, and as far as customers may see it to the requester and their company. */
export const ticketChanged = event(
  'tickets:changed',
  z.object({ ticket: Ticket, entry: TicketEntry.nullable() }),
);
/** To whoever could hear its changes. */
export const ticketRemoved = event('tickets:removed', z.object({ ticketId: TicketId }));
