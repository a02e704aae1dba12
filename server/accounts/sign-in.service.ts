import type { Audit } from '#server/platform/audit.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Db } from '#server/platform/db.ts';
import type { Me } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, SessionId } from '#shared/contract/ids.ts';
import type { AccountLimiters } from './limits.ts';
import type { Passwords } from './passwords.ts';
import { findCredentials, findPasswordHash, lockPerson, setPasswordHash } from './people.store.ts';
import { actorOf, meOf } from './present.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';

/** Who somebody is now, and the session to put into their cookie. */
export type SignedIn = { me: Me; session: OpenedSession };
type Parts = {
  db: Db;
  passwords: Passwords;
  limits: AccountLimiters;
  sessions: Sessions;
  audit: Audit;
};
type Input = { email: string; password: string };
/** The session that the same browser held until now, if any. */
type Previous = { personId: PersonId; sessionId: SessionId | null } | undefined;

export function createSignIn({ db, passwords, limits, sessions, audit }: Parts) {
  return async (input: Input, caller: Caller, previous: Previous): Promise<SignedIn> => {
    const email = input.email.trim().toLowerCase();
    const address = addressKey(caller.address);
    await limits.signInPerAddress.consume(address);
    await limits.signInPerEmailAndAddress.consume(`${email} ${address}`);
    await limits.signInPerEmail.consume(email);
    const verified = await verify(email, input.password).catch((error: unknown) => {
      if (error instanceof AppError) tellRefusal(email);
      throw error;
    });
    await limits.signInPerEmailAndAddress.forgive(`${email} ${address}`);
    return await db.transaction(async (tx) => {
      const person = await lockPerson(tx, verified.id);
      const stored = await findPasswordHash(tx, verified.id);
      // Suspended, or the password was changed, while it was being checked.
      if (person.suspendedAt || stored?.passwordHash !== verified.passwordHash) throw refused();
      if (verified.rehashed) await setPasswordHash(tx, person.id, verified.rehashed);
      if (previous?.sessionId) await sessions.leave(tx, previous.personId, previous.sessionId);
      const session = await sessions.open(tx, person, caller);
      audit.record(tx, { actor: actorOf(person), action: 'accounts.signedIn' });
      return { me: meOf(person, session.sessionId), session };
    });
  };

  /** What was typed is kept when it looks like an address: some type their password into the wrong field. */
  function tellRefusal(email: string): void {
    const facts = { email: /^\S+@\S+$/.test(email) ? email : null };
    audit.refused({ actor: null, action: 'accounts.signInFailed', facts });
  }

  /** An unknown address, a wrong password and a suspended person take as long and get the same answer. */
  async function verify(email: string, password: string) {
    const found = await findCredentials(db.read, email);
    const matches = await passwords.verify(found?.passwordHash, password);
    if (!matches || !found?.passwordHash || found.suspendedAt) throw refused();
    const { id, passwordHash } = found;
    const rehashed = passwords.needsRehash(passwordHash) ? await passwords.hash(password) : undefined;
    return { id, passwordHash, rehashed };
  }
}
export type SignIn = ReturnType<typeof createSignIn>;

const refused = () => new AppError('unauthenticated', 'The e-mail address or the password is wrong.');
