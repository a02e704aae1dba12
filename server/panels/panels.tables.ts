import type { ColumnType } from 'kysely';
import type {
  ChannelId,
  MessageId,
  PanelCategoryId,
  PanelId,
  PersonId,
  QueueId,
  TicketId,
} from '#shared/contract/ids.ts';
import type { CategorySettings } from '#shared/contract/panels.ts';

type Fixed<T> = ColumnType<T, T, never>;

export type PanelsTable = {
  id: Fixed<PanelId>;
  channel_id: Fixed<ChannelId>;
  /** null until its message was posted. */
  message_id: ColumnType<MessageId | null, undefined, MessageId>;
  author_id: Fixed<PersonId>;
  title: string;
  text: string;
  /** Written as JSON: the driver would make a PostgreSQL array of it. */
  categories: ColumnType<CategorySettings[], string, string>;
};

export type PanelTicketsTable = {
  ticket_id: Fixed<TicketId>;
  category_id: Fixed<PanelCategoryId>;
  person_id: Fixed<PersonId>;
};

/** Where the new tickets of a queue are told. */
export type DeskChannelsTable = { queue_id: Fixed<QueueId>; channel_id: ChannelId };

/** How far somebody has read a ticket; no row: nothing. */
export type TicketReadsTable = { person_id: Fixed<PersonId>; ticket_id: Fixed<TicketId>; seq: number };

declare module '#server/platform/db.ts' {
  interface Tables {
    panels: PanelsTable;
    panel_tickets: PanelTicketsTable;
    desk_channels: DeskChannelsTable;
    ticket_reads: TicketReadsTable;
  }
}
