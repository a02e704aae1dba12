import type {
  ApiToken,
  Invitation,
  Locale,
  Me,
  Person,
  PersonCard,
  PersonKind,
} from '#shared/contract/accounts.ts';
import type { AdminPerson } from '#shared/contract/admin.ts';
import type { MeetingId, PersonId, SessionId } from '#shared/contract/ids.ts';
import type { InvitationRow } from './invitations.store.ts';
import { abilitiesOf } from './people.policy.ts';
import type { TokenRow } from './tokens.store.ts';

/** What a card needs: select `cardColumns` from `people`, in any query. */
export type CardRow = {
  id: PersonId;
  kind: PersonKind;
  displayName: string;
  avatarKey: string | null;
};
export const cardColumns = [
  'people.id as id',
  'people.kind as kind',
  'people.display_name as displayName',
  'people.avatar_key as avatarKey',
] as const;

export type PersonRow = CardRow & {
  email: string | null;
  locale: Locale;
  timeZone: string;
  isAdmin: boolean;
  suspendedAt: Date | null;
  guestMeetingId: MeetingId | null;
  guestMeetingCode: string | null;
  createdAt: Date;
};
export const personColumns = [
  ...cardColumns,
  'people.email as email',
  'people.locale as locale',
  'people.time_zone as timeZone',
  'people.is_admin as isAdmin',
  'people.suspended_at as suspendedAt',
  'people.guest_meeting_id as guestMeetingId',
  'people.guest_meeting_code as guestMeetingCode',
  'people.created_at as createdAt',
] as const;

export const avatarPath = (personId: PersonId, key: string): string => `/avatars/${personId}/${key}.webp`;

export const cardOf = ({ id, kind, displayName, avatarKey }: CardRow): PersonCard => ({
  id,
  kind,
  displayName,
  avatarUrl: avatarKey === null ? null : avatarPath(id, avatarKey),
});

/** Who did something, for the audit log, where nobody has a session yet. */
type Named = Pick<CardRow, 'id' | 'displayName'>;
export const actorOf = ({ id, displayName }: Named) => ({ personId: id, displayName });
export const targetOf = ({ id, displayName }: Named) => ({ kind: 'person', id, name: displayName });

export const meOf = (row: PersonRow, sessionId: SessionId | null): Me => ({
  ...cardOf(row),
  email: row.email,
  locale: row.locale,
  timeZone: row.timeZone,
  isAdmin: row.isAdmin,
  sessionId,
  guestMeetingCode: row.guestMeetingCode,
  can: abilitiesOf(row),
});

/** `withStatus`: e-mail and suspension are the administrators' business. */
export const personOf = (row: PersonRow, { withStatus }: { withStatus: boolean }): Person => ({
  ...cardOf(row),
  isAdmin: row.isAdmin,
  suspended: withStatus && row.suspendedAt !== null,
  email: withStatus ? row.email : null,
  createdAt: row.createdAt.toISOString(),
});

export const adminPersonOf = (
  row: PersonRow & { sessions: number; lastSeenAt: Date | null },
): AdminPerson => ({
  person: cardOf(row),
  email: row.email,
  isAdmin: row.isAdmin,
  suspended: row.suspendedAt !== null,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  sessions: row.sessions,
});

export const tokenOf = (row: TokenRow): ApiToken => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

export const invitationOf = (row: InvitationRow): Invitation => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});
