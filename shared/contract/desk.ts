import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, text, Timestamp } from './define.ts';
import { FieldValues } from './fields.ts';
import { CompanyId, DeskItemId, PersonId, QueueId, TicketEntryId, TicketId, TicketLabelId } from './ids.ts';
import {
  Company,
  maxTicketBody,
  Queue,
  Ticket,
  TicketChanges,
  TicketChannel,
  TicketEntry,
  TicketFilter,
  TicketImpact,
  TicketPriority,
  TicketSort,
  TicketStatus,
} from './tickets.ts';

// The tools of the desk: for employees alone.

// --- many tickets at once ------------------------------------------------------------------------

export const maxAtOnce = 200;

/** Deals tickets out: in turn, whoever got one longest ago first, or each to whoever has the fewest that are not solved. */
export const DealBy = z.enum(['turn', 'load']);
export type DealBy = z.infer<typeof DealBy>;
export const Changed = z.object({
  ticket: Ticket,
  /** Of kind `change`: says what was before, and is what `tickets:undo` names. */
  entry: TicketEntry,
});
/**
 * The same changes to many, all or none. `deal` finds an assignee for each: among these people, else among the members of its
 * queue (`conflict`, reason `nobodyToDeal`, where it has none).
 */
export const updateTickets = command(
  'tickets:updateMany',
  z.object({
    ticketIds: z.array(TicketId).min(1).max(maxAtOnce),
    changes: TicketChanges.default({}),
    deal: z.object({ by: DealBy, among: z.array(PersonId).min(1).max(50).optional() }).optional(),
  }),
  z.object({
    /** Without those that were so already. */
    changed: z.array(Changed),
    /** Gone, or not the caller's to change. */
    outOfReach: z.array(TicketId),
  }),
);
/** Takes one's own changes back, with all that followed from them, where nothing has changed since what they made. */
export const undoChanges = command(
  'tickets:undo',
  z.object({ entryIds: z.array(TicketEntryId).min(1).max(maxAtOnce) }),
  z.object({
    changed: z.array(Changed),
    /** Nothing to take back, or no longer. */
    kept: z.array(TicketEntryId),
  }),
);
/** Members of the queue, or of all that the caller reads; and how many tickets each has that are not solved. */
export const listAgents = command(
  'tickets:agents',
  z.object({ queueId: QueueId.optional() }),
  z.object({ agents: z.array(z.object({ person: PersonCard, load: z.int() })) }),
);

// --- queues --------------------------------------------------------------------------------------

export const maxQueueMembers = 200;
const QueueShape = { id: QueueId, name: line(60), restricted: z.boolean() };
export const maxQueues = 100;
export const QueueSetup = Queue.extend({
  members: z.array(PersonCard),
  /** How many of its tickets are neither solved nor closed. */
  load: z.int(),
  /** From when on a ticket is late here: see `wall:setOverdueHours`. */
  overdueHours: z.int(),
});
export type QueueSetup = z.infer<typeof QueueSetup>;
/** For administrators, as all that follows, also of queues that they do not read. In the order of the desk. */
export const listQueueSetups = command(
  'tickets:queueSetups',
  Nothing,
  z.object({ queues: z.array(QueueSetup) }),
);
export const getQueueSetup = command('tickets:queueSetup', z.object({ queueId: QueueId }), QueueSetup);
/** The id is made by the caller: saving again changes it. */
export const saveQueue = command(
  'tickets:saveQueue',
  z.object({ ...QueueShape, memberIds: z.array(PersonId).max(maxQueueMembers) }),
  QueueSetup,
);
/** Takes it out of use, or back. `conflict` with reason `lastQueue`: one that everybody reads has to take tickets. */
export const archiveQueue = command(
  'tickets:archiveQueue',
  z.object({ queueId: QueueId, archived: z.boolean() }),
  QueueSetup,
);

// --- who else is at a ticket ---------------------------------------------------------------------

/**
 * This tab looks at a ticket, and at no other any more. `typing` ends by itself unless it is said again within 8 s. Of who types
 * a `reply` the customers hear too.
 */
export const attendTicket = command(
  'tickets:attend',
  z.object({ ticketId: TicketId, typing: z.boolean().default(false), reply: z.boolean().default(false) }),
  Nothing,
);
/** To customers who look at the ticket. It ends with the reply, or 8 s after it was said last. */
export const ticketAnswering = event('tickets:answering', z.object({ ticketId: TicketId, name: z.string() }));
/** It looks at none. */
export const unattendTicket = command('tickets:unattend', Nothing, Nothing);
/** To everybody who looks at the ticket: all of them. Coalesced, at most four a second. */
export const ticketAttendance = event(
  'tickets:attendance',
  z.object({
    ticketId: TicketId,
    people: z.array(z.object({ personId: PersonId, typing: z.boolean() })),
  }),
);

// --- what belongs to a ticket --------------------------------------------------------------------

/** `parent`: the other one is the problem behind it. `duplicate`: the other one goes on. `related`: both ways. */
export const TicketLinkKind = z.enum(['parent', 'duplicate', 'related']);
export type TicketLinkKind = z.infer<typeof TicketLinkKind>;
export const TicketAside = z.object({
  /** `back`: it was the other one that was linked to this. Without those that the asker does not read. */
  links: z.array(z.object({ kind: TicketLinkKind, back: z.boolean(), ticket: Ticket })),
  followers: z.array(PersonCard),
  /** Spent on it, all together. */
  minutes: z.int(),
  /** The latest 100. */
  times: z.array(
    z.object({ person: PersonCard, minutes: z.int(), comment: z.string().nullable(), at: Timestamp }),
  ),
});
export type TicketAside = z.infer<typeof TicketAside>;
export const getTicketAside = command('tickets:aside', z.object({ ticketId: TicketId }), TicketAside);

export const maxTicketLinks = 100;
/** Another kind for the same two replaces the first. */
export const linkTickets = command(
  'tickets:link',
  z.object({ ticketId: TicketId, otherId: TicketId, kind: TicketLinkKind }),
  TicketAside,
);
export const unlinkTickets = command(
  'tickets:unlink',
  z.object({ ticketId: TicketId, otherId: TicketId }),
  TicketAside,
);
/** For oneself: lists take `followed` as a filter. */
export const followTicket = command(
  'tickets:follow',
  z.object({ ticketId: TicketId, following: z.boolean() }),
  TicketAside,
);
/** The id is made by the caller: the same one twice is one. */
export const spendTime = command(
  'tickets:spend',
  z.object({
    ticketId: TicketId,
    clientId: TicketEntryId,
    minutes: z.int().min(1).max(1_440),
    comment: text(500).default(''),
  }),
  TicketAside,
);

export const maxMerged = 500;
/**
 * Puts a ticket into another, which goes on; the first is closed as its duplicate, and its customer still reads it. Its words come
 * over with their times: to another requester's ticket as notes, for they were not said to them. Not more than 500 of them
 * (`conflict`, reason `tooLong`).
 */
export const mergeTickets = command(
  'tickets:merge',
  z.object({ ticketId: TicketId, intoId: TicketId }),
  z.object({ ticket: Ticket, into: Ticket }),
);
/** Opens a ticket of its own with the words of an entry, linked to the one it comes from. */
export const splitTicket = command(
  'tickets:split',
  z.object({ ticketId: TicketId, entryId: TicketEntryId, clientId: TicketEntryId, subject: line(200) }),
  Ticket,
);

// --- what an employee keeps ----------------------------------------------------------------------

export const Kept = {
  /** Made by whoever writes it: saving again changes it. */
  id: DeskItemId,
  name: line(80),
  /** Every employee has it. Changed by its owner or an administrator. */
  shared: z.boolean(),
};
export const Seen = { ownerId: PersonId, updatedAt: Timestamp, canEdit: z.boolean() };
export const deleted = z.object({ id: DeskItemId });

const CannedReplyContent = { body: text(maxTicketBody).refine((body) => body.trim() !== '', 'some words') };
/** May hold the placeholders of `shared/placeholders.ts`, such as `{{requester.name}}`. */
export const CannedReply = z.object({ ...Kept, ...CannedReplyContent, ...Seen });
export type CannedReply = z.infer<typeof CannedReply>;
/** One's own and the shared ones, by name. */
export const listCannedReplies = command(
  'tickets:listCannedReplies',
  Nothing,
  z.object({ replies: z.array(CannedReply) }),
);
export const saveCannedReply = command(
  'tickets:saveCannedReply',
  z.object({ ...Kept, ...CannedReplyContent }),
  CannedReply,
);
export const deleteCannedReply = command('tickets:deleteCannedReply', deleted, Nothing);

const ViewContent = {
  filter: TicketFilter,
  sort: TicketSort,
  /** As the client calls them, in its order. */
  columns: z.array(line(40)).max(30),
};
/** A list by name. */
export const TicketView = z.object({ ...Kept, ...ViewContent, ...Seen });
export type TicketView = z.infer<typeof TicketView>;
/** One's own and the shared ones, by name. */
export const listTicketViews = command(
  'tickets:listViews',
  Nothing,
  z.object({ views: z.array(TicketView) }),
);
export const saveTicketView = command('tickets:saveView', z.object({ ...Kept, ...ViewContent }), TicketView);
export const deleteTicketView = command('tickets:deleteView', deleted, Nothing);

// --- who asks ------------------------------------------------------------------------------------

const Mark = z.object({ id: TicketId, number: z.int(), at: Timestamp });
export const RequesterProfile = z.object({
  person: PersonCard,
  company: Company.nullable(),
  /** Of the tickets that the asker reads. */
  total: z.int(),
  /** Neither solved nor closed. */
  open: z.int(),
  closed: z.int(),
  first: Mark.nullable(),
  last: Mark.nullable(),
  /** From the question to the first public reply of an employee. */
  meanFirstResponseSeconds: z.number().nullable(),
  meanSolveSeconds: z.number().nullable(),
  /** How many tickets they rated, and their stars on average. */
  rated: z.int(),
  meanStars: z.number().nullable(),
  /** What employees should know of them. */
  note: z.object({ body: z.string(), authorId: PersonId, at: Timestamp }).nullable(),
});
export type RequesterProfile = z.infer<typeof RequesterProfile>;
export const getRequester = command('tickets:requester', z.object({ personId: PersonId }), RequesterProfile);
/** Without words the note is gone. */
export const setRequesterNote = command(
  'tickets:setRequesterNote',
  z.object({ personId: PersonId, body: text(5_000) }),
  Nothing,
);

// --- out of here ---------------------------------------------------------------------------------

/** `open,pending` */
const listed = <T extends z.ZodType<string, string>>(each: T) =>
  text(800)
    .transform((all) => all.split(','))
    .pipe(z.array(each).max(20))
    .optional();

/** A `TicketFilter` as it stands in an address. */
export const TicketQuery = z.object({
  ...TicketFilter.shape,
  queueId: QueueId.optional(),
  status: listed(TicketStatus),
  priority: listed(TicketPriority),
  impact: listed(TicketImpact),
  channel: listed(TicketChannel),
  statusLabelIds: listed(TicketLabelId),
  priorityLabelIds: listed(TicketLabelId),
  companyId: CompanyId.optional(),
  followed: z
    .literal('true')
    .transform(() => true as const)
    .optional(),
  assigneeId: z
    .literal('none')
    .transform(() => null)
    .or(PersonId)
    .optional(),
  /** `{"room":"A1"}` */
  fields: text(4_000)
    .transform((json, context) => {
      try {
        return JSON.parse(json) as unknown;
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    })
    .pipe(FieldValues)
    .optional(),
});
export const exportTickets = route('get', '/tickets.csv', {
  summary: 'Export tickets',
  access: 'tickets:read',
  query: TicketQuery,
  output: Nothing,
});
