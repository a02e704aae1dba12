import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, text, Timestamp } from './define.ts';
import { PersonId, SpaceId } from './ids.ts';

export const SpaceKind = z.enum(['team', 'client', 'public']);
export type SpaceKind = z.infer<typeof SpaceKind>;
export const SpaceRole = z.enum(['owner', 'moderator', 'member']);
export type SpaceRole = z.infer<typeof SpaceRole>;

/** Where people work together. `team` and `client` are by membership; any member of the hub may join a `public` one. */
export const Space = z.object({
  id: SpaceId,
  name: z.string(),
  kind: SpaceKind,
  description: z.string(),
  memberCount: z.int(),
  createdAt: Timestamp,
  archivedAt: Timestamp.nullable(),
});
export type Space = z.infer<typeof Space>;

/** A space as one person sees it: their role (null: not joined yet) and what they may do. */
export const MySpace = Space.extend({
  role: SpaceRole.nullable(),
  can: z.object({
    manage: z.boolean(),
    moderate: z.boolean(),
    createChannel: z.boolean(),
    invite: z.boolean(),
    leave: z.boolean(),
  }),
});
export type MySpace = z.infer<typeof MySpace>;
export const SpaceMember = z.object({ person: PersonCard, role: SpaceRole, since: Timestamp });
export type SpaceMember = z.infer<typeof SpaceMember>;

const SpaceName = line(80);
const SpaceDescription = text(500);

/** The caller's spaces and the public ones, 500 at most, sorted by name. */
export const MySpaces = z.object({ spaces: z.array(MySpace) });
export const listSpaces = command('spaces:list', Nothing, MySpaces);
export const listSpacesRoute = route('get', '/spaces', {
  summary: 'List my spaces',
  access: 'spaces:read',
  output: MySpaces,
});
/** `notFound` for a space that the caller cannot see. */
export const getSpace = command('spaces:get', z.object({ spaceId: SpaceId }), MySpace);
const NewSpace = z.object({ name: SpaceName, kind: SpaceKind, description: SpaceDescription.default('') });
/** The creator becomes its owner; a channel named `general` comes with it. */
export const createSpace = command('spaces:create', NewSpace, MySpace);
export const createSpaceRoute = route('post', '/spaces', {
  summary: 'Create a space',
  access: 'spaces:write',
  body: NewSpace,
  output: MySpace,
});
export const updateSpace = command(
  'spaces:update',
  z.object({ spaceId: SpaceId, name: SpaceName.optional(), description: SpaceDescription.optional() }),
  MySpace,
);
export const archiveSpace = command('spaces:archive', z.object({ spaceId: SpaceId }), Nothing);
export const joinSpace = command('spaces:join', z.object({ spaceId: SpaceId }), MySpace);
/** The last owner cannot leave: `conflict` with reason `lastOwner`. */
export const leaveSpace = command('spaces:leave', z.object({ spaceId: SpaceId }), Nothing);
export const listSpaceMembers = command(
  'spaces:listMembers',
  z.object({ spaceId: SpaceId, after: PersonId.optional(), limit: z.int().min(1).max(200).default(100) }),
  z.object({ members: z.array(SpaceMember), more: z.boolean() }),
);
export const addSpaceMember = command(
  'spaces:addMember',
  z.object({ spaceId: SpaceId, personId: PersonId, role: SpaceRole.default('member') }),
  SpaceMember,
);
export const setSpaceRole = command(
  'spaces:setRole',
  z.object({ spaceId: SpaceId, personId: PersonId, role: SpaceRole }),
  SpaceMember,
);
export const removeSpaceMember = command(
  'spaces:removeMember',
  z.object({ spaceId: SpaceId, personId: PersonId }),
  Nothing,
);

/** To the person alone: their view of a space is new or different. */
export const spaceChanged = event('spaces:changed', z.object({ space: MySpace }));
/** To the person alone: the space is out of reach now (left, removed, archived). */
export const spaceRemoved = event('spaces:removed', z.object({ spaceId: SpaceId }));
/** To the space, a public one to all members of the hub: the facts they share. One not seen before: ask `spaces:get`. */
export const spaceUpdated = event('spaces:updated', z.object({ space: Space }));
export const spaceMemberChanged = event(
  'spaces:memberChanged',
  z.object({ spaceId: SpaceId, member: SpaceMember }),
);
export const spaceMemberRemoved = event(
  'spaces:memberRemoved',
  z.object({ spaceId: SpaceId, personId: PersonId }),
);
