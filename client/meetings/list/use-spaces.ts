import { useQuery } from '@tanstack/react-query';
import type { SpaceId } from '#shared/contract/ids.ts';
import { listSpaces, type MySpace } from '#shared/contract/spaces.ts';
import { commandQuery } from '../../app/query.ts';

/** The spaces one belongs to: a meeting may live in any of them. */
export function useOwnSpaces(): readonly MySpace[] {
  const { data } = useQuery(commandQuery(listSpaces, {}));
  return (data?.spaces ?? []).filter(({ role, archivedAt }) => role !== null && archivedAt === null);
}

export function useSpaceName(id: SpaceId | null): string | undefined {
  const { data } = useQuery(commandQuery(listSpaces, {}));
  return data?.spaces.find((space) => space.id === id)?.name;
}
