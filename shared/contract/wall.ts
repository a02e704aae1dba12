import * as z from 'zod';
import { Locale, TimeZone } from './accounts.ts';
import { command, event, line, Nothing, Timestamp } from './define.ts';
import { CompanyId, PersonId, QueueId, TicketId, WallId } from './ids.ts';
import { LabelFace } from './labels.ts';
import { TicketImpact, TicketPriority, TicketStatus } from './tickets.ts';

/** What happened to the tickets of a queue in an hour, by the tickets as they are now. */
export const TicketHour = z.object({
  hour: Timestamp,
  created: z.int(),
  /** Solved or closed, whichever came first. */
  solved: z.int(),
  closed: z.int(),
  /** First responses, and the sum of the times from creation to them. */
  responses: z.int(),
  responseMs: z.int(),
});
export type TicketHour = z.infer<typeof TicketHour>;

/** How many tickets are alike in these. Of closed ones the status alone is known. */
export const WallCell = z.object({
  status: TicketStatus,
  priority: TicketPriority.nullable(),
  impact: TicketImpact.nullable(),
  count: z.int(),
});
export type WallCell = z.infer<typeof WallCell>;

const CompanyName = z.object({ id: CompanyId, name: z.string() });
const AgentName = z.object({ id: PersonId, name: z.string() });
/** `open`: new and open, the desk has to act. `pending`: pending and waiting, somebody else has to. */
const load = { open: z.int(), pending: z.int() };
/** null: of nobody's company. */
export const CompanyLoad = z.object({ company: CompanyName.nullable(), ...load });
export type CompanyLoad = z.infer<typeof CompanyLoad>;
/** null: nobody has them. */
export const AgentLoad = z.object({ agent: AgentName.nullable(), ...load });
export type AgentLoad = z.infer<typeof AgentLoad>;

/** A line of a list: no words of anybody but the subject. */
export const WallTicket = z.object({
  id: TicketId,
  number: z.int(),
  subject: z.string(),
  queueId: QueueId,
  status: TicketStatus,
  priority: TicketPriority,
  priorityFace: LabelFace.nullable(),
  company: CompanyName.nullable(),
  assignee: AgentName.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  waitingSince: Timestamp.nullable(),
  /** When the next promised time of its service level is over. */
  dueAt: Timestamp.nullable(),
});
export type WallTicket = z.infer<typeof WallTicket>;

/** At most ten tickets, those that are late for longest first, and how many are late in all. */
const Late = z.object({ count: z.int(), tickets: z.array(WallTicket) });
export const WallLists = z.object({
  /** New and open, the newest first. */
  opened: z.array(WallTicket),
  /** Pending and waiting, those last changed first. */
  pending: z.array(WallTicket),
  /** Late because the desk owes an answer since before the threshold. */
  owed: Late,
  /** Late because they are older than the threshold and not solved. */
  old: Late,
  /** Of which something is promised, the most urgent first; the count is of those whose time is over. */
  promised: Late,
  /** From devices and monitors, the newest first. */
  alerts: z.array(WallTicket),
});
export type WallLists = z.infer<typeof WallLists>;

/** All figures of a queue. */
export const WallBoard = z.object({
  queueId: QueueId,
  name: z.string(),
  overdueHours: z.int(),
  /** When anything of it last changed. */
  changedAt: Timestamp.nullable(),
  cells: z.array(WallCell),
  companies: z.array(CompanyLoad),
  agents: z.array(AgentLoad),
  /** The last 31 days, without the hours in which nothing happened. */
  hours: z.array(TicketHour),
  lists: WallLists,
});
export type WallBoard = z.infer<typeof WallBoard>;

/** What of a board is not as it was: each entry as it is now, those with nothing left as zero. */
export const WallPatch = WallBoard.omit({ name: true }).extend({ lists: WallLists.partial() });
export type WallPatch = z.infer<typeof WallPatch>;

/** The boards of all queues that the caller reads; from then on they hear `wall:changed`, until `wall:leave`. */
export const watchWall = command('wall:watch', Nothing, z.object({ boards: z.array(WallBoard) }));
export const leaveWall = command('wall:leave', Nothing, Nothing);
export const wallChanged = event('wall:changed', WallPatch);
/** To whoever watches, after it was decided anew which queues they read: all of their boards. */
export const wallJudged = event('wall:judged', z.object({ boards: z.array(WallBoard) }));

/** From when on tickets of a queue are late. Administrators alone. */
export const setOverdueHours = command(
  'wall:setOverdueHours',
  z.object({ queueId: QueueId, hours: z.int().min(1).max(8760) }),
  Nothing,
);

// --- screens without anybody -----------------------------------------------------------------------

export const wallPages = ['overview', 'clients', 'overdue', 'trend', 'alerts'] as const;
export const WallPage = z.enum(wallPages);
export type WallPage = z.infer<typeof WallPage>;

const settings = {
  name: line(80),
  pages: z.array(WallPage).min(1).max(wallPages.length),
  queueIds: z.array(QueueId).min(1).max(50),
  secondsPerPage: z.int().min(10).max(3600),
  /** Days begin at its midnight. */
  timeZone: TimeZone,
  locale: Locale,
};
/** A screen on a wall, which opens by its address alone. It shows of its queues what who made it may read. */
export const WallSettings = z.object({ id: WallId, ...settings });
export type WallSettings = z.infer<typeof WallSettings>;
export const Wall = WallSettings.extend({
  createdAt: Timestamp,
  /** When a screen last opened it. */
  seenAt: Timestamp.nullable(),
});
export type Wall = z.infer<typeof Wall>;

/** Administrators alone, as all that follows. */
export const listWalls = command('wall:list', Nothing, z.object({ walls: z.array(Wall) }));
/** `url` holds the secret and is told this once. */
export const createWall = command(
  'wall:create',
  z.object({ ...settings, secondsPerPage: settings.secondsPerPage.default(120) }),
  z.object({ wall: Wall, url: z.string() }),
);
/** Its screens go dark at once. */
export const revokeWall = command('wall:revoke', z.object({ wallId: WallId }), Nothing);

/** The first word to a screen, and again when what it shows was decided anew. Then it hears `wall:changed`. */
export const wallShown = event('wall:shown', z.object({ wall: WallSettings, boards: z.array(WallBoard) }));
