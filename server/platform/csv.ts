/** One line of a table, as RFC 4180 has it. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cell).join(',')}\r\n`;

/** Always quoted. What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
