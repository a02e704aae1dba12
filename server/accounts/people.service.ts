import type * as z from 'zod';
import type { Db, Reader } from '#server/platform/db.ts';
import type { PeoplePage, PeopleQuery, PersonCard } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import { canListPeople, canSeeEverybody, canSeeStatus, listedKinds } from './people.policy.ts';
import { getPerson } from './people.store.ts';
import { findCards, findSharedCards, listPeople } from './people-list.store.ts';
import { cardOf, personOf } from './present.ts';

/** Of these people, those that a guest or customer may see for a reason of another domain, such as a meeting. */
export type AlsoVisible = (
  reader: Reader,
  actor: Actor,
  ids: readonly PersonId[],
) => Promise<readonly PersonId[]>;

export function createPeople({ db }: { db: Db }) {
  const reasons: AlsoVisible[] = [];

  /** Cards by id without asking who looks: for a service that has decided already that its caller may see them. */
  const cards = async (reader: Reader, ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> => {
    const rows = await findCards(reader, [...new Set(ids)]);
    return new Map(rows.map((row) => [row.id, cardOf(row)]));
  };

  return {
    cards,
    alsoVisible: (reason: AlsoVisible): void => void reasons.push(reason),

    async card(reader: Reader, id: PersonId): Promise<PersonCard> {
      return cardOf(await getPerson(reader, id));
    },

    async list(actor: Actor, query: z.output<typeof PeopleQuery>): Promise<z.output<typeof PeoplePage>> {
      if (!canListPeople(actor)) throw new AppError('forbidden', 'Only members see the list of people.');
      const withStatus = canSeeStatus(actor);
      const kinds = listedKinds(actor).filter((kind) => !query.kind || kind === query.kind);
      if (kinds.length === 0) return { people: [], more: false };
      const { query: text, after, limit } = query;
      const rows = await listPeople(db.read, { kinds, withStatus, query: text, after, limit });
      const people = rows.slice(0, limit).map((row) => personOf(row, { withStatus }));
      return { people, more: rows.length > limit };
    },

    /** One query for everybody; guests and customers may take a second one for people they meet elsewhere. */
    async get(actor: Actor, ids: readonly PersonId[]): Promise<PersonCard[]> {
      if (canSeeEverybody(actor)) return [...(await cards(db.read, ids)).values()];
      const shared = await findSharedCards(db.read, actor.personId, ids);
      const missing = ids.filter((id) => !shared.some((row) => row.id === id));
      if (missing.length === 0) return shared.map(cardOf);
      const met = await Promise.all(reasons.map((reason) => reason(db.read, actor, missing)));
      return [...shared.map(cardOf), ...(await cards(db.read, met.flat())).values()];
    },
  };
}
export type People = ReturnType<typeof createPeople>;
