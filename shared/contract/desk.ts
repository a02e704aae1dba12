import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, text, Timestamp } from './define.ts';
import { CompanyId, DeskItemId, PersonId, QueueId, TicketId } from './ids.ts';
import {
  Company,
  maxTicketBody,
  TicketChannel,
  TicketFilter,
  TicketImpact,
  TicketPriority,
  TicketSort,
  TicketStatus,
} from './tickets.ts';

// The tools of the desk: for employees alone.

// --- who else is at a ticket ---------------------------------------------------------------------

/** This tab looks at a ticket, and at no other any more. `typing` ends by itself unless it is said again within 8 s. */
export const attendTicket = command(
  'tickets:attend',
  z.object({ ticketId: TicketId, typing: z.boolean().default(false) }),
  Nothing,
);
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

// --- what an employee keeps ----------------------------------------------------------------------

const Kept = {
  /** Made by whoever writes it: saving again changes it. */
  id: DeskItemId,
  name: line(80),
  /** Every employee has it. Changed by its owner or an administrator. */
  shared: z.boolean(),
};
const Seen = { ownerId: PersonId, updatedAt: Timestamp, canEdit: z.boolean() };
const deleted = z.object({ id: DeskItemId });

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
  text(200)
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
  companyId: CompanyId.optional(),
  assigneeId: z
    .literal('none')
    .transform(() => null)
    .or(PersonId)
    .optional(),
});
export const exportTickets = route('get', '/tickets.csv', {
  summary: 'Export tickets',
  access: 'tickets:read',
  query: TicketQuery,
  output: Nothing,
});
