/** A small store of JSON values that outlives a reload. Reading what is not there, or is broken, gives undefined. */
export type Keep = { read(key: string): unknown; write(key: string, value: unknown): void };

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Storage of the browser, undefined where it is forbidden. */
export function browserStorage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

/** A module's values for one person; a full or forbidden storage only means that nothing is kept. */
export function createKeep(
  storage: Storage | undefined,
  module: string,
  person: () => string | undefined,
): Keep {
  const nameOf = (key: string) => `entente.${module}.${person() ?? ''}.${key}`;
  return {
    read(key) {
      try {
        const value = storage?.getItem(nameOf(key));
        return typeof value === 'string' ? JSON.parse(value) : undefined;
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      try {
        if (value === undefined) storage?.removeItem(nameOf(key));
        else storage?.setItem(nameOf(key), JSON.stringify(value));
      } catch {
        // Private windows and full disks: the value lives as long as the tab.
      }
    },
  };
}
