import * as z from 'zod';
import { createStore } from 'zustand/vanilla';
import { type Message, sendMessage } from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import { ChannelId, ClientMessageId } from '#shared/contract/ids.ts';
import type { HubPort } from './hub-port.ts';
import type { Keep } from './keep.ts';

type Draft = { clientId: ClientMessageId; channelId: ChannelId; body: string; createdAt: string };
/** A message on its way. `sent` is shown until the stream brings it, so that nothing flickers in between. */
export type Outgoing = Draft &
  ({ state: 'waiting' } | { state: 'failed'; error: unknown } | { state: 'sent'; message: Message });

type Options = { hub: HubPort; keep: Keep; newId?: () => string; pause?: (ms: number) => Promise<void> };

const attempts = 4;
const longestPauseMs = 30_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const Kept = z.array(
  z.object({
    clientId: ClientMessageId,
    channelId: ChannelId,
    body: z.string(),
    createdAt: z.string(),
  }),
);

/** Sends in the order of writing, one at a time in each channel; waits for a lost connection; the same message never twice. */
export function createOutbox({ hub, keep, newId = randomId, pause = sleep }: Options) {
  const store = createStore<readonly Outgoing[]>(() => []);
  const sending = new Set<ChannelId>();
  let closed = false;

  function change(next: readonly Outgoing[]) {
    store.setState(next, true);
    const unsent = next.filter(({ state }) => state !== 'sent');
    keep.write('outbox', unsent.length === 0 ? undefined : unsent.map(asDraft));
  }
  const replace = (entry: Outgoing) =>
    change(store.getState().map((known) => (known.clientId === entry.clientId ? entry : known)));
  const nextOf = (channelId: ChannelId) =>
    closed
      ? undefined
      : store.getState().find((entry) => entry.channelId === channelId && entry.state === 'waiting');

  async function pump(channelId: ChannelId): Promise<void> {
    if (sending.has(channelId)) return;
    sending.add(channelId);
    try {
      for (let entry = nextOf(channelId); entry; entry = nextOf(channelId))
        if (!(await deliver(entry))) break;
    } finally {
      sending.delete(channelId);
    }
  }

  /** False: no connection, the rest of the queue waits for the next one. */
  async function deliver(entry: Outgoing): Promise<boolean> {
    const { clientId, channelId, body } = entry;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const message = await hub.call(sendMessage, { clientId, channelId, body });
        if (isWaiting(clientId)) replace({ ...asDraft(entry), state: 'sent', message });
        return true;
      } catch (error) {
        const next = afterFailure(error, attempt);
        if (next === 'offline') return false;
        if (next === 'failed') {
          if (isWaiting(clientId)) replace({ ...asDraft(entry), state: 'failed', error });
          return true;
        }
        await pause(next);
        if (closed || !isWaiting(clientId)) return !closed;
      }
    }
  }

  function afterFailure(error: unknown, attempt: number): 'offline' | 'failed' | number {
    if (!(error instanceof AppError)) return 'failed';
    const passing = ['unavailable', 'timeout', 'tooMany', 'internal'].includes(error.code);
    if (!passing) return 'failed';
    if (hub.state !== 'online' && error.code !== 'tooMany') return 'offline';
    if (attempt >= attempts) return 'failed';
    return Math.min(longestPauseMs, error.details.retryAfterMs ?? 500 * 2 ** attempt);
  }

  const isWaiting = (clientId: ClientMessageId) =>
    store.getState().some((entry) => entry.clientId === clientId && entry.state === 'waiting');

  return {
    store,
    send(channelId: ChannelId, body: string): ClientMessageId {
      const clientId = ClientMessageId.parse(newId());
      const createdAt = new Date().toISOString();
      change([...store.getState(), { clientId, channelId, body, createdAt, state: 'waiting' }]);
      void pump(channelId);
      return clientId;
    },
    /** Tries a failed message again, behind those that wait. */
    retry(clientId: ClientMessageId) {
      const entry = store.getState().find((known) => known.clientId === clientId);
      if (entry?.state !== 'failed') return;
      const others = store.getState().filter((known) => known !== entry);
      change([...others, { ...asDraft(entry), state: 'waiting' }]);
      void pump(entry.channelId);
    },
    discard(clientId: ClientMessageId) {
      change(store.getState().filter((entry) => entry.clientId !== clientId));
    },
    /** These messages are part of the channel's history now. */
    settle(messages: readonly Message[]) {
      const entries = store.getState();
      if (entries.length === 0) return;
      const arrived = new Set(messages.map(({ clientId }) => clientId));
      if (entries.some(({ clientId }) => arrived.has(clientId)))
        change(entries.filter(({ clientId }) => !arrived.has(clientId)));
    },
    /** Nobody shows the channel: what is sent need not be remembered. */
    forgetSent(channelId: ChannelId) {
      const entries = store.getState();
      const left = entries.filter((entry) => entry.state !== 'sent' || entry.channelId !== channelId);
      if (left.length < entries.length) change(left);
    },
    /** What a reload interrupted. Called when it is known who writes. */
    restore() {
      const known = new Set(store.getState().map(({ clientId }) => clientId));
      const kept = readKept(keep).filter(({ clientId }) => !known.has(clientId));
      if (kept.length > 0) store.setState([...kept, ...store.getState()], true);
    },
    /** After a reconnection: sends what waits. */
    flush() {
      for (const channelId of new Set(store.getState().map((entry) => entry.channelId))) void pump(channelId);
    },
    close() {
      closed = true;
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;

const asDraft = ({ clientId, channelId, body, createdAt }: Draft): Draft => ({
  clientId,
  channelId,
  body,
  createdAt,
});

function readKept(keep: Keep): Outgoing[] {
  const kept = Kept.safeParse(keep.read('outbox'));
  if (!kept.success) return [];
  return kept.data.map((draft) => ({ ...draft, state: 'waiting' }));
}

/** Not `crypto.randomUUID`, which exists on secure origins only: a hub on a LAN may be reached by plain http. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
