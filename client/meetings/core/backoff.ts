type BackoffOptions = { firstMs: number; mostMs: number; random?: () => number };

/** Waiting times that double up to a limit, each within a quarter of its nominal length, so that tabs do not march in step. */
export function createBackoff({ firstMs, mostMs, random = Math.random }: BackoffOptions) {
  let nominal = firstMs;
  return {
    next(): number {
      const wait = nominal * (0.75 + random() * 0.5);
      nominal = Math.min(mostMs, nominal * 2);
      return Math.round(wait);
    },
    reset(): void {
      nominal = firstMs;
    },
  };
}
