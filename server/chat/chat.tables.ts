import type { ColumnType, Generated } from 'kysely';
import type {
  ChannelId,
  ClientMessageId,
  MeetingId,
  MessageId,
  PersonId,
  SpaceId,
} from '#shared/contract/ids.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** `last_position` counts the messages posted, `last_seq` every change; both move only with the row locked. */
export type ChannelsTable = {
  id: Fixed<ChannelId>;
  /** Exactly one of the two is set. */
  space_id: Fixed<SpaceId | null>;
  meeting_id: Fixed<MeetingId | null>;
  name: string;
  topic: string;
  last_seq: Generated<number>;
  last_position: Generated<number>;
  created_at: Fixed<Date>;
  archived_at: ColumnType<Date | null, undefined, Date>;
};

/** Never deleted: positions have no gaps, a deleted message keeps its row without body and mentions. */
export type MessagesTable = {
  id: Fixed<MessageId>;
  channel_id: Fixed<ChannelId>;
  position: Fixed<number>;
  seq: number;
  client_id: Fixed<ClientMessageId>;
  author_id: Fixed<PersonId>;
  body: string;
  mentions: PersonId[];
  created_at: Fixed<Date>;
  edited_at: ColumnType<Date | null, undefined, Date>;
  deleted_at: ColumnType<Date | null, undefined, Date>;
};

/** One row per person a message calls, for counting from a position on. */
export type MessageMentionsTable = {
  person_id: Fixed<PersonId>;
  channel_id: Fixed<ChannelId>;
  position: Fixed<number>;
};

/** No row: read nothing yet. */
export type ChannelReadsTable = {
  person_id: Fixed<PersonId>;
  channel_id: Fixed<ChannelId>;
  read_position: number;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    channels: ChannelsTable;
    messages: MessagesTable;
    message_mentions: MessageMentionsTable;
    channel_reads: ChannelReadsTable;
  }
}
