import { expect, test } from 'vitest';
import { createXmlReader } from './xml-reader.ts';

function read(text: string, pieceLength = text.length) {
  const reader = createXmlReader();
  const parts = [];
  for (let at = 0; at < text.length; at += pieceLength)
    parts.push(...reader.read(text.slice(at, at + pieceLength)));
  return { parts, isWhole: reader.isWhole() };
}

const document = `<?xml version="1.0"?>
<!-- a > b -->
<a x="1 &amp; 2" y='z'>
<b/>t&#233;xt &lt;3<![CDATA[<not a="tag"> &amp; ]]]]><![CDATA[>]]></a>
`;

test('tags, attributes, words and lines are told', () => {
  const { parts, isWhole } = read(document);
  expect(parts.filter((part) => part.kind !== 'text' || part.text.trim() !== '')).toEqual([
    { kind: 'open', name: 'a', attributes: { x: '1 & 2', y: 'z' }, line: 3 },
    { kind: 'open', name: 'b', attributes: {}, line: 4 },
    { kind: 'close', name: 'b', line: 4 },
    { kind: 'text', text: 'téxt <3', line: 4 },
    { kind: 'text', text: '<not a="tag"> &amp; ]]', line: 4 },
    { kind: 'text', text: '>', line: 4 },
    { kind: 'close', name: 'a', line: 4 },
  ]);
  expect(isWhole).toBe(true);
});

test('pieces of any length give the same', () => {
  const { parts } = read(document);
  for (let length = 1; length < 20; length++) expect(read(document, length).parts).toEqual(parts);
});

test('a document type is refused, and one that is cut off is not whole', () => {
  expect(() => read('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toThrow('document type');
  expect(read('<a><![CDATA[b').isWhole).toBe(false);
});
