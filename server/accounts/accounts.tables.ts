import type { ColumnType, Generated } from 'kysely';
import type * as z from 'zod';
import type { InvitationRole, Locale, PersonKind } from '#shared/contract/accounts.ts';
import type { Scope } from '#shared/contract/define.ts';
import type {
  InvitationId,
  MeetingId,
  PersonId,
  SessionId,
  TokenId,
  WidgetId,
} from '#shared/contract/ids.ts';

type Fixed<T> = ColumnType<T, T, never>;
type CreatedAt = ColumnType<Date, Date, never>;

/** One row for ever; `name` is null until the first administrator exists. */
export type OrganisationTable = {
  id: Fixed<1>;
  name: string | null;
  created_at: Date | null;
  setup_hash: Buffer | null;
  lobby_by_default: Generated<boolean>;
  guests: Generated<boolean>;
  session_days: Generated<number>;
  audit_days: Generated<number>;
};

export type PeopleTable = {
  id: Fixed<PersonId>;
  kind: Fixed<PersonKind>;
  /** Sorted by the language-neutral ICU rules. */
  display_name: string;
  /** Lower case without accents, for the search. */
  folded_name: string;
  email: string | null;
  password_hash: string | null;
  locale: Locale;
  time_zone: string;
  is_admin: ColumnType<boolean, boolean | undefined, boolean>;
  suspended_at: ColumnType<Date | null, undefined, Date | null>;
  avatar_key: ColumnType<string | null, undefined, string | null>;
  guest_meeting_id: Fixed<MeetingId | null>;
  guest_meeting_code: Fixed<string | null>;
  created_at: CreatedAt;
};

export type SessionsTable = {
  id: Fixed<SessionId>;
  person_id: Fixed<PersonId>;
  /** Of a visitor's token: the widget through which it speaks. */
  widget_id: Fixed<WidgetId | null>;
  token_hash: Fixed<Buffer>;
  address: string;
  user_agent: string;
  created_at: CreatedAt;
  last_seen_at: Date;
  expires_at: Date;
};

export type ApiTokensTable = {
  id: Fixed<TokenId>;
  person_id: Fixed<PersonId>;
  token_hash: Fixed<Buffer>;
  name: Fixed<string>;
  scopes: Fixed<Scope[]>;
  created_at: CreatedAt;
  last_used_at: ColumnType<Date | null, undefined, Date>;
  expires_at: Fixed<Date | null>;
};

export type InvitationsTable = {
  id: Fixed<InvitationId>;
  secret_hash: Fixed<Buffer>;
  role: Fixed<z.infer<typeof InvitationRole>>;
  email: Fixed<string | null>;
  created_by: Fixed<PersonId>;
  created_at: CreatedAt;
  expires_at: Fixed<Date>;
  max_uses: Fixed<number | null>;
  uses: Generated<number>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    organisation: OrganisationTable;
    people: PeopleTable;
    sessions: SessionsTable;
    api_tokens: ApiTokensTable;
    invitations: InvitationsTable;
  }
}
