import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { type Person, restorePerson, setAdministrator, suspendPerson } from '#shared/contract/accounts.ts';
import { type AdminPerson, listAllPeople, signOutPerson } from '#shared/contract/admin.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import { people } from '../../app/people.ts';
import { queryClient } from '../../app/query.ts';

type PeoplePage = { people: AdminPerson[]; more: boolean };
type Pages = InfiniteData<PeoplePage, PersonId | undefined>;

/** Everybody with an account, by name, in pages. */
export const allPeopleQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [listAllPeople.name, search],
    queryFn: async ({ pageParam }): Promise<PeoplePage> => {
      const page = await hub.call(listAllPeople, {
        search,
        ...(pageParam === undefined ? {} : { after: pageParam }),
      });
      people.remember(page.people.map(({ person }) => person));
      return page;
    },
    initialPageParam: undefined as PersonId | undefined,
    getNextPageParam: (last) => (last.more ? last.people.at(-1)?.person.id : undefined),
    staleTime: 10_000,
  });

function patch(id: PersonId, change: (row: AdminPerson) => AdminPerson): void {
  queryClient.setQueriesData<Pages>(
    { queryKey: [listAllPeople.name] },
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          people: page.people.map((row) => (row.person.id === id ? change(row) : row)),
        })),
      },
  );
}

const take = ({ id, isAdmin, suspended }: Person) =>
  patch(id, (row) => ({ ...row, isAdmin, suspended, sessions: suspended ? 0 : row.sessions }));

export async function setSuspended({ person }: AdminPerson, suspended: boolean): Promise<void> {
  take(await hub.call(suspended ? suspendPerson : restorePerson, { personId: person.id }));
}

export async function setAdmin({ person }: AdminPerson, isAdmin: boolean): Promise<void> {
  take(await hub.call(setAdministrator, { personId: person.id, isAdmin }));
}

/** Answers how many sessions ended. */
export async function signOutEverywhere({ person }: AdminPerson): Promise<number> {
  const { ended } = await hub.call(signOutPerson, { personId: person.id });
  patch(person.id, (row) => ({ ...row, sessions: 0 }));
  return ended;
}
