import { createStore } from 'zustand/vanilla';
import { AppError } from '#shared/contract/errors.ts';
import type { HubPort } from './hub-port.ts';
import type { Keep } from './keep.ts';

/** Something written here that the hub does not have yet. Its id is made by whoever writes it. */
type Unsent = { clientId: string };
/** On its way. `sent` is shown until the stream brings it, so that nothing flickers in between. */
export type Outgoing<D, S> = D &
  ({ state: 'waiting' } | { state: 'failed'; error: unknown } | { state: 'sent'; sent: S });

/** A schema, or what does the same in a bundle without room for one. */
type Form<D> = { parse(value: unknown): D; safeParse(value: unknown): { data?: D | undefined } };

type Options<D extends Unsent, S> = {
  hub: Pick<HubPort, 'state'>;
  keep: Keep;
  /** What outlives a reload; the rest of an entry is left out. */
  schema: Form<D>;
  /** Those of one line are sent in the order of writing. */
  lineOf: (draft: D) => string;
  /** Asked again with the same draft it must answer the same: the first answer may have been lost. */
  deliver: (draft: D) => Promise<S>;
  pause?: (ms: number) => Promise<void>;
};

const attempts = 4;
const longestPauseMs = 30_000;
const passing = new Set(['unavailable', 'timeout', 'tooMany', 'internal']);
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Sends in the order of writing, one at a time in each line; waits for a lost connection; the same thing never twice. */
export function createOutbox<D extends Unsent, S>(options: Options<D, S>) {
  const { hub, keep, schema, lineOf, deliver, pause = sleep } = options;
  type Entry = Outgoing<D, S>;
  const store = createStore<readonly Entry[]>(() => []);
  const sending = new Set<string>();
  let closed = false;

  const asDraft = (entry: Entry): D => schema.parse(entry);
  function change(next: readonly Entry[]) {
    store.setState(next, true);
    const unsent = next.filter(({ state }) => state !== 'sent');
    keep.write('outbox', unsent.length === 0 ? undefined : unsent.map(asDraft));
  }
  const replace = (entry: Entry) =>
    change(store.getState().map((known) => (known.clientId === entry.clientId ? entry : known)));
  const nextOf = (line: string) =>
    closed
      ? undefined
      : store.getState().find((entry) => lineOf(entry) === line && entry.state === 'waiting');

  async function pump(line: string): Promise<void> {
    if (sending.has(line)) return;
    sending.add(line);
    try {
      for (let entry = nextOf(line); entry; entry = nextOf(line)) if (!(await send(asDraft(entry)))) break;
    } finally {
      sending.delete(line);
    }
  }

  /** False: no connection, the rest of the line waits for the next one. */
  async function send(draft: D): Promise<boolean> {
    const { clientId } = draft;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const sent = await deliver(draft);
        if (isWaiting(clientId)) replace({ ...draft, state: 'sent', sent });
        return true;
      } catch (error) {
        const next = afterFailure(error, attempt);
        if (next === 'offline') return false;
        if (next === 'failed') {
          if (isWaiting(clientId)) replace({ ...draft, state: 'failed', error });
          return true;
        }
        await pause(next);
        if (closed || !isWaiting(clientId)) return !closed;
      }
    }
  }

  function afterFailure(error: unknown, attempt: number): 'offline' | 'failed' | number {
    if (!(error instanceof AppError) || !passing.has(error.code)) return 'failed';
    if (hub.state !== 'online' && error.code !== 'tooMany') return 'offline';
    if (attempt >= attempts) return 'failed';
    return Math.min(longestPauseMs, error.details.retryAfterMs ?? 500 * 2 ** attempt);
  }

  const isWaiting = (clientId: string) =>
    store.getState().some((entry) => entry.clientId === clientId && entry.state === 'waiting');

  return {
    store,
    send(draft: D) {
      change([...store.getState(), { ...draft, state: 'waiting' }]);
      void pump(lineOf(draft));
    },
    /** Tries a failed one again, behind those that wait. */
    retry(clientId: D['clientId']) {
      const entry = store.getState().find((known) => known.clientId === clientId);
      if (entry?.state !== 'failed') return;
      const others = store.getState().filter((known) => known !== entry);
      change([...others, { ...asDraft(entry), state: 'waiting' }]);
      void pump(lineOf(entry));
    },
    discard(clientId: D['clientId']) {
      change(store.getState().filter((entry) => entry.clientId !== clientId));
    },
    /** The hub's stream has brought these. */
    settle(clientIds: Iterable<string>) {
      const entries = store.getState();
      if (entries.length === 0) return;
      const arrived = new Set(clientIds);
      if (entries.some(({ clientId }) => arrived.has(clientId)))
        change(entries.filter(({ clientId }) => !arrived.has(clientId)));
    },
    /** Nobody shows the line: what is sent need not be remembered. */
    forgetSent(line: string) {
      const entries = store.getState();
      const left = entries.filter((entry) => entry.state !== 'sent' || lineOf(entry) !== line);
      if (left.length < entries.length) change(left);
    },
    /** What a reload interrupted. Called when it is known who writes. */
    restore() {
      const known = new Set<string>(store.getState().map(({ clientId }) => clientId));
      const kept = keep.read('outbox');
      const drafts = (Array.isArray(kept) ? kept : [])
        .flatMap((item): D[] => [schema.safeParse(item).data].filter((draft) => draft !== undefined))
        .filter(({ clientId }) => !known.has(clientId));
      const waiting = drafts.map((draft): Entry => ({ ...draft, state: 'waiting' }));
      if (waiting.length > 0) store.setState([...waiting, ...store.getState()], true);
    },
    /** After a reconnection: sends what waits. */
    flush() {
      for (const line of new Set(store.getState().map(lineOf))) void pump(line);
    },
    close() {
      closed = true;
    },
  };
}
