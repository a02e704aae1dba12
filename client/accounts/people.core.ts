import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import {
  listInvitations,
  listPeople,
  type Person,
  personChanged,
  restorePerson,
  setAdministrator,
  suspendPerson,
} from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { hub } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { commandQuery, queryClient } from '../app/query.ts';

const pageSize = 50;
const key = 'people:list:pages';
type PeoplePage = { people: Person[]; more: boolean };
type Pages = InfiniteData<PeoplePage, PersonId | undefined>;
export type KindFilter = Person['kind'] | 'all';

/** The list in pages of 50, by name. */
export const peopleQuery = (query: string, kind: KindFilter) =>
  infiniteQueryOptions({
    queryKey: [key, { query, kind }],
    queryFn: async ({ pageParam }): Promise<PeoplePage> => {
      const page = await hub.call(listPeople, {
        limit: pageSize,
        ...(query === '' ? {} : { query }),
        ...(kind === 'all' ? {} : { kind }),
        ...(pageParam === undefined ? {} : { after: pageParam }),
      });
      people.remember(page.people);
      return page;
    },
    initialPageParam: undefined as PersonId | undefined,
    getNextPageParam: (last) => (last.more ? last.people.at(-1)?.id : undefined),
  });

/** Puts a changed person into every kept list. */
function patchPerson(id: PersonId, patch: (person: Person) => Person): void {
  queryClient.setQueriesData<Pages>(
    { queryKey: [key] },
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          people: page.people.map((person) => (person.id === id ? patch(person) : person)),
        })),
      },
  );
}

export async function suspend(person: Person): Promise<void> {
  const changed = await hub.call(person.suspended ? restorePerson : suspendPerson, { personId: person.id });
  patchPerson(person.id, () => changed);
}

export async function makeAdministrator(person: Person, isAdmin: boolean): Promise<void> {
  const changed = await hub.call(setAdministrator, { personId: person.id, isAdmin });
  patchPerson(person.id, () => changed);
}

export const invitationsQuery = () => commandQuery(listInvitations, {});

hub.on(personChanged, ({ person: card }) => patchPerson(card.id, (person) => ({ ...person, ...card })));
