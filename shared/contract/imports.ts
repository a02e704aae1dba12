import * as z from 'zod';
import { TimeZone } from './accounts.ts';
import { command, line, Nothing, route, Timestamp } from './define.ts';
import { PersonId, QueueId, TicketImportId } from './ids.ts';
import { TicketChannel, TicketImpact, TicketPriority, TicketStatus } from './tickets.ts';

/** `awesomeSupport`: what WordPress exports of that plugin, as XML. */
export const ImportFormat = z.enum(['csv', 'awesomeSupport']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** What a column may hold. `externalId`: what the file calls the ticket, once. `requester` and `assignee`: names. */
export const importFields = [
  'externalId',
  'subject',
  'body',
  'requester',
  'requesterEmail',
  'company',
  'status',
  'priority',
  'impact',
  'channel',
  'queue',
  'assignee',
  'assigneeEmail',
  'tags',
  'product',
  'department',
  'createdAt',
  'updatedAt',
  'dueAt',
  'firstResponseAt',
  'waitingSince',
  'solvedAt',
  'closedAt',
] as const;
export const ImportField = z.enum(importFields);
export type ImportField = z.infer<typeof ImportField>;

export const maxImportBytes = 50 * 1024 * 1024;
export const maxImportColumns = 200;
export const ImportSettings = z.object({
  /** Of tickets whose file names none that is here. */
  queueId: QueueId,
  /** Of a table: which column holds what, counted from 0. */
  columns: z.partialRecord(
    ImportField,
    z
      .int()
      .min(0)
      .max(maxImportColumns - 1),
  ),
  /** 03/04 is in April. */
  dayFirst: z.boolean(),
  /** Of times that name none. */
  timeZone: TimeZone,
});
export type ImportSettings = z.infer<typeof ImportSettings>;

/**
 * What is wrong with a value: it is missing; not a time; a word that means nothing here; a name that nobody or nothing has here;
 * too long; there were too many. Or with a whole line: more cells than columns; a quote that does not end; the same ticket
 * twice; a reply to a ticket that is not in the file.
 */
export const ImportTrouble = z.enum([
  'missing',
  'time',
  'word',
  'unknown',
  'long',
  'many',
  'cells',
  'quote',
  'twice',
  'orphan',
]);
export type ImportTrouble = z.infer<typeof ImportTrouble>;
export const ImportProblem = z.object({
  /** Of the file, counted from 1: where the ticket begins. */
  line: z.int(),
  field: ImportField.nullable(),
  problem: ImportTrouble,
  /** The beginning of what is there. */
  value: z.string(),
  /** The line is left out. Else the value is. */
  skipped: z.boolean(),
});
export type ImportProblem = z.infer<typeof ImportProblem>;

/** `uploaded`: nothing has been brought. `undoing`: what it brought goes, but for tickets that somebody went on with. */
export const ImportState = z.enum(['uploaded', 'running', 'done', 'cancelled', 'undoing', 'undone']);
export type ImportState = z.infer<typeof ImportState>;
export const TicketImport = z.object({
  id: TicketImportId,
  /** Of the file. */
  name: z.string(),
  format: ImportFormat,
  size: z.int(),
  state: ImportState,
  createdBy: PersonId,
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  /** Of the file, and how many of them have been read. */
  rows: z.int(),
  rowsDone: z.int(),
  /** Lines that were left out. */
  skipped: z.int(),
  /** Tickets that it brought and that are there. */
  tickets: z.int(),
  problems: z.int(),
});
export type TicketImport = z.infer<typeof TicketImport>;

// Administrators only, all of it.
/** The body is the file itself: UTF-8, 50 MB at most. Not started within a day it is gone. */
export const uploadImport = route('post', '/imports', {
  summary: 'Upload a file of tickets',
  access: 'admin',
  query: z.object({ name: line(200) }),
  output: TicketImport,
});
/** The latest first. */
export const listImports = command('imports:list', Nothing, z.object({ imports: z.array(TicketImport) }));

/** A ticket as it would become. Names instead of ids: nobody and nothing is made yet. */
export const ImportedTicket = z.object({
  line: z.int(),
  subject: z.string(),
  body: z.string(),
  requester: z.string(),
  company: z.string().nullable(),
  status: TicketStatus,
  priority: TicketPriority,
  impact: TicketImpact,
  channel: TicketChannel,
  assignee: z.string().nullable(),
  tags: z.array(z.string()),
  createdAt: Timestamp,
  solvedAt: Timestamp.nullable(),
  closedAt: Timestamp.nullable(),
  /** Of its timeline, the first words included. */
  entries: z.int(),
});
export type ImportedTicket = z.infer<typeof ImportedTicket>;
export const maxProblemsShown = 200;
/**
 * Reads the whole file and stores nothing. Without settings: with those that its column names suggest, which are answered.
 * `problems` are the first 200.
 */
export const previewImport = command(
  'imports:preview',
  z.object({
    importId: TicketImportId,
    settings: ImportSettings.optional(),
    /** For the suggestion. */
    timeZone: TimeZone.default('UTC'),
  }),
  z.object({
    settings: ImportSettings,
    /** The first line of a table. */
    header: z.array(z.string()),
    rows: z.int(),
    /** Those that would become tickets. */
    usable: z.int(),
    /** The first of them. */
    tickets: z.array(ImportedTicket),
    problems: z.array(ImportProblem),
    problemCount: z.int(),
  }),
);
/** `conflict`: not `uploaded` any more, the same file has been imported (`importedAlready`), nothing is usable. */
export const startImport = command(
  'imports:start',
  z.object({ importId: TicketImportId, settings: ImportSettings }),
  TicketImport,
);
/** Of one that runs: what it brought stays, until it is undone. */
export const cancelImport = command('imports:cancel', z.object({ importId: TicketImportId }), TicketImport);
/** Of one that has ended: its tickets go. `conflict`, reason `answered`, once somebody went on with one of them. */
export const undoImport = command('imports:undo', z.object({ importId: TicketImportId }), TicketImport);
/** Those of an import that was started, in their order, 200 at a time. */
export const listImportProblems = command(
  'imports:problems',
  z.object({ importId: TicketImportId, from: z.int().min(0).default(0) }),
  z.object({ problems: z.array(ImportProblem) }),
);
