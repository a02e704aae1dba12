import type { Audit } from '#server/platform/audit.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { Person } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import type { Announce } from './announce.ts';
import { lockAdministration } from './organisation.store.ts';
import { canAdminister } from './people.policy.ts';
import { countActiveAdministrators, lockPerson, setOfPerson } from './people.store.ts';
import { listEverybody } from './people-list.store.ts';
import { adminPersonOf, type PersonRow, personOf, targetOf } from './present.ts';
import type { Revoke } from './revoke.ts';
import { deleteSessionsOf } from './sessions.store.ts';
import { deleteTokensOf } from './tokens.store.ts';

type Parts = { db: Db; clock: Clock; revoke: Revoke; announce: Announce; audit: Audit };

/** What administrators do to people. There is always an active administrator left. */
export function createAdministration({ db, clock, revoke, announce, audit }: Parts) {
  return {
    suspend: (actor: Actor, personId: PersonId): Promise<Person> =>
      change(actor, personId, async (tx, person) => {
        if (person.id === actor.personId) throw conflict('self', 'You cannot suspend yourself.');
        if (person.suspendedAt) return person;
        await requireAnotherAdministrator(tx, person);
        await deleteSessionsOf(tx, personId, { except: null });
        await deleteTokensOf(tx, personId);
        revoke(tx, { person: personId }, 'suspended');
        audit.record(tx, { actor, action: 'people.suspended', target: targetOf(person) });
        return await setOfPerson(tx, personId, { suspended_at: clock.now() });
      }),

    restore: (actor: Actor, personId: PersonId): Promise<Person> =>
      change(actor, personId, async (tx, person) => {
        if (!person.suspendedAt) return person;
        audit.record(tx, { actor, action: 'people.restored', target: targetOf(person) });
        return await setOfPerson(tx, personId, { suspended_at: null });
      }),

    /** Their connections come back and are judged by the new rights. */
    setAdministrator: (actor: Actor, personId: PersonId, isAdmin: boolean): Promise<Person> =>
      change(actor, personId, async (tx, person) => {
        if (person.isAdmin === isAdmin) return person;
        if (person.kind !== 'member') throw conflict('notMember', 'Only a member can be an administrator.');
        if (!isAdmin) await requireAnotherAdministrator(tx, person);
        const changed = await setOfPerson(tx, personId, { is_admin: isAdmin });
        announce.me(tx, changed);
        revoke(tx, { person: personId }, 'accessChanged');
        const action = isAdmin ? 'people.madeAdministrator' : 'people.madeMember';
        audit.record(tx, { actor, action, target: targetOf(person) });
        return changed;
      }),

    /** Ends every session of the person; programs with their tokens go on. */
    async signOut(actor: Actor, personId: PersonId): Promise<number> {
      requireAdministrator(actor);
      return await db.transaction(async (tx) => {
        const person = await lockPerson(tx, personId);
        const ended = await deleteSessionsOf(tx, personId, { except: null });
        for (const session of ended) revoke(tx, { session }, 'signedOut');
        const facts = { ended: ended.length };
        audit.record(tx, { actor, action: 'people.signedOut', target: targetOf(person), facts });
        return ended.length;
      });
    },

    /** Everybody, guests and suspended people too, by name. */
    async listAll(actor: Actor, query: { search: string; after: PersonId | undefined; limit: number }) {
      requireAdministrator(actor);
      const rows = await listEverybody(db.read, query);
      return { rows: rows.slice(0, query.limit).map(adminPersonOf), more: rows.length > query.limit };
    },
  };

  async function change(
    actor: Actor,
    personId: PersonId,
    work: (tx: Tx, person: PersonRow) => Promise<PersonRow>,
  ): Promise<Person> {
    requireAdministrator(actor);
    return await db.transaction(async (tx) => {
      await lockAdministration(tx);
      const changed = await work(tx, await lockPerson(tx, personId));
      announce.card(tx, changed);
      return personOf(changed, { withStatus: true });
    });
  }
}
export type Administration = ReturnType<typeof createAdministration>;

function requireAdministrator(actor: Actor): void {
  if (!canAdminister(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}

async function requireAnotherAdministrator(tx: Tx, person: PersonRow): Promise<void> {
  if (!person.isAdmin || person.suspendedAt) return;
  if ((await countActiveAdministrators(tx)) > 1) return;
  throw conflict('lastAdministrator', 'This is the last active administrator.');
}

const conflict = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
