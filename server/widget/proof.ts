import { timingSafeEqual } from 'node:crypto';
import { type HashSecret, newSecret } from '#server/accounts/secrets.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Limiter } from '#server/platform/rate-limit.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Challenge } from '#shared/contract/widget.ts';
import { isSolved } from '#shared/proof-of-work.ts';

/** Seconds that a challenge may be answered. */
export const proofSeconds = 600;
/** Some 50 ms in a browser, which nobody notices; a flood pays it each time. */
const leastBits = 15;
/** A second or so on a computer of today: no flood makes it harder for those who really ask. */
const mostBits = 20;
/** Challenges of a minute that cost the least. */
const calm = 30;

type Parts = {
  clock: Clock;
  hashSecret: HashSecret;
  /** Lets each challenge pass once, at all hubs together. */
  spent: Limiter;
};
export type Proof = { challenge: string; nonce: number };

/**
 * A stranger's computer has to work before the hub makes a person of them. The hub keeps nothing for a challenge until it is
 * answered: a keyed hash says that it is one of ours, for this widget, and until when.
 */
export function createProofOfWork({ clock, hashSecret, spent }: Parts) {
  let load = 0;
  let loadAt = clock.now().getTime();

  /** One more challenge; those of before count less and less, to a third after a minute. */
  function count(): number {
    const now = clock.now().getTime();
    load = load * Math.exp(-Math.max(0, now - loadAt) / 60_000) + 1;
    loadAt = now;
    return load;
  }

  const sign = (key: string, facts: string) =>
    hashSecret(`widget challenge ${key} ${facts}`).toString('base64url');

  return {
    challenge(key: string): Challenge {
      const bits = bitsFor(count());
      const expires = clock.now().getTime() + proofSeconds * 1000;
      const facts = `${bits}.${expires.toString(36)}.${newSecret()}`;
      return { challenge: `${facts}.${sign(key, facts)}`, bits };
    },

    /** `expired` for an answer to nothing of ours, too late or wrong; `tooMany` for one that was given before. */
    async verify(key: string, { challenge, nonce }: Proof): Promise<void> {
      const end = challenge.lastIndexOf('.');
      const facts = challenge.slice(0, Math.max(0, end));
      const [bits = '', expires = ''] = facts.split('.');
      const isOurs = equal(challenge.slice(end + 1), sign(key, facts));
      const inTime = Number.parseInt(expires, 36) > clock.now().getTime();
      if (!isOurs || !inTime || !isSolved(challenge, nonce, Number(bits)))
        throw new AppError('expired', 'The proof of work does not hold. Ask for a new challenge.', {
          details: { reason: 'proof' },
        });
      await spent.consume(challenge);
    },
  };
}
export type ProofOfWork = ReturnType<typeof createProofOfWork>;

/** One bit more, twice the work, each time that the challenges of a minute double. */
export const bitsFor = (perMinute: number): number =>
  Math.min(mostBits, leastBits + Math.max(0, Math.ceil(Math.log2(perMinute / calm))));

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
