import { randomInt } from 'node:crypto';

/** No i, l and o: they are mistaken for each other and for digits when a link is read out. */
const letters = 'abcdefghjkmnpqrstuvwxyz';

/** Ten letters of 23, about 45 bits: with the rate limit on looking up, guessing one leads nowhere. */
export function newMeetingCode(): string {
  const some = (length: number) =>
    Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
  return `${some(3)}-${some(4)}-${some(3)}`;
}
