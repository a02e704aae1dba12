export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How far apart the rounds are: (largest - smallest) / median. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle;
}

/** Over 1 is better than the peer, whichever direction is better. A score of 0 is never better. */
export function ratioOf(better: 'more' | 'less', own: number, peer: number): number | null {
  if (own === 0 || peer === 0) return own === 0 ? 0 : null;
  return better === 'more' ? own / peer : peer / own;
}
