/** A calendar month in UTC, as bills count. */
export type Month = { name: string; seconds: number; left: number };

/** `left`: the share that is still to come, 0 to 1. */
export function monthOf(now: Date): Month {
  const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  return {
    name: now.toISOString().slice(0, 7),
    seconds: (end - start) / 1000,
    left: (end - now.getTime()) / (end - start),
  };
}
