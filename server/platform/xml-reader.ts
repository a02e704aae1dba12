/** What a document is made of; `line` counts from 1. */
export type XmlPart =
  | { kind: 'open'; name: string; attributes: Record<string, string>; line: number }
  | { kind: 'close'; name: string; line: number }
  | { kind: 'text'; text: string; line: number };

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decoded = (text: string) =>
  text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

/** How things begin and end. The longest first: all of them begin as the last one does. */
const closed = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<', '>'],
] as const;
const longestOpening = 9;
/** Letters of one tag or text: of more, the end is not waited for. */
const maxLength = 5_000_000;

/** What is no XML, or none that is taken. */
export class NotXml extends Error {}

/**
 * Reads a well-formed document piece by piece, and knows no entities but the five of XML: whoever declares others (a DTD) is
 * refused, as they are what such files are attacked with.
 */
export function createXmlReader() {
  let rest = '';
  let line = 1;

  function* read(text: string): Generator<XmlPart> {
    rest += text;
    let at = 0;
    for (;;) {
      const begin = rest.indexOf('<', at);
      if (begin === -1) break;
      const isCut = rest.length - begin < longestOpening && !rest.includes('>', begin);
      const found = isCut ? undefined : closed.find(([opening]) => rest.startsWith(opening, begin));
      const end = found ? rest.indexOf(found[1], begin + found[0].length) : -1;
      if (!found || end === -1) break;
      const [opening, closing] = found;
      if (begin > at) yield { kind: 'text', text: decoded(rest.slice(at, begin)), line };
      line += linesIn(rest.slice(at, begin));
      const inner = rest.slice(begin + opening.length, end);
      if (opening === '<![CDATA[') yield { kind: 'text', text: inner, line };
      else if (opening === '<') yield* tagOf(inner, line);
      at = end + closing.length;
      line += linesIn(rest.slice(begin, at));
    }
    rest = rest.slice(at);
    if (rest.length > maxLength) throw new NotXml('something has no end');
  }

  return { read, isWhole: () => rest.trim() === '' };
}

const linesIn = (text: string): number => text.split('\n').length - 1;

function* tagOf(inner: string, line: number): Generator<XmlPart> {
  if (inner.startsWith('!')) throw new NotXml('a document type is not taken');
  if (inner.startsWith('/')) return yield { kind: 'close', name: inner.slice(1).trim(), line };
  const [, name, rest = ''] = /^([\w:.-]+)([\s\S]*)$/.exec(inner) ?? [];
  if (name === undefined) throw new NotXml('a tag without a name');
  const attributes = Object.fromEntries(
    [...rest.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, key = '', double, single = '']) => [key, decoded(double ?? single)],
    ),
  );
  yield { kind: 'open', name, attributes, line };
  if (inner.endsWith('/')) yield { kind: 'close', name, line };
}
