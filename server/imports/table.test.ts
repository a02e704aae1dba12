import { describe, expect, test } from 'vitest';
import type { ImportField, ImportSettings } from '#shared/contract/imports.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { readRecord } from './table.ts';
import { guessColumns } from './words.ts';

const now = '2026-11-01T12:00:00.000Z';

/** One line of a table with these columns. */
function read(cells: Partial<Record<ImportField, string>>) {
  const fields = Object.keys(cells) as ImportField[];
  const settings: ImportSettings = {
    queueId: '00000000-0000-4000-8000-000000000000' as QueueId,
    columns: Object.fromEntries(fields.map((field, place) => [field, place])),
    dayFirst: true,
    timeZone: 'Europe/Paris',
  };
  const record = { line: 7, cells: Object.values(cells), broken: false };
  return readRecord(record, fields.length, settings, now);
}

describe('columns are known by their names', () => {
  test.each<[string, string[], Partial<Record<ImportField, number>>]>([
    [
      'in English',
      ['ID', 'Title', 'Created By', 'E-mail', 'Status', 'Closed on', 'Colour'],
      { externalId: 0, subject: 1, requester: 2, requesterEmail: 3, status: 4, closedAt: 5 },
    ],
    [
      'in French',
      ['N°', 'Objet', 'Demandeur', 'Priorité', 'Créé le', 'Date d’ouverture'],
      { externalId: 0, subject: 1, requester: 2, priority: 3, createdAt: 4 },
    ],
  ])('%s', (_, header, columns) => {
    expect(guessColumns(header)).toEqual(columns);
  });
});

test('a line becomes a ticket of the past', () => {
  const { said, problems } = read({
    externalId: '4711',
    subject: 'Printer',
    body: '<p>It <b>burns</b>.</p><script>alert(1)</script>',
    requester: '"Cleo Ray" <Cleo@Acorn.example>',
    company: 'Acorn',
    status: 'Fermé',
    priority: 'URGENT',
    impact: 'Majeur',
    channel: 'E-mail',
    tags: 'ink; paper, ink',
    createdAt: '02/03/2026 10:00',
    firstResponseAt: '02/03/2026 11:30',
    closedAt: '05/03/2026',
  });
  expect(problems).toEqual([]);
  expect(said).toMatchObject({
    externalId: '4711',
    requester: { email: 'cleo@acorn.example', name: 'Cleo Ray' },
    status: 'closed',
    priority: 'critical',
    impact: 'major',
    channel: 'mail',
    tags: ['ink', 'paper'],
    createdAt: '2026-03-02T09:00:00.000Z',
    firstResponseAt: '2026-03-02T10:30:00.000Z',
    solvedAt: '2026-03-04T23:00:00.000Z',
    closedAt: '2026-03-04T23:00:00.000Z',
    updatedAt: '2026-03-04T23:00:00.000Z',
    waitingSince: null,
    words: [{ kind: 'reply', body: 'It burns.', at: '2026-03-02T09:00:00.000Z' }],
  });
});

test('a subject is enough; who waits and how it stands follow', () => {
  expect(read({ subject: 'Alone' }).said).toMatchObject({
    externalId: 'line 7',
    requester: { email: null, name: '?' },
    status: 'new',
    createdAt: now,
    waitingSince: now,
    words: [{ body: 'Alone' }],
  });
  expect(read({ subject: 'Taken', assignee: 'Ben' }).said).toMatchObject({ status: 'open' });
  expect(read({ subject: 'Done', solvedAt: '2026-10-01' }).said).toMatchObject({ status: 'solved' });
});

test('nothing is later than now, or before its ticket', () => {
  const { said } = read({
    subject: 'a',
    createdAt: '2026-10-01 10:00',
    solvedAt: '2025-01-01',
    updatedAt: '2030-01-01',
  });
  expect(said).toMatchObject({ solvedAt: said?.createdAt, updatedAt: now });
});

test.each<[string, Partial<Record<ImportField, string>>, unknown]>([
  ['no subject', { subject: ' ' }, { field: 'subject', problem: 'missing', skipped: true }],
  [
    'no time of creation',
    { subject: 'a', createdAt: '31/02/2026' },
    { field: 'createdAt', problem: 'time', value: '31/02/2026', skipped: true },
  ],
  ['another time', { subject: 'a', dueAt: 'soon' }, { field: 'dueAt', problem: 'time', skipped: false }],
  ['a word', { subject: 'a', status: 'Zzz' }, { field: 'status', problem: 'word', skipped: false }],
  ['a long subject', { subject: 'a'.repeat(300) }, { field: 'subject', problem: 'long', skipped: false }],
  [
    'many tags',
    { subject: 'a', tags: Array.from({ length: 30 }, (_, n) => n).join() },
    { field: 'tags', problem: 'many', skipped: false },
  ],
  [
    'no address',
    { subject: 'a', requesterEmail: 'nobody' },
    { field: 'requesterEmail', problem: 'word', skipped: false },
  ],
])('%s is told with its line', (_, cells, problem) => {
  const { said, problems } = read(cells);
  expect(problems).toMatchObject([Object.assign({ line: 7 }, problem)]);
  expect(said === undefined).toBe(problems[0]?.skipped);
});

test('words that look like tags are not lost where nothing is one', () => {
  const { said } = read({ subject: 'a', body: 'if a < b & c > d\nthen' });
  expect(said?.words[0].body).toBe('if a < b & c > d\nthen');
});
