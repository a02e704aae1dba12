/** Rows of the same keys as columns of text; numbers to the right. */
export function asTable(rows: readonly Record<string, string | number>[]): string {
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first).map((key) => {
    const cells = [key, ...rows.map((row) => String(row[key] ?? ''))];
    const width = Math.max(...cells.map(({ length }) => length));
    const right = typeof first[key] === 'number';
    return cells.map((cell) => (right ? cell.padStart(width) : cell.padEnd(width)));
  });
  return Array.from({ length: rows.length + 1 }, (_, line) =>
    columns
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  ).join('\n');
}
