import { type Commands, handle } from '#server/signaling/bind.ts';
import { nothing } from '#shared/contract/define.ts';
import {
  addSpaceMember,
  archiveSpace,
  createSpace,
  getSpace,
  joinSpace,
  leaveSpace,
  listSpaceMembers,
  listSpaces,
  removeSpaceMember,
  setSpaceRole,
  updateSpace,
} from '#shared/contract/spaces.ts';
import type { Spaces } from './spaces.ts';

const read = { scope: 'spaces:read' } as const;
const write = { scope: 'spaces:write' } as const;

export function registerSpaces(commands: Commands, spaces: Spaces): void {
  const { members } = spaces;
  handle(commands, listSpaces, async (actor) => ({ spaces: await spaces.list(actor) }), read);
  handle(commands, getSpace, (actor, { spaceId }) => spaces.get(actor, spaceId), read);
  handle(commands, createSpace, (actor, input) => spaces.create(actor, input), write);
  handle(commands, updateSpace, (actor, change) => spaces.update(actor, change), write);
  handle(
    commands,
    archiveSpace,
    async (actor, { spaceId }) => {
      await spaces.archive(actor, spaceId);
      return nothing;
    },
    write,
  );
  handle(commands, joinSpace, (actor, { spaceId }) => members.join(actor, spaceId), write);
  handle(
    commands,
    leaveSpace,
    async (actor, { spaceId }) => {
      await members.leave(actor, spaceId);
      return nothing;
    },
    write,
  );
  handle(commands, listSpaceMembers, (actor, query) => members.list(actor, query), read);
  handle(commands, addSpaceMember, (actor, place) => members.add(actor, place), write);
  handle(commands, setSpaceRole, (actor, place) => members.setRole(actor, place), write);
  handle(
    commands,
    removeSpaceMember,
    async (actor, place) => {
      await members.remove(actor, place);
      return nothing;
    },
    write,
  );
}
