import type { Tx } from './db.ts';

export type Hook<A extends unknown[]> = (tx: Tx, ...parts: A) => Promise<void> | void;

/** What other domains do in the same transaction. */
export function createHook<A extends unknown[]>() {
  const hooks: Hook<A>[] = [];
  return {
    add: (hook: Hook<A>): void => void hooks.push(hook),
    async run(tx: Tx, ...parts: A): Promise<void> {
      for (const hook of hooks) await hook(tx, ...parts);
    },
  };
}
