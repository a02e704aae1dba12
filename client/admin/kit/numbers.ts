/** What somebody typed, as a number: both the comma and the point part decimals, spaces group. Undefined when it is none. */
export function readNumber(typed: string): number | undefined {
  const plain = typed.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return undefined;
  return Number(plain);
}

export function isWholeIn(typed: string, least: number, most: number): boolean {
  const value = readNumber(typed);
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most;
}

export function isIn(typed: string, least: number, most: number): boolean {
  const value = readNumber(typed);
  return value !== undefined && value >= least && value <= most;
}
