import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { createSlots } from './slots.ts';

export type PasswordCost = { memoryCost: number; timeCost: number; parallelism: number };
/** argon2id as OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. */
export const passwordCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashes on Node's thread pool, which has four threads for files and names too: a wave of sign-ins gets two of them.
 */
export function createPasswords(cost: PasswordCost = passwordCost) {
  const slots = createSlots(2, 200);
  const decoy = hash(randomBytes(32), cost);
  // Whoever needs it hears of a failure then.
  decoy.catch(() => {});

  // NIST SP 800-63B 3.1.1.2: the same password typed on another keyboard must give the same bytes.
  const normalise = (password: string) => password.normalize('NFKC');

  return {
    hash: (password: string): Promise<string> => slots(() => hash(normalise(password), cost)),

    /** Without a stored hash it works as long for a sure `false`, so that time does not tell who exists. */
    async verify(stored: string | null | undefined, password: string): Promise<boolean> {
      const against = stored ?? (await decoy);
      const matches = await slots(() => verify(against, normalise(password)));
      return matches && typeof stored === 'string';
    },

    needsRehash(stored: string): boolean {
      const { memoryCost, timeCost, parallelism } = parseOptions(stored);
      return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism;
    },
  };
}
export type Passwords = ReturnType<typeof createPasswords>;
