/**
 * Remembers what a lookup found for a short time. Callers share a lookup that is under way; `forget` also keeps one that
 * started before from being remembered. Failures and what was not found are not remembered.
 */
export function createCache<T>(options: { ttlMs: number; maxEntries: number; now?: () => number }) {
  const { ttlMs, maxEntries, now = () => performance.now() } = options;
  const entries = new Map<string, { value: Promise<T | undefined>; until: number }>();

  function get(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = entries.get(key);
    if (known && known.until > now()) return known.value;
    const entry = { value: find(), until: now() + ttlMs };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value ?? key);
    const drop = () => void (entries.get(key) === entry && entries.delete(key));
    entry.value.then((value) => value === undefined && drop(), drop);
    return entry.value;
  }

  return {
    get,
    forget: (key: string) => void entries.delete(key),
    /** Everything whose key begins so. */
    forgetAll(prefix: string): void {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
export type Cache<T> = ReturnType<typeof createCache<T>>;
