import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { type AdminSpace, listAllSpaces } from '#shared/contract/admin.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import { archiveSpace } from '#shared/contract/spaces.ts';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';

type SpacesPage = { spaces: AdminSpace[]; more: boolean };
type Pages = InfiniteData<SpacesPage, SpaceId | undefined>;

export const allSpacesQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [listAllSpaces.name, search],
    queryFn: ({ pageParam }): Promise<SpacesPage> =>
      hub.call(listAllSpaces, { search, ...(pageParam === undefined ? {} : { after: pageParam }) }),
    initialPageParam: undefined as SpaceId | undefined,
    getNextPageParam: (last) => (last.more ? last.spaces.at(-1)?.id : undefined),
    staleTime: 10_000,
  });

export async function archive({ id }: AdminSpace): Promise<void> {
  await hub.call(archiveSpace, { spaceId: id });
  const archivedAt = new Date().toISOString();
  queryClient.setQueriesData<Pages>(
    { queryKey: [listAllSpaces.name] },
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          spaces: page.spaces.map((space) => (space.id === id ? { ...space, archivedAt } : space)),
        })),
      },
  );
}
