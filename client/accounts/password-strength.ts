export type Strength = 'short' | 'weak' | 'fair' | 'good' | 'strong';
export const leastLength = 10;

const common =
  /^(?:.*(?:password|motdepasse|passwort|azerty|qwerty|qwertz|1234|abcd|letmein|welcome|bienvenue|entente))/i;

/**
 * A hint, not a rule: the hub asks for length only. Counts what is hard to guess: the length, where repeated and neighbouring characters
 * count little and words everybody tries count nothing.
 */
export function strengthOf(password: string, known: string[] = []): Strength {
  if (password.length < leastLength) return 'short';
  const lower = password.toLowerCase();
  const own = known
    .flatMap((text) => text.toLowerCase().split(/[\s@.]+/u))
    .filter((part) => part.length >= 4);
  let worth = 0;
  for (let at = 0; at < password.length; at += 1) {
    const step = at === 0 ? 9 : Math.abs(password.charCodeAt(at) - password.charCodeAt(at - 1));
    worth += step <= 1 ? 0.3 : 1;
  }
  worth *= new Set(lower).size < 6 ? 0.5 : 1;
  if (common.test(password)) worth -= 6;
  for (const part of own) if (lower.includes(part)) worth -= part.length;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  worth += kinds - 1;
  if (worth < 9) return 'weak';
  if (worth < 13) return 'fair';
  return worth < 18 ? 'good' : 'strong';
}
