import type { PersonKind } from '#shared/contract/accounts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const guestMs = 24 * hourMs;
/** The time of the last visit is written at most this often. */
export const touchEveryMs = 60_000;

/** `days`: without use after which a session ends, as the administrators decided. */
export function createSessionTime(days: () => number) {
  const personMs = () => days() * dayMs;
  return {
    first: (kind: PersonKind, now: Date): Date =>
      new Date(now.getTime() + (kind === 'guest' ? guestMs : personMs())),
    /** A visit prolongs a person's session; a guest's ends a day after it began, whatever happens. */
    later: (kind: PersonKind, now: Date, expiresAt: Date): Date =>
      kind === 'guest' ? expiresAt : new Date(now.getTime() + personMs()),
  };
}
export type SessionTime = ReturnType<typeof createSessionTime>;
