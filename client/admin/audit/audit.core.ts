import { infiniteQueryOptions } from '@tanstack/react-query';
import { type AuditEntry, exportAudit, listAudit, listAuditActions } from '#shared/contract/admin.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { PersonId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import { people } from '../../app/people.ts';
import { commandQuery } from '../../app/query.ts';
import { toFilter } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.ts';

const pageSize = 100;
type Filter = Omit<InputOf<typeof listAudit>, 'before' | 'limit'>;

/** An address somebody typed may hold anything; what is no id filters by nobody rather than failing. */
function filterOf(search: AuditSearch, timeZone: string): Filter {
  const { actorId, ...rest } = toFilter(search, timeZone);
  const actor = PersonId.safeParse(actorId);
  return actor.success ? { ...rest, actorId: actor.data } : rest;
}

export const auditQuery = (search: AuditSearch, timeZone: string) => {
  const filter = filterOf(search, timeZone);
  return infiniteQueryOptions({
    queryKey: [listAudit.name, filter],
    queryFn: async ({ pageParam }): Promise<{ entries: AuditEntry[]; more: boolean }> => {
      const page = await hub.call(listAudit, {
        ...filter,
        limit: pageSize,
        ...(pageParam === undefined ? {} : { before: pageParam }),
      });
      people.remember(page.entries.flatMap(({ actor }) => (actor === null ? [] : [actor])));
      return page;
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.more ? last.entries.at(-1)?.seq : undefined),
    // Nothing tells of new entries: coming back to the page asks again.
    staleTime: 5_000,
  });
};

export const actionsQuery = () => ({ ...commandQuery(listAuditActions, {}), staleTime: 60_000 });

/** Where the browser downloads the matching entries from. */
export function exportPath(search: AuditSearch, timeZone: string, format: 'csv' | 'jsonl'): string {
  const query = new URLSearchParams({ format });
  for (const [key, value] of Object.entries(filterOf(search, timeZone)))
    if (value !== undefined) query.set(key, value);
  return `/api/v1${exportAudit.path}?${query}`;
}
