const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  icirc: 'î',
  ocirc: 'ô',
  ugrave: 'ù',
  ucirc: 'û',
};

/** What is within them is not for reading. */
const unread =
  /<(script|style|head|title|noscript|iframe|object|template|svg)\b[^>]*>[\s\S]*?(<\/\1\s*>|$)/gi;
const lineEnds = /<\/?(br|p|div|h[1-6]|tr|table|ul|ol|blockquote|pre|hr|section|article)\b[^>]*>/gi;

/**
 * The words of a mail or a page, for people to read: no tags, no pictures (so nothing that calls home), at most `max` characters.
 * Not a sanitiser for HTML that is to be shown as such: what comes out is shown as text.
 */
export function plainText(html: string, max: number): string {
  const text = html
    .slice(0, max * 20)
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(unread, '')
    .replace(/[\r\n\t ]+/g, ' ')
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(lineEnds, '\n')
    .replace(/<\/?[a-z][^>]*(>|$)/gi, '')
    .replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, decode)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}

function decode(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
  const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '';
}

/** One line for a subject or a name; undefined where nothing is left. */
export function oneLine(text: string | null | undefined, max: number): string | undefined {
  const words = (text ?? '')
    .replace(/[\u0000-\u001f\u007f\u2028\u2029\s]+/g, ' ')
    .trim()
    .slice(0, max)
    .trim();
  return words === '' ? undefined : words.toWellFormed();
}

/** What a word of the other system, in lower case, is here. */
export const lookUp = <T>(table: Record<string, T>, word: string | null | undefined, usual: T): T => {
  const known = (word ?? '').trim().toLowerCase();
  return Object.hasOwn(table, known) ? (table[known] ?? usual) : usual;
};
