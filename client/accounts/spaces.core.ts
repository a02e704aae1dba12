import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import type { OutputOf } from '#shared/contract/define.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import {
  listSpaceMembers,
  listSpaces,
  type MySpace,
  type SpaceMember,
  spaceChanged,
  spaceMemberChanged,
  spaceMemberRemoved,
  spaceRemoved,
  spaceUpdated,
} from '#shared/contract/spaces.ts';
import { hub } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { commandQuery, patchQuery, queryClient } from '../app/query.ts';

type MembersPage = OutputOf<typeof listSpaceMembers>;
type Members = InfiniteData<MembersPage>;
const membersKey = (spaceId: SpaceId) => [listSpaceMembers.name, spaceId];

export const spacesQuery = () => commandQuery(listSpaces, {});

export const membersQuery = (spaceId: SpaceId) =>
  infiniteQueryOptions({
    queryKey: membersKey(spaceId),
    queryFn: async ({ pageParam }): Promise<MembersPage> => {
      const page = await hub.call(listSpaceMembers, {
        spaceId,
        ...(pageParam === undefined ? {} : { after: pageParam }),
      });
      people.remember(page.members.map(({ person }) => person));
      return page;
    },
    initialPageParam: undefined as SpaceMember['person']['id'] | undefined,
    getNextPageParam: (last) => (last.more ? last.members.at(-1)?.person.id : undefined),
  });

const byName = (a: MySpace, b: MySpace) => a.name.localeCompare(b.name);

/** Also for the answers of commands: the event may come before or after. */
export function putSpace(space: MySpace): void {
  patchQuery(listSpaces, {}, ({ spaces }) => ({
    spaces: [...spaces.filter(({ id }) => id !== space.id), space].sort(byName),
  }));
}

export function dropSpace(spaceId: SpaceId): void {
  // What is left of a public space is its place among those one may join: the hub says it in `spaces:list`.
  patchQuery(listSpaces, {}, ({ spaces }) => ({ spaces: spaces.filter(({ id }) => id !== spaceId) }));
}

export function putMember(spaceId: SpaceId, member: SpaceMember): void {
  people.remember([member.person]);
  queryClient.setQueryData<Members>(membersKey(spaceId), (old) => {
    if (!old) return old;
    const known = old.pages.some((page) => page.members.some(({ person }) => person.id === member.person.id));
    return {
      ...old,
      pages: old.pages.map((page, at) => ({
        ...page,
        members: known
          ? page.members.map((one) => (one.person.id === member.person.id ? member : one))
          : at === 0
            ? [...page.members, member]
            : page.members,
      })),
    };
  });
}

export function dropMember(spaceId: SpaceId, personId: SpaceMember['person']['id']): void {
  queryClient.setQueryData<Members>(
    membersKey(spaceId),
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          members: page.members.filter(({ person }) => person.id !== personId),
        })),
      },
  );
}

hub.on(spaceChanged, ({ space }) => putSpace(space));
hub.on(spaceUpdated, ({ space }) =>
  patchQuery(listSpaces, {}, ({ spaces }) => ({
    spaces: spaces.map((known) => (known.id === space.id ? { ...known, ...space } : known)),
  })),
);
hub.on(spaceRemoved, ({ spaceId }) => dropSpace(spaceId));
hub.on(spaceMemberChanged, ({ spaceId, member }) => putMember(spaceId, member));
hub.on(spaceMemberRemoved, ({ spaceId, personId }) => dropMember(spaceId, personId));
