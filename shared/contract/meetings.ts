import * as z from 'zod';
import { DisplayName, Locale, Me, PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, Timestamp } from './define.ts';
import { ChannelId, MeetingId, PersonId, SpaceId } from './ids.ts';

/** The permanent part of the link: three groups of letters, easy to read out. */
export const MeetingCode = z.string().regex(/^[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
export const MeetingRole = z.enum(['host', 'participant']);
export type MeetingRole = z.infer<typeof MeetingRole>;
export const maxParticipants = 200;

/** A page that outlives the call. Its live part is a room (media.ts). */
export const Meeting = z.object({
  id: MeetingId,
  code: MeetingCode,
  title: z.string(),
  spaceId: SpaceId.nullable(),
  channelId: ChannelId,
  /** Guests wait until a host lets them in. */
  lobby: z.boolean(),
  createdBy: PersonId,
  createdAt: Timestamp,
  archivedAt: Timestamp.nullable(),
});
export type Meeting = z.infer<typeof Meeting>;
/** A meeting as one person sees it, with who is in its room now (8 cards at most). */
export const MyMeeting = Meeting.extend({
  role: MeetingRole,
  live: z.object({ count: z.int(), people: z.array(PersonCard) }),
  can: z.object({ host: z.boolean(), manage: z.boolean() }),
});
export type MyMeeting = z.infer<typeof MyMeeting>;

const NewMeeting = z.object({
  title: line(120),
  spaceId: SpaceId.nullable().default(null),
  /** As the organisation's settings say when it is not given. */
  lobby: z.boolean().optional(),
});
export const createMeeting = command('meetings:create', NewMeeting, MyMeeting);
export const createMeetingRoute = route('post', '/meetings', {
  summary: 'Create a meeting',
  access: 'meetings:write',
  body: NewMeeting,
  output: MyMeeting,
});
export const updateMeeting = command(
  'meetings:update',
  z.object({ meetingId: MeetingId, title: line(120).optional(), lobby: z.boolean().optional() }),
  MyMeeting,
);
export const archiveMeeting = command('meetings:archive', z.object({ meetingId: MeetingId }), Nothing);
const MeetingsQuery = z.object({
  before: MeetingId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
/** Newest first: those of the caller's spaces, those they made, those they have been in. */
export const MeetingsPage = z.object({ meetings: z.array(MyMeeting), more: z.boolean() });
export const listMeetings = command('meetings:list', MeetingsQuery, MeetingsPage);
export const listMeetingsRoute = route('get', '/meetings', {
  summary: 'List my meetings',
  access: 'meetings:read',
  query: MeetingsQuery,
  output: MeetingsPage,
});
/** By code, so that any member who holds the link finds it. */
export const getMeeting = command('meetings:get', z.object({ code: MeetingCode }), MyMeeting);
export const meetingChanged = event('meetings:changed', z.object({ meeting: Meeting }));
export const meetingRemoved = event('meetings:removed', z.object({ meetingId: MeetingId }));
/** To the people who can see the meeting: the number in its room changed. Coalesced to one a second. */
export const meetingLiveChanged = event(
  'meetings:liveChanged',
  z.object({ meetingId: MeetingId, live: MyMeeting.shape.live }),
);

// --- guests by link ----------------------------------------------------------------------------

const CodeParams = z.object({ code: MeetingCode });
/** What a stranger with the link sees before giving a name. An unknown code answers `notFound`, rate limited. */
export const peekMeeting = route('get', '/meetings/:code/peek', {
  summary: 'What the page of a meeting link shows before joining',
  access: 'public',
  params: CodeParams,
  output: z.object({
    title: z.string(),
    organisationName: z.string(),
    lobby: z.boolean(),
    liveCount: z.int(),
  }),
});
/** Creates a guest who may enter this meeting only, and sets the session cookie (24 h). */
export const joinAsGuest = route('post', '/meetings/:code/guests', {
  summary: 'Become a guest of a meeting with only a name',
  access: 'public',
  params: CodeParams,
  body: z.object({ displayName: DisplayName, locale: Locale }),
  output: Me,
});

// --- the lobby ---------------------------------------------------------------------------------

export const LobbyState = z.enum(['admitted', 'waiting', 'denied']);
export type LobbyState = z.infer<typeof LobbyState>;
/** Asks to be let in; `admitted` at once for members and where there is no lobby. Needed before `media:join`. */
export const knock = command(
  'meetings:knock',
  z.object({ meetingId: MeetingId }),
  z.object({ state: LobbyState, channelId: ChannelId }),
);
/** Stops waiting. Closing the tab does the same. */
export const withdrawKnock = command('meetings:withdrawKnock', z.object({ meetingId: MeetingId }), Nothing);
export const listKnocks = command(
  'meetings:listKnocks',
  z.object({ meetingId: MeetingId }),
  z.object({ waiting: z.array(PersonCard) }),
);
/** Of a host: lets the person in, or turns them away. */
export const answerKnock = command(
  'meetings:answerKnock',
  z.object({ meetingId: MeetingId, personId: PersonId, admit: z.boolean() }),
  Nothing,
);
/** To hosts: everybody who waits now. */
export const knocksChanged = event(
  'meetings:knocksChanged',
  z.object({ meetingId: MeetingId, waiting: z.array(PersonCard) }),
);
/** To the person who knocked. */
export const knockAnswered = event(
  'meetings:knockAnswered',
  z.object({ meetingId: MeetingId, state: LobbyState }),
);
/** Roles last: a host who reconnects is host again. The creator and the space's owners and moderators are hosts. */
export const setMeetingRole = command(
  'meetings:setRole',
  z.object({ meetingId: MeetingId, personId: PersonId, role: MeetingRole }),
  Nothing,
);
