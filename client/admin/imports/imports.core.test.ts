import { expect, test } from 'vitest';
import type { TicketImport } from '#shared/contract/imports.ts';
import { fieldAt, progressOf, withField } from './imports.core.ts';

test('a column holds one thing, and a thing is in one column', () => {
  const columns = { subject: 0, body: 1 };
  expect(fieldAt(columns, 1)).toBe('body');
  expect(fieldAt(columns, 2)).toBeNull();
  expect(withField(columns, 2, 'body')).toEqual({ subject: 0, body: 2 });
  expect(withField(columns, 0, 'status')).toEqual({ body: 1, status: 0 });
  expect(withField(columns, 0, null)).toEqual({ body: 1 });
});

test('progress is of the rows of the file', () => {
  const of = (rows: number, rowsDone: number) => progressOf({ rows, rowsDone } as TicketImport);
  expect([of(0, 0), of(200, 50), of(3, 2)]).toEqual([100, 25, 67]);
});
