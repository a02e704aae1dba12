import * as z from 'zod';
import { command, event, line, Nothing, route, Scope, text, Timestamp } from './define.ts';
import { InvitationId, PersonId, SessionId, TokenId } from './ids.ts';

export const PersonKind = z.enum(['member', 'guest', 'customer']);
export type PersonKind = z.infer<typeof PersonKind>;
export const Locale = z.enum(['en', 'fr']);
export type Locale = z.infer<typeof Locale>;
/** An IANA name such as `Europe/Paris`, one that this runtime knows. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'a time zone such as Europe/Paris');
export const DisplayName = line(80);
/** Compared without case; stored as typed. */
export const Email = z.string().trim().max(254).pipe(z.email());
/** Length is the only rule (NIST SP 800-63B 3.1.1.2); the upper end bounds the hash's work. */
export const Password = z.string().min(10).max(256);

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** What anybody who shares a space or a meeting with a person may see of them. */
export const PersonCard = z.object({
  id: PersonId,
  kind: PersonKind,
  displayName: z.string(),
  /** A path on this hub that changes with the picture, or null for initials. */
  avatarUrl: z.string().nullable(),
});
export type PersonCard = z.infer<typeof PersonCard>;

export const Me = PersonCard.extend({
  email: z.string().nullable(),
  locale: Locale,
  timeZone: z.string(),
  isAdmin: z.boolean(),
  sessionId: SessionId.nullable(),
  /** The one meeting that a guest may enter; null for everybody else. */
  guestMeetingCode: z.string().nullable(),
  can: z.object({
    invite: z.boolean(),
    createSpace: z.boolean(),
    createMeeting: z.boolean(),
    administer: z.boolean(),
  }),
});
export type Me = z.infer<typeof Me>;

export const HubInfo = z.object({
  organisationName: z.string().nullable(),
  /** True until the first administrator exists: only the printed set-up link helps then. */
  needsSetup: z.boolean(),
  protocol: z.int(),
  version: z.string(),
  me: Me.nullable(),
});
export type HubInfo = z.infer<typeof HubInfo>;

// --- who enters, over HTTP because it sets the cookie -------------------------------------------

const NewAccount = z.object({
  displayName: DisplayName,
  email: Email,
  password: Password,
  locale: Locale,
  timeZone: TimeZone,
});
/** A secret from a link: base64url of 256 random bits. */
export const LinkSecret = z.string().regex(/^[\w-]{20,64}$/);

export const getHub = route('get', '/hub', {
  summary: 'What this hub is, and who is asking',
  access: 'public',
  output: HubInfo,
});
export const setUp = route('post', '/setup', {
  summary: 'Create the organisation and its first administrator with the one-time link',
  access: 'public',
  body: NewAccount.extend({ secret: LinkSecret, organisationName: line(120) }),
  output: Me,
});
export const signIn = route('post', '/sessions', {
  summary: 'Sign in with e-mail and password; sets the session cookie',
  access: 'public',
  body: z.object({ email: text(254), password: z.string().max(256) }),
  output: Me,
});
export const signOut = route('delete', '/sessions/current', {
  summary: 'End this session',
  access: 'signedIn',
  output: Nothing,
});
export const getMe = route('get', '/me', { summary: 'Who I am', access: 'profile:read', output: Me });
/** The body is the picture itself (PNG, JPEG or WebP, 5 MB at most), not JSON. */
export const putAvatar = route('put', '/me/avatar', {
  summary: 'Set my picture',
  access: 'signedIn',
  output: Me,
});
export const deleteAvatar = route('delete', '/me/avatar', {
  summary: 'Remove my picture',
  access: 'signedIn',
  output: Me,
});

// --- my account --------------------------------------------------------------------------------

export const updateProfile = command(
  'accounts:updateProfile',
  z.object({ displayName: DisplayName.optional(), locale: Locale.optional(), timeZone: TimeZone.optional() }),
  Me,
);
/** Ends every other session of mine. */
export const changePassword = command(
  'accounts:changePassword',
  z.object({ current: z.string().max(256), next: Password }),
  Nothing,
);
export const Session = z.object({
  id: SessionId,
  current: z.boolean(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp,
  address: z.string(),
  /** The browser's own description of itself, cut to 300 characters. */
  userAgent: z.string(),
});
export type Session = z.infer<typeof Session>;
export const listSessions = command(
  'accounts:listSessions',
  Nothing,
  z.object({ sessions: z.array(Session) }),
);
export const endSession = command('accounts:endSession', z.object({ sessionId: SessionId }), Nothing);
export const endOtherSessions = command('accounts:endOtherSessions', Nothing, z.object({ ended: z.int() }));

export const ApiToken = z.object({
  id: TokenId,
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
  expiresAt: Timestamp.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const listTokens = command('accounts:listTokens', Nothing, z.object({ tokens: z.array(ApiToken) }));
/** The secret is in this answer only; the hub keeps a hash. */
export const createToken = command(
  'accounts:createToken',
  z.object({
    name: line(80),
    scopes: z.array(Scope).min(1).max(20),
    expiresInDays: z.int().min(1).max(3650).nullable(),
  }),
  z.object({ token: ApiToken, secret: z.string() }),
);
export const deleteToken = command('accounts:deleteToken', z.object({ tokenId: TokenId }), Nothing);

/** To all tabs of the person; `sessionId` is null here, since it differs from tab to tab. */
export const meChanged = event('accounts:meChanged', z.object({ me: Me }));

// --- people ------------------------------------------------------------------------------------

/** A row of the people list: for members; e-mail and suspension only for administrators. */
export const Person = PersonCard.extend({
  isAdmin: z.boolean(),
  suspended: z.boolean(),
  email: z.string().nullable(),
  createdAt: Timestamp,
});
export type Person = z.infer<typeof Person>;

export const PeopleQuery = z.object({
  query: text(80).optional(),
  kind: PersonKind.optional(),
  /** The last row's id of the page before. */
  after: PersonId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const PeoplePage = z.object({ people: z.array(Person), more: z.boolean() });
/** Sorted by display name, in pages. */
export const listPeople = command('people:list', PeopleQuery, PeoplePage);
export const listPeopleRoute = route('get', '/people', {
  summary: 'List people',
  access: 'people:read',
  query: PeopleQuery,
  output: PeoplePage,
});
/** Cards of people the caller may see; unknown or invisible ids are left out. */
export const getPeople = command(
  'people:get',
  z.object({ ids: z.array(PersonId).min(1).max(200) }),
  z.object({ people: z.array(PersonCard) }),
);
/** Ends the person's sessions, tokens, sockets and calls within a second. */
export const suspendPerson = command('people:suspend', z.object({ personId: PersonId }), Person);
export const restorePerson = command('people:restore', z.object({ personId: PersonId }), Person);
export const setAdministrator = command(
  'people:setAdministrator',
  z.object({ personId: PersonId, isAdmin: z.boolean() }),
  Person,
);
export const personChanged = event('people:changed', z.object({ person: PersonCard }));

// --- invitations -------------------------------------------------------------------------------

export const InvitationRole = z.enum(['member', 'administrator', 'customer']);
export const Invitation = z.object({
  id: InvitationId,
  role: InvitationRole,
  /** Only this address may use it, when set. */
  email: z.string().nullable(),
  createdBy: PersonId,
  createdAt: Timestamp,
  expiresAt: Timestamp,
  /** How often it may be used; null means any number of times until it expires. */
  maxUses: z.int().nullable(),
  uses: z.int(),
});
export type Invitation = z.infer<typeof Invitation>;
export const createInvitation = command(
  'invitations:create',
  z.object({
    role: InvitationRole.default('member'),
    email: Email.nullable().default(null),
    expiresInHours: z
      .int()
      .min(1)
      .max(24 * 90)
      .default(24 * 7),
    maxUses: z.int().min(1).max(1000).nullable().default(1),
  }),
  z.object({ invitation: Invitation, url: z.string() }),
);
export const listInvitations = command(
  'invitations:list',
  Nothing,
  z.object({ invitations: z.array(Invitation) }),
);
export const deleteInvitation = command(
  'invitations:delete',
  z.object({ invitationId: InvitationId }),
  Nothing,
);
const InvitationParams = z.object({ secret: LinkSecret });
/** Answers `expired` for used up, revoked, past and never existing links alike. */
export const previewInvitation = route('get', '/invitations/:secret', {
  summary: 'What an invitation link offers',
  access: 'public',
  params: InvitationParams,
  output: z.object({
    organisationName: z.string(),
    role: InvitationRole,
    email: z.string().nullable(),
    invitedBy: z.string(),
  }),
});
export const acceptInvitation = route('post', '/invitations/:secret/accept', {
  summary: 'Create an account with an invitation; sets the session cookie',
  access: 'public',
  params: InvitationParams,
  body: NewAccount,
  output: Me,
});
