import type { CommandDef, EventDef, InputOf, OutputOf, PayloadOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { HubPort } from './hub-port.ts';
import type { Keep } from './keep.ts';

type Handler = (input: never) => unknown;

/**
 * A connection to a hub in memory, for the parts that need no server: a test says what it answers, and may cut the connection,
 * lose events and hold back answers. What people see is proven against the real hub in tests/e2e.
 */
export function createTinyPort() {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const stateListeners = new Set<(state: HubPort['state']) => void>();
  const handlers = new Map<string, Handler>();
  const calls: { name: string; input: unknown }[] = [];
  let state: HubPort['state'] = 'online';
  let losing = false;
  let gate: Promise<void> | undefined;

  async function call(command: CommandDef, input: unknown): Promise<never> {
    calls.push({ name: command.name, input });
    if (state !== 'online') throw new AppError('unavailable', 'no connection');
    const handler = handlers.get(command.name);
    if (handler === undefined) throw new AppError('notFound', command.name);
    const answer = structuredClone(handler(input as never));
    await gate;
    if (state !== 'online') throw new AppError('unavailable', 'cut off');
    return answer as never;
  }

  const port: HubPort = {
    get state() {
      return state;
    },
    call,
    on(event, listener) {
      const set = listeners.get(event.name) ?? new Set();
      listeners.set(event.name, set.add(listener));
      return () => set.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };

  return {
    port,
    calls,
    handle<C extends CommandDef>(command: C, handler: (input: InputOf<C>) => OutputOf<C>) {
      handlers.set(command.name, handler as Handler);
    },
    emit<E extends EventDef>(event: E, payload: PayloadOf<E>) {
      if (losing || state !== 'online') return;
      for (const listener of listeners.get(event.name) ?? []) listener(structuredClone(payload) as never);
    },
    /** Events vanish on the way while this is on. */
    lose: (on: boolean) => {
      losing = on;
    },
    setState(next: HubPort['state']) {
      state = next;
      for (const listener of stateListeners) listener(next);
    },
    /** Answers wait until the returned function is called. */
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
  };
}

export const noKeep: Keep = { read: () => undefined, write: () => {} };

/** A `Keep` that can be looked into. */
export function memoryKeep(): Keep & { values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    read: (key: string) => structuredClone(values.get(key)),
    write: (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
    },
  };
}
