import { expect, test } from 'vitest';
import { cell } from './csv.ts';

test.each([
  ['plain', '"plain"'],
  ['with "quotes", and\nlines', '"with ""quotes"", and\nlines"'],
  ['=HYPERLINK("http://evil")', '"\'=HYPERLINK(""http://evil"")"'],
  ['+1', '"\'+1"'],
  ['-1', '"\'-1"'],
  ['@SUM(A1)', '"\'@SUM(A1)"'],
  ['\t=1', '"\'\t=1"'],
  [' =1', '"\' =1"'],
  [null, '""'],
  [7, '"7"'],
])('%j is written as %s', (value, written) => {
  expect(cell(value)).toBe(written);
});
