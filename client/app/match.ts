export const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/**
 * How well a label answers a query: 0 not at all; more for a start, for starts of words, for letters in a row. Accents and case
 * do not matter. Every word of the query has to be found.
 */
export function matchScore(query: string, label: string): number {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return 1;
  const text = fold(label);
  let sum = 0;
  for (const word of words) {
    const score = scoreOf(word, text);
    if (score === 0) return 0;
    sum += score;
  }
  return sum / words.length;
}

function scoreOf(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  if (at > 0) return /[\s\-_/#.(]/.test(text[at - 1] ?? '') ? 80 : 50;
  return word.length > 1 && isInitials(word, text) ? 40 : 0;
}

/** "gdb" finds "General debate board". */
function isInitials(word: string, text: string): boolean {
  const firsts = text
    .split(/[\s\-_/]+/u)
    .map((part) => part[0] ?? '')
    .join('');
  return firsts.startsWith(word);
}
