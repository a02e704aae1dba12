import type { Db } from '#server/platform/db.ts';
import { type Limiter, limiter, type RateLimit } from '#server/platform/rate-limit.ts';
import { sharedLimiter } from '#server/platform/shared-limit.ts';

/** Wide enough for an office behind one address, narrow enough that guessing leads nowhere. */
export const accountLimits = {
  signInPerAddress: { points: 100, perSeconds: 600 },
  /** Against guessing one account from many addresses. */
  signInPerEmail: { points: 100, perSeconds: 3_600 },
  /** Per e-mail and address together, so that a stranger cannot lock somebody out. */
  signInPerEmailAndAddress: { points: 10, perSeconds: 900 },
  setUpPerAddress: { points: 20, perSeconds: 600 },
  invitationPerAddress: { points: 100, perSeconds: 600 },
  invitePerPerson: { points: 200, perSeconds: 3_600 },
  guestPerAddress: { points: 60, perSeconds: 600 },
  passwordPerPerson: { points: 10, perSeconds: 900 },
  avatarPerPerson: { points: 20, perSeconds: 600 },
} satisfies Record<string, RateLimit>;

type Name = keyof typeof accountLimits;
export type AccountLimits = Record<Name, RateLimit>;
export type AccountLimiters = Record<Name, Limiter>;

/** Where a secret can be guessed, it counts how often it is tried at all hubs together. */
const guessed: ReadonlySet<string> = new Set<Name>([
  'signInPerAddress',
  'signInPerEmail',
  'signInPerEmailAndAddress',
  'passwordPerPerson',
]);

export function createLimiters(db: Db, changed: Partial<AccountLimits> = {}): AccountLimiters {
  const limits: AccountLimits = { ...accountLimits, ...changed };
  const entries = Object.entries(limits).map(([name, limit]) => [
    name,
    guessed.has(name) ? sharedLimiter(db, name, limit) : limiter(name, limit),
  ]);
  return Object.fromEntries(entries);
}
