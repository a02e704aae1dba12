import type { PersonCard } from '#shared/contract/accounts.ts';
import { PersonId } from '#shared/contract/ids.ts';

/** What the composer holds: text where a mention reads `@Anna Berg`, and whom each such name means. */
export type Draft = { text: string; names: Readonly<Record<string, PersonId>> };
export const emptyDraft: Draft = { text: '', names: {} };

const mention = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>/gi;

/** The composer's text as the message's Markdown. A longer name goes first: `@Anna Berg` is not `@Anna` and ` Berg`. */
export function toBody({ text, names }: Draft): string {
  const pattern = namesPattern(names);
  if (pattern === undefined) return text;
  return text.replace(pattern, (whole, label: string) => {
    const id = names[label];
    return id === undefined ? whole : `<@${id}>`;
  });
}

function namesPattern(names: Draft['names']): RegExp | undefined {
  const labels = Object.keys(names).sort((a, b) => b.length - a.length);
  if (labels.length === 0) return undefined;
  return new RegExp(`@(${labels.map(escapeRegExp).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

/** A message's Markdown as composer text, for editing and quoting. */
export function toDraft(body: string, nameOf: (id: PersonId) => string): Draft {
  let names: Draft['names'] = {};
  const text = body.replace(mention, (_, found: string) => {
    const id = PersonId.parse(found);
    const labelled = label({ id, displayName: nameOf(id) }, names);
    names = labelled.names;
    return `@${labelled.name}`;
  });
  return { text, names };
}

/** Puts the chosen person in place of the `@word` before the caret. */
export function insertMention(
  draft: Draft,
  range: { start: number; end: number },
  person: Pick<PersonCard, 'id' | 'displayName'>,
): { draft: Draft; caret: number } {
  const { name, names } = label(person, draft.names);
  const after = draft.text.slice(range.end);
  const inserted = `@${name}${/^\s/.test(after) ? '' : ' '}`;
  return {
    draft: { text: draft.text.slice(0, range.start) + inserted + after, names },
    caret: range.start + `@${name} `.length,
  };
}

/** Two people of one name get two labels. */
function label(person: Pick<PersonCard, 'id' | 'displayName'>, names: Draft['names']) {
  let name = person.displayName;
  for (let n = 2; names[name] !== undefined && names[name] !== person.id; n += 1)
    name = `${person.displayName} (${n})`;
  return { name, names: { ...names, [name]: person.id } };
}

/** The `@word` being typed at the caret, if any. A name may have a space in it, so two words count. */
export function mentionAt(text: string, caret: number): { start: number; end: number; query: string } | null {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const match = /(^|[\s([{"'«])@([\p{L}\p{N}._'’-]*(?: [\p{L}\p{N}._'’-]*)?)$/u.exec(before);
  if (match === null) return null;
  const query = match[2] ?? '';
  return { start: caret - query.length - 1, end: caret, query };
}

/** The people a word may mean: by the start of any of their names, without accents or case; best first. */
export function matchPeople(people: readonly PersonCard[], query: string, limit = 8): PersonCard[] {
  const wanted = plain(query);
  const scored = people.flatMap((person) => {
    const name = plain(person.displayName);
    if (name.startsWith(wanted)) return [{ person, score: 0 }];
    if (name.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return [{ person, score: 1 }];
    return [];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ person }) => person);
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The message as plain words for a notification or a label. */
export const plainText = (body: string, nameOf: (id: PersonId) => string) =>
  body.replace(mention, (_, id: string) => `@${nameOf(PersonId.parse(id))}`);

/** `> ` before each line, ready to be answered below. */
export const quoteOf = (text: string) =>
  `${text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')}\n\n`;

/** The people a message's Markdown names, each once, in lower case as the hub writes ids. */
export function mentionedIds(body: string): PersonId[] {
  const found = [...body.matchAll(mention)].map(([, id]) => (id ?? '').toLowerCase());
  return [...new Set(found)].map((id) => PersonId.parse(id));
}

/** The composer's text cut where its mentions begin and end. */
export function draftParts({ text, names }: Draft): { text: string; at: number; isMention: boolean }[] {
  const pattern = namesPattern(names);
  if (pattern === undefined) return [{ text, at: 0, isMention: false }];
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), at, isMention: false });
    parts.push({ text: match[0], at: match.index, isMention: true });
    at = match.index + match[0].length;
  }
  parts.push({ text: text.slice(at), at, isMention: false });
  return parts;
}
