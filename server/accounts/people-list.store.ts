import { type Expression, type SqlBool, sql } from 'kysely';
import type { Reader } from '#server/platform/db.ts';
import type { PersonKind } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { containing, fold } from './fold.ts';
import { type CardRow, cardColumns, type PersonRow, personColumns } from './present.ts';

export type PeopleFilter = {
  kinds: PersonKind[];
  /** Suspended people and e-mail addresses are searched for administrators only. */
  withStatus: boolean;
  query: string | undefined;
  after: PersonId | undefined;
  limit: number;
};

/** By name, then id; one row more than asked for tells that there is another page. */
export function listPeople(reader: Reader, filter: PeopleFilter): Promise<PersonRow[]> {
  let rows = reader.selectFrom('people').select(personColumns).where('kind', 'in', filter.kinds);
  if (!filter.withStatus) rows = rows.where('suspended_at', 'is', null);
  if (filter.query) rows = rows.where(matches(filter.query, filter.withStatus));
  if (filter.after) rows = rows.where(comesAfter(filter.after));
  return rows
    .orderBy('display_name')
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute();
}

export type EverybodyRow = PersonRow & { sessions: number; lastSeenAt: Date | null };

/** For administrators: all kinds, with how many sessions each has and when they were last seen. */
export function listEverybody(
  reader: Reader,
  { search, after, limit }: { search: string; after: PersonId | undefined; limit: number },
): Promise<EverybodyRow[]> {
  let rows = reader
    .selectFrom('people')
    .select(personColumns)
    .select([
      sql<number>`(select count(*) from sessions where person_id = people.id)`.as('sessions'),
      sql<Date | null>`greatest(
        (select max(last_seen_at) from sessions where person_id = people.id),
        (select max(last_used_at) from api_tokens where person_id = people.id)
      )`.as('lastSeenAt'),
    ]);
  if (search.trim()) rows = rows.where(matches(search, true));
  if (after) rows = rows.where(comesAfter(after));
  return rows
    .orderBy('display_name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
}

function matches(query: string, withEmail: boolean): Expression<SqlBool> {
  const byName = sql<SqlBool>`folded_name like ${containing(fold(query))}`;
  if (!withEmail) return byName;
  return sql<SqlBool>`(${byName} or lower(email) like ${containing(query.trim().toLowerCase())})`;
}

/** Rows behind a person in the order of names. The person of the page before is still found when renamed meanwhile. */
export const comesAfter = (personId: PersonId): Expression<SqlBool> =>
  sql<SqlBool>`(people.display_name, people.id) > (select display_name, id from people where id = ${personId})`;

export const findCards = (reader: Reader, ids: readonly PersonId[]): Promise<CardRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reader.selectFrom('people').select(cardColumns).where('id', 'in', ids).execute();

/** Of these people, those who share a space or a guest's meeting with the viewer, and the viewer. */
export const findSharedCards = (
  reader: Reader,
  viewer: PersonId,
  ids: readonly PersonId[],
): Promise<CardRow[]> =>
  reader
    .selectFrom('people')
    .select(cardColumns)
    .where('id', 'in', ids)
    .where(
      sql<SqlBool>`(
        people.id = ${viewer}
        or exists (
          select from space_members mine
          join space_members theirs on theirs.space_id = mine.space_id
          where mine.person_id = ${viewer} and theirs.person_id = people.id
        )
        or people.guest_meeting_id = (select guest_meeting_id from people where id = ${viewer})
      )`,
    )
    .execute();
