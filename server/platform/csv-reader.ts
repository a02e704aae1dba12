/** `line`: where it begins, counted from 1. `broken`: a quote that nobody closed, or something between it and the next cell. */
export type CsvRecord = { line: number; cells: string[]; broken: boolean };

/** Letters of a cell; of one that is longer a quote is missing. */
const maxCell = 1_000_000;
const delimiters = [',', ';', '\t'] as const;

/** The one that parts most cells of the first line. */
export function delimiterOf(head: string): string {
  const unquoted = head.replace(/"(?:[^"]|"")*("|$)/g, '');
  const [line = ''] = unquoted.split(/[\r\n]/, 1);
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Reads tables as RFC 4180 has them, also with CR or LF alone and with other delimiters, piece by piece. A quote within a cell
 * that does not begin with one is a letter. Lines without anything are none.
 */
export function createCsvReader(delimiter: string) {
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  let cells: string[] = [];
  let cell = '';
  let broken = false;
  let line = 1;
  let begun = 1;
  let last = '';

  function endRecord(): CsvRecord | undefined {
    const record = { line: begun, cells: [...cells, cell], broken };
    const isEmpty = cells.length === 0 && cell === '' && state === 'start';
    [cells, cell, broken, state, begun] = [[], '', false, 'start', line];
    return isEmpty ? undefined : record;
  }

  function* read(text: string): Generator<CsvRecord> {
    for (const letter of text) {
      const isSecondHalf = letter === '\n' && last === '\r';
      const endsLine = (letter === '\n' && !isSecondHalf) || letter === '\r';
      last = letter;
      if (endsLine) line += 1;
      if (state === 'quoted') {
        if (letter === '"') state = 'quote';
        else if (cell.length < maxCell) cell += letter;
        else broken = true;
      } else if (state === 'quote' && letter === '"') {
        cell += letter;
        state = 'quoted';
      } else if (endsLine) {
        const record = endRecord();
        if (record) yield record;
      } else if (isSecondHalf) continue;
      else if (letter === delimiter) {
        cells.push(cell);
        cell = '';
        state = 'plain';
      } else if (letter === '"' && cell === '' && state !== 'quote') state = 'quoted';
      else {
        if (state === 'quote') broken = true;
        cell += letter;
        state = 'plain';
      }
    }
  }

  return {
    read,
    *end(): Generator<CsvRecord> {
      if (state === 'quoted') broken = true;
      const record = endRecord();
      if (record) yield record;
    },
  };
}
