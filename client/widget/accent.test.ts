import { expect, test } from 'vitest';
import { textOn } from './accent.ts';

test('words on the accent are the ones that read better', () => {
  expect(['#000000', '#0b6e4f', '#c2410c', '#1a73e8'].map(textOn)).toEqual(Array(4).fill('#ffffff'));
  expect(['#ffffff', '#ffd400', '#7fe0c3'].map(textOn)).toEqual(Array(3).fill('#101416'));
});
