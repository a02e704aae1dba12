import { expect, test } from 'vitest';
import { containing, fold } from './fold.ts';

test('folds case and accents', () => {
  expect(fold(' Chloé ÉLÉONORE ')).toBe('chloe eleonore');
});

test('takes wildcards literally', () => {
  expect(containing('50%_a\\b')).toBe('%50\\%\\_a\\\\b%');
});
