/** Those who want to be told. One that fails disturbs neither the others nor the teller. */
export function createListeners<A extends unknown[]>(onError: (error: unknown) => void) {
  const listeners = new Set<(...args: A) => void>();
  return {
    add(listener: (...args: A) => void): () => void {
      const entry = (...args: A) => listener(...args);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    tell(...args: A): void {
      for (const listener of listeners) {
        try {
          listener(...args);
        } catch (error) {
          onError(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
export type Listeners<A extends unknown[]> = ReturnType<typeof createListeners<A>>;
