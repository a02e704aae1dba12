/** What the audit page keeps in its address: a filter that one can send to a colleague. */
export type AuditSearch = {
  /** A whole action or a domain. */
  action?: string;
  /** A person's id. */
  by?: string;
  text?: string;
  /** Days in the reader's zone, `2026-03-31`. */
  from?: string;
  to?: string;
  /** The `seq` of the entry shown beside the list. */
  entry?: number;
};

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const isWord = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest;

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const { action, by, text, from, to, entry } = search;
  // A search of digits alone arrives as a number.
  const words = typeof text === 'number' ? String(text) : text;
  return {
    ...(isWord(action, 80) && { action }),
    ...(isWord(by, 64) && { by }),
    ...(isWord(words, 100) && { text: words }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(Number.isInteger(entry) && Number(entry) > 0 && { entry: Number(entry) }),
  };
}
