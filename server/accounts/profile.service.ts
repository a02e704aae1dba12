import type { Audit } from '#server/platform/audit.ts';
import type { Db } from '#server/platform/db.ts';
import type { Me } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Actor } from './actor.ts';
import type { Announce } from './announce.ts';
import type { AccountLimiters } from './limits.ts';
import type { Passwords } from './passwords.ts';
import {
  findPasswordHash,
  findPerson,
  type ProfileChange,
  setPasswordHash,
  updatePerson,
} from './people.store.ts';
import { meOf } from './present.ts';
import type { Sessions } from './sessions.service.ts';

type Parts = {
  db: Db;
  passwords: Passwords;
  limits: AccountLimiters;
  sessions: Sessions;
  announce: Announce;
  audit: Audit;
};

/** What people change about themselves. */
export function createProfile({ db, passwords, limits, sessions, announce, audit }: Parts) {
  async function getMe(actor: Actor): Promise<Me> {
    const person = await findPerson(db.read, actor.personId);
    if (!person) throw new AppError('unauthenticated', 'This account is gone.');
    return meOf(person, actor.sessionId);
  }

  return {
    getMe,

    async update(actor: Actor, change: ProfileChange): Promise<Me> {
      if (Object.values(change).every((value) => value === undefined)) return await getMe(actor);
      return await db.transaction(async (tx) => {
        const person = await updatePerson(tx, actor.personId, change);
        announce.me(tx, person);
        if (change.displayName !== undefined) announce.card(tx, person);
        return meOf(person, actor.sessionId);
      });
    },

    async changePassword(actor: Actor, { current, next }: { current: string; next: string }): Promise<void> {
      await limits.passwordPerPerson.consume(actor.personId);
      const stored = (await findPasswordHash(db.read, actor.personId))?.passwordHash;
      if (!(await passwords.verify(stored, current))) {
        audit.refused({ actor, action: 'accounts.passwordRefused' });
        throw new AppError('forbidden', 'The current password is wrong.', {
          details: { reason: 'wrongPassword' },
        });
      }
      const passwordHash = await passwords.hash(next);
      await db.transaction(async (tx) => {
        await setPasswordHash(tx, actor.personId, passwordHash);
        audit.record(tx, { actor, action: 'accounts.passwordChanged' });
        await sessions.endOthersOf(tx, actor);
      });
      await limits.passwordPerPerson.forgive(actor.personId);
    },
  };
}
export type Profile = ReturnType<typeof createProfile>;
