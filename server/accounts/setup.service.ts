import type * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import type { setUp } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { AccountLimiters } from './limits.ts';
import type { OpenAccount } from './new-account.ts';
import { claimOrganisation, findOrganisation, offerSetup } from './organisation.store.ts';
import type { Passwords } from './passwords.ts';
import { type HashSecret, newSecret } from './secrets.ts';
import { actorOf } from './present.ts';
import type { Settings } from './settings.service.ts';
import type { SignedIn } from './sign-in.service.ts';

type Input = z.output<(typeof setUp)['body']>;
type Parts = {
  db: Db;
  clock: Clock;
  hashSecret: HashSecret;
  passwords: Passwords;
  limits: AccountLimiters;
  openAccount: OpenAccount;
  publicUrl(): string;
  audit: Audit;
  settings: Settings;
};

export function createSetup(parts: Parts) {
  const { db, clock, hashSecret, passwords, limits, openAccount, audit, settings } = parts;

  return {
    /** undefined until somebody has set the hub up. Once there, it is not asked for again. */
    async organisationName(): Promise<string | undefined> {
      return settings.current().name ?? (await settings.load()).name ?? undefined;
    },

    /** A fresh link for the first administrator, which replaces every one before; undefined once there is one. */
    async setupLink(): Promise<string | undefined> {
      const secret = newSecret();
      const offered = await db.transaction((tx) => offerSetup(tx, hashSecret(secret)));
      return offered ? `${parts.publicUrl()}/setup/${secret}` : undefined;
    },

    /** Of several who try at once, one becomes the administrator; the others get `conflict`. */
    async setUp({ secret, organisationName, ...account }: Input, caller: Caller): Promise<SignedIn> {
      await limits.setUpPerAddress.consume(addressKey(caller.address));
      const setupHash = hashSecret(secret);
      await requireOpen(setupHash);
      const passwordHash = await passwords.hash(account.password);
      return await db.transaction(async (tx) => {
        const claim = { setupHash, name: organisationName, createdAt: clock.now() };
        if (!(await claimOrganisation(tx, claim))) throw alreadySetUp();
        const signedIn = await openAccount(tx, account, { role: 'administrator', passwordHash }, caller);
        settings.changed(tx);
        const target = { kind: 'organisation', id: '1', name: organisationName };
        audit.record(tx, { actor: actorOf(signedIn.me), action: 'organisation.setUp', target });
        return signedIn;
      });
    },
  };

  async function requireOpen(setupHash: Buffer): Promise<void> {
    const organisation = await findOrganisation(db.read);
    if (organisation.name !== null) throw alreadySetUp();
    if (!organisation.setupHash?.equals(setupHash))
      throw new AppError('expired', 'This set-up link no longer works. The newest one is in the log.');
  }
}
export type Setup = ReturnType<typeof createSetup>;

const alreadySetUp = () =>
  new AppError('conflict', 'This hub has an administrator already.', { details: { reason: 'alreadySetUp' } });
