import { latest, notBefore } from '#server/platform/foreign-times.ts';
import { oneLine, plainText } from '#server/platform/plain-text.ts';
import type { CsvRecord } from '#server/platform/csv-reader.ts';
import { readWrittenTime } from '#server/platform/written-times.ts';
import type { ImportField, ImportSettings } from '#shared/contract/imports.ts';
import { maxTicketBody, type TicketStatus } from '#shared/contract/tickets.ts';
import { createProblems, isAddress, type Named, type Problems, type Row, type Said } from './said.ts';
import { channels, impacts, plain, priorities, statuses } from './words.ts';

type Reading = {
  cell(field: ImportField): string;
  problems: Problems;
  settings: ImportSettings;
  now: string;
};

const maxTags = 20;

/** A line of a table as the ticket that it tells of. */
export function readRecord(
  { line, cells, broken }: CsvRecord,
  width: number,
  settings: ImportSettings,
  now: string,
): Row {
  const problems = createProblems(line);
  const cell = (field: ImportField) => {
    const place = settings.columns[field];
    return place === undefined ? '' : (cells[place] ?? '').trim();
  };
  if (broken) problems.skip('quote', null, cells.at(-1) ?? '');
  else if (cells.length > width) problems.skip('cells', null, String(cells.length));
  else if (cell('subject') === '') problems.skip('missing', 'subject', '');
  const created = cell('createdAt');
  const createdAt = created === '' ? now : readWrittenTime(created, settings);
  if (createdAt === null) problems.skip('time', 'createdAt', created);
  const isSkipped = problems.problems.some(({ skipped }) => skipped);
  const reading = { cell, problems, settings, now };
  const said = createdAt === null || isSkipped ? undefined : saidOf(reading, line, notLater(createdAt, now));
  return { line, said, problems: problems.problems };
}

const notLater = (time: string, now: string) => (time < now ? time : now);

function saidOf(reading: Reading, line: number, createdAt: string): Said {
  const { cell, now } = reading;
  const firstResponseAt = timeOf(reading, 'firstResponseAt', createdAt);
  const solved = timeOf(reading, 'solvedAt', createdAt);
  const closedAt = timeOf(reading, 'closedAt', createdAt);
  const assignee = nameOf(reading, 'assignee', 'assigneeEmail');
  const usual = usualStatus({ closedAt, solved, answered: firstResponseAt ?? assignee });
  const status = wordOf(reading, 'status', statuses, usual);
  const waiting = timeOf(reading, 'waitingSince', createdAt);
  const told = timeOf(reading, 'updatedAt', createdAt);
  const requester = nameOf(reading, 'requester', 'requesterEmail') ?? { email: null, name: '?' };
  const subject = shortOf(reading, 'subject', 200) ?? '?';
  const body = plainText(htmlOf(cell('body')), maxTicketBody) || subject;
  return {
    externalId: cell('externalId').slice(0, 200) || `line ${line}`,
    subject,
    requester,
    company: shortOf(reading, 'company', 80) ?? null,
    status,
    priority: wordOf(reading, 'priority', priorities, 'normal'),
    impact: wordOf(reading, 'impact', impacts, 'none'),
    channel: wordOf(reading, 'channel', channels, 'form'),
    queue: shortOf(reading, 'queue', 80) ?? null,
    assignee,
    tags: tagsOf(reading),
    product: shortOf(reading, 'product', 80) ?? null,
    department: shortOf(reading, 'department', 80) ?? null,
    dueAt: timeOf(reading, 'dueAt'),
    createdAt,
    updatedAt: notLater(told ?? latest(createdAt, firstResponseAt, solved, closedAt), now),
    firstResponseAt,
    waitingSince: waitingSince(status, waiting, firstResponseAt === null ? createdAt : null),
    // One of the two is often all there is.
    solvedAt: solved ?? closedAt,
    closedAt,
    words: [{ kind: 'reply', author: requester, body, at: createdAt }],
  };
}

type Signs = { closedAt: string | null; solved: string | null; answered: unknown };
/** Of a ticket whose status is not told. */
function usualStatus({ closedAt, solved, answered }: Signs): TicketStatus {
  if (closedAt !== null) return 'closed';
  if (solved !== null) return 'solved';
  return answered === null ? 'new' : 'open';
}

/** The desk owes an answer only while it is its turn. */
export const waitingSince = (status: TicketStatus, told: string | null, unanswered: string | null) =>
  status === 'new' || status === 'open' || status === 'pending' ? (told ?? unanswered) : null;

/** Nothing happens to a ticket before it is there, and nothing but its end in view after now. */
function timeOf(
  { cell, problems, settings, now }: Reading,
  field: ImportField,
  createdAt?: string,
): string | null {
  const written = cell(field);
  if (written === '') return null;
  const time = readWrittenTime(written, settings);
  if (time === null) problems.ignore('time', field, written);
  return createdAt === undefined || time === null ? time : notBefore(createdAt, notLater(time, now));
}

function wordOf<T extends string>(
  { cell, problems }: Reading,
  field: ImportField,
  table: ReadonlyMap<string, T>,
  usual: T,
): T {
  const written = cell(field);
  if (written === '') return usual;
  const known = table.get(plain(written));
  if (known === undefined) problems.ignore('word', field, written);
  return known ?? usual;
}

function shortOf({ cell, problems }: Reading, field: ImportField, max: number): string | undefined {
  const written = cell(field);
  if (written.length > max) problems.ignore('long', field, written);
  return oneLine(written, max);
}

/** `Cleo <cleo@acorn.example>` is both. */
function nameOf(reading: Reading, nameField: ImportField, emailField: ImportField): Named | null {
  const written = reading.cell(nameField);
  const [, before = written, within = ''] = /^(.*?)\s*<([^<>]*)>$/s.exec(written) ?? [];
  const email = [reading.cell(emailField), within, written].find(isAddress);
  if (email === undefined && reading.cell(emailField) !== '')
    reading.problems.ignore('word', emailField, reading.cell(emailField));
  const name = oneLine(before.replaceAll(/^"|"$/g, ''), 80) ?? email;
  return name === undefined ? null : { email: email?.toLowerCase() ?? null, name: name.slice(0, 80) };
}

function tagsOf({ cell, problems }: Reading): string[] {
  const written = cell('tags');
  const tags = [...new Set(written.split(/[,;|]/).flatMap((tag) => oneLine(tag, 40) ?? []))];
  if (tags.length > maxTags) problems.ignore('many', 'tags', written);
  return tags.slice(0, maxTags);
}

/** What has tags is HTML; other words keep their lines. */
export const htmlOf = (text: string): string =>
  /<\/?[a-z][^>]*>/i.test(text)
    ? text
    : text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll(/\r\n?|\n/g, '<br>');
