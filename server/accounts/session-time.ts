import type { PersonKind } from '#shared/contract/accounts.ts';

const hourMs = 3_600_000;
const personMs = 30 * 24 * hourMs;
const guestMs = 24 * hourMs;
/** The time of the last visit is written at most this often. */
export const touchEveryMs = 60_000;

export const firstExpiry = (kind: PersonKind, now: Date): Date =>
  new Date(now.getTime() + (kind === 'guest' ? guestMs : personMs));

/** A visit prolongs a person's session; a guest's ends a day after it began, whatever happens. */
export const laterExpiry = (kind: PersonKind, now: Date, expiresAt: Date): Date =>
  kind === 'guest' ? expiresAt : new Date(now.getTime() + personMs);
