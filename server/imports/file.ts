import type { Blobs } from '#server/platform/blobs.ts';
import { createCsvReader, type CsvRecord, delimiterOf } from '#server/platform/csv-reader.ts';
import { NotXml } from '#server/platform/xml-reader.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type ImportFormat, type ImportSettings, maxImportColumns } from '#shared/contract/imports.ts';
import type { TicketImportId } from '#shared/contract/ids.ts';
import { ticketsOf } from './awesome-support.ts';
import { createProblems, type Row } from './said.ts';
import { readRecord } from './table.ts';
import { createWordPressReader, type Post } from './wordpress.ts';

export const folder = 'imports/';
export const keyOf = (id: TicketImportId): string => `${folder}${id}`;

/** What is read of a file that was uploaded, a piece at a time. */
export function createFiles(blobs: Blobs) {
  async function* textOf(id: TicketImportId): AsyncGenerator<string> {
    const content = await blobs.get(keyOf(id));
    if (!content) throw new AppError('notFound', 'The file is gone.');
    const decoder = new TextDecoder();
    // The database takes no NUL.
    for await (const piece of content.stream)
      yield decoder.decode(piece, { stream: true }).replaceAll('\u0000', '');
    yield decoder.decode();
  }

  async function* recordsOf(id: TicketImportId): AsyncGenerator<CsvRecord> {
    let reader: ReturnType<typeof createCsvReader> | undefined;
    for await (const piece of textOf(id)) {
      reader ??= createCsvReader(delimiterOf(piece));
      yield* reader.read(piece);
    }
    if (reader) yield* reader.end();
  }

  async function* rowsOfTable(
    id: TicketImportId,
    settings: ImportSettings,
    now: string,
  ): AsyncGenerator<Row> {
    let width: number | undefined;
    for await (const record of recordsOf(id)) {
      if (width === undefined) width = record.cells.length;
      else yield readRecord(record, width, settings, now);
    }
  }

  async function* rowsOfPosts(id: TicketImportId, now: string): AsyncGenerator<Row> {
    const reader = createWordPressReader();
    const posts: Post[] = [];
    try {
      for await (const piece of textOf(id)) posts.push(...reader.read(piece));
    } catch (error) {
      if (!(error instanceof NotXml)) throw error;
      throw new AppError('invalid', 'This is no export of WordPress.', { cause: error, details: unreadable });
    }
    if (!reader.isWhole())
      throw new AppError('invalid', 'The file ends before its end.', { details: unreadable });
    yield* ticketsOf(posts, reader.authors, now);
  }

  return {
    /** The names of the columns; none in a file of posts. */
    async header(id: TicketImportId, format: ImportFormat): Promise<string[]> {
      if (format !== 'csv') return [];
      for await (const { cells } of recordsOf(id))
        return cells.slice(0, maxImportColumns).map((cell) => cell.trim().slice(0, 80).toWellFormed());
      return [];
    },

    /** In the order of the file, each ticket once. `now`: nothing is later. The same answers the same. */
    async *rows(
      { id, format }: { id: TicketImportId; format: ImportFormat },
      settings: ImportSettings,
      now: string,
    ): AsyncGenerator<Row> {
      const seen = new Set<string>();
      const rows = format === 'csv' ? rowsOfTable(id, settings, now) : rowsOfPosts(id, now);
      for await (const row of rows) {
        const { said } = row;
        if (said && seen.has(said.externalId)) yield again(row, said.externalId);
        else yield row;
        if (said) seen.add(said.externalId);
      }
    },
  };
}
export type Files = ReturnType<typeof createFiles>;

const unreadable = { reason: 'unreadable' };

function again({ line, problems }: Row, externalId: string): Row {
  const twice = createProblems(line);
  twice.skip('twice', 'externalId', externalId);
  return { line, said: undefined, problems: [...problems, ...twice.problems] };
}
