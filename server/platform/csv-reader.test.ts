import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';
import { createCsvReader, delimiterOf } from './csv-reader.ts';

function read(text: string, delimiter = ',', pieceLength = text.length || 1) {
  const reader = createCsvReader(delimiter);
  const records = [];
  for (let at = 0; at < text.length; at += pieceLength)
    records.push(...reader.read(text.slice(at, at + pieceLength)));
  return [...records, ...reader.end()];
}
const cells = (text: string, delimiter?: string) => read(text, delimiter).map((record) => record.cells);

test.each([
  [
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\nc,',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  ['a\rb\r', [['a'], ['b']]],
  ['"a,""b""\r\nc",d', [['a,"b"\r\nc', 'd']]],
  ['""\n', [['']]],
  ['"",""', [['', '']]],
  ['\n\r\na\n\n', [['a']]],
  [',\n', [['', '']]],
  ['5" disk,é😀', [['5" disk', 'é😀']]],
  ['', []],
])('%j is read', (text, expected) => {
  expect(cells(text)).toEqual(expected);
});

test('pieces of any length give the same, with the lines on which records begin', () => {
  const text = 'a,b\r\n"one\r\ntwo","x""y"\r\n\r\nc,"d"\r\n';
  const whole = read(text);
  expect(whole.map(({ line }) => line)).toEqual([1, 2, 5]);
  for (let length = 1; length <= text.length; length++) expect(read(text, ',', length)).toEqual(whole);
});

test('what is written is read', () => {
  const row = ['plain', 'with "quotes"', 'two\r\nlines', '', '; and \t'];
  expect(cells(csvLine(row))).toEqual([row]);
});

test('a quote that nobody closes, and words behind one, are told', () => {
  expect(read('a,"b\nc').map(({ broken }) => broken)).toEqual([true]);
  expect(read('"a"b,c\nd,e')).toMatchObject([{ broken: true, cells: ['ab', 'c'] }, { broken: false }]);
});

test.each([
  ['a;b,c;d\n', ';'],
  ['a\tb\n', '\t'],
  ['"a;b;c",d\ne;f;g;h', ','],
  ['alone', ','],
])('the delimiter of %j is %j', (head, delimiter) => {
  expect(delimiterOf(head)).toBe(delimiter);
});
