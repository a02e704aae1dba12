import type { ColumnType, Generated } from 'kysely';
import type { TicketLinkKind } from '#shared/contract/desk.ts';
import type { FieldKind, FieldValues, TicketField } from '#shared/contract/fields.ts';
import type {
  CompanyId,
  DeskItemId,
  MeetingId,
  PersonId,
  QueueId,
  TicketAttachmentId,
  TicketEntryId,
  TicketId,
} from '#shared/contract/ids.ts';
import type {
  TicketChannel,
  TicketEntry,
  TicketImpact,
  TicketPriority,
  TicketSource,
  TicketStatus,
} from '#shared/contract/tickets.ts';

type Fixed<T> = ColumnType<T, T, never>;

export type CompaniesTable = { id: Fixed<CompanyId>; name: string; created_at: Fixed<Date> };
export type CompanyPeopleTable = { person_id: Fixed<PersonId>; company_id: CompanyId };

export type TicketQueuesTable = {
  id: Fixed<QueueId>;
  name: string;
  restricted: boolean;
  place: number;
  remind_after_hours: Generated<number | null>;
  close_after_hours: Generated<number | null>;
  keep_attachments: Generated<boolean>;
  /** The number of the latest change of its figures. */
  revision: Generated<number>;
  /** From when on a ticket is late here. */
  overdue_hours: Generated<number>;
};
export type TicketQueueMembersTable = { queue_id: Fixed<QueueId>; person_id: Fixed<PersonId> };

/** Who was dealt a ticket, and when last. */
export type TicketAgentsTable = { person_id: Fixed<PersonId>; dealt_at: Date | null };

export type TicketsTable = {
  id: Fixed<TicketId>;
  number: ColumnType<number, undefined, never>;
  /** Of the latest entry. */
  seq: number;
  subject: string;
  queue_id: QueueId;
  status: TicketStatus;
  priority: TicketPriority;
  impact: TicketImpact;
  channel: Fixed<TicketChannel>;
  requester_id: Fixed<PersonId>;
  company_id: CompanyId | null;
  assignee_id: PersonId | null;
  people: Generated<PersonId[]>;
  tags: Generated<string[]>;
  product: string | null;
  department: string | null;
  fields: ColumnType<FieldValues, FieldValues | undefined, FieldValues>;
  due_at: Date | null;
  created_at: Fixed<Date>;
  updated_at: Date;
  first_response_at: Date | null;
  waiting_since: Date | null;
  asked_at: Date | null;
  reminded_at: Date | null;
  solved_at: Date | null;
  closed_at: Date | null;
  reopened: Generated<number>;
  /** By which lists are sorted; given by the database. */
  waiting_order: ColumnType<Date, never, never>;
  priority_order: ColumnType<number, never, never>;
  due_order: ColumnType<Date, never, never>;
  /** Of the rating; all three or none. */
  stars: number | null;
  rating_comment: string | null;
  rated_at: Date | null;
  meeting_id: MeetingId | null;
  source: ColumnType<TicketSource | null, string | undefined, never>;
};

export type TicketEntriesTable = {
  ticket_id: Fixed<TicketId>;
  seq: Fixed<number>;
  id: Fixed<TicketEntryId>;
  kind: Fixed<TicketEntry['kind']>;
  author_id: Fixed<PersonId | null>;
  body: ColumnType<string, string | undefined, never>;
  before: ColumnType<Record<string, unknown>, string | undefined, never>;
  after: ColumnType<Record<string, unknown>, string | undefined, never>;
  /** What else an entry of its kind tells. */
  data: ColumnType<Record<string, unknown>, string | undefined, never>;
  at: Fixed<Date>;
  /** Rules have followed from it. */
  ruled: Generated<boolean>;
};

/** Without `entry_id` nobody has named it yet; without `size` its bytes are not there yet. */
export type TicketAttachmentsTable = {
  id: Fixed<TicketAttachmentId>;
  /** Where it was uploaded; null once that ticket is gone. */
  ticket_id: Fixed<TicketId | null>;
  entry_id: ColumnType<TicketEntryId | null, undefined, TicketEntryId>;
  uploader_id: Fixed<PersonId>;
  name: Fixed<string>;
  type: ColumnType<string | null, undefined, string>;
  size: ColumnType<number | null, undefined, number>;
  sha256: ColumnType<string | null, undefined, string>;
  /** When it is deleted. null: not at all, while the entry is there. */
  expires_at: Date | null;
};

/** How many tickets have the same key. */
export type TicketCountsTable = {
  queue_id: QueueId;
  status: TicketStatus;
  priority: TicketPriority | null;
  impact: TicketImpact | null;
  company_id: CompanyId | null;
  assignee_id: PersonId | null;
  count: number;
};

/** What happened in an hour, by the tickets as they are now. */
export type TicketHoursTable = {
  queue_id: Fixed<QueueId>;
  hour: Fixed<Date>;
  created: number;
  solved: number;
  closed: number;
  responses: number;
  /** Sum of the times from creation to first response. */
  response_ms: number;
};

/** What the last proof of the figures found; one row. */
export type TicketProofsTable = { one: boolean; at: Date; wrong: number };

export type DeskItemKind = 'reply' | 'view' | 'macro' | 'template';
export type DeskItemsTable = {
  id: Fixed<DeskItemId>;
  kind: Fixed<DeskItemKind>;
  owner_id: Fixed<PersonId>;
  shared: boolean;
  name: string;
  content: ColumnType<Record<string, unknown>, string, string>;
  updated_at: Date;
};
export type TicketFieldsTable = {
  key: Fixed<string>;
  kind: Fixed<FieldKind>;
  content: ColumnType<Omit<TicketField, 'key' | 'kind' | 'archived'>, string, string>;
  archived: boolean;
  place: number;
};
export type RequesterNotesTable = { person_id: Fixed<PersonId>; body: string; author_id: PersonId; at: Date };

export type TicketLinksTable = {
  ticket_id: Fixed<TicketId>;
  other_id: Fixed<TicketId>;
  kind: TicketLinkKind;
};
export type TicketFollowersTable = { person_id: Fixed<PersonId>; ticket_id: Fixed<TicketId> };
export type TicketTimesTable = {
  id: Fixed<TicketEntryId>;
  ticket_id: Fixed<TicketId>;
  person_id: Fixed<PersonId>;
  minutes: Fixed<number>;
  comment: Fixed<string | null>;
  at: Fixed<Date>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    companies: CompaniesTable;
    company_people: CompanyPeopleTable;
    ticket_queues: TicketQueuesTable;
    ticket_queue_members: TicketQueueMembersTable;
    ticket_desk_items: DeskItemsTable;
    ticket_fields: TicketFieldsTable;
    requester_notes: RequesterNotesTable;
    ticket_agents: TicketAgentsTable;
    ticket_links: TicketLinksTable;
    ticket_followers: TicketFollowersTable;
    ticket_times: TicketTimesTable;
    tickets: TicketsTable;
    ticket_entries: TicketEntriesTable;
    ticket_attachments: TicketAttachmentsTable;
    ticket_counts: TicketCountsTable;
    ticket_hours: TicketHoursTable;
    ticket_proofs: TicketProofsTable;
  }
}
