/**
 * Remembers what a lookup found for a short time. Callers share a lookup that is under way. What is forgotten while it is
 * looked up is looked up again: nobody gets an answer from before. Failures and what was not found are not remembered.
 */
export function createCache<T>(options: { ttlMs: number; maxEntries: number; now?: () => number }) {
  const { ttlMs, maxEntries, now = () => performance.now() } = options;
  const entries = new Map<string, { value: Promise<T | undefined>; until: number }>();
  let forgotten = 0;

  function get(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = entries.get(key);
    if (known && known.until > now()) return known.value;
    const entry = { value: lookUp(find), until: now() + ttlMs };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value ?? key);
    const drop = () => void (entries.get(key) === entry && entries.delete(key));
    entry.value.then((value) => value === undefined && drop(), drop);
    return entry.value;
  }

  async function lookUp(find: () => Promise<T | undefined>): Promise<T | undefined> {
    for (;;) {
      const before = forgotten;
      const found = await find();
      if (before === forgotten) return found;
    }
  }

  return {
    get,
    forget(key: string): void {
      forgotten += 1;
      entries.delete(key);
    },
    /** Everything whose key begins so. */
    forgetAll(prefix: string): void {
      forgotten += 1;
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
export type Cache<T> = ReturnType<typeof createCache<T>>;
