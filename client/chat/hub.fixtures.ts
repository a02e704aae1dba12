import {
  deleteMessage,
  editMessage,
  getChannel,
  listChannels,
  type Message,
  markRead,
  messageChanged,
  messageHistory,
  messagesSince,
  sendMessage,
} from '#shared/contract/chat.ts';
import type { CommandDef, EventDef, InputOf, OutputOf, PayloadOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { listSpaces } from '#shared/contract/spaces.ts';
import { aChannel, aMessage, anna, channelId } from './chat.fixtures.ts';
import type { HubPort } from '../app/hub-port.ts';
import type { Keep } from '../app/keep.ts';

type Handler = (input: never) => unknown;

/**
 * A hub of one channel in memory, for the parts that need no server: it answers like the real one, and a test may cut the
 * connection, lose events and hold back answers. What people see is proven against the real hub in tests/e2e.
 */
export function createTinyHub(me: PersonId = anna.id) {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const stateListeners = new Set<(state: HubPort['state']) => void>();
  const handlers = new Map<string, Handler>();
  const calls: { name: string; input: unknown }[] = [];
  let state: HubPort['state'] = 'online';
  let messages: Message[] = [];
  let seq = 0;
  let readPosition = 0;
  let losing = false;
  let gate: Promise<void> | undefined;

  function emit<E extends EventDef>(event: E, payload: PayloadOf<E>) {
    if (losing || state !== 'online') return;
    for (const listener of listeners.get(event.name) ?? []) listener(structuredClone(payload) as never);
  }
  function change(message: Message): Message {
    messages = [...messages.filter(({ id }) => id !== message.id), message].sort(
      (a, b) => a.position - b.position,
    );
    emit(messageChanged, message);
    return message;
  }
  const post = (changes: Partial<Message> = {}): Message => {
    seq += 1;
    const position = (messages.at(-1)?.position ?? 0) + 1;
    return change(aMessage(position, { seq, ...changes }));
  };
  const find = (id: string) => {
    const message = messages.find((known) => known.id === id);
    if (message === undefined) throw new AppError('notFound', 'no such message');
    return message;
  };
  const edit = (position: number, changes: Partial<Message>) => {
    const message = messages.find((known) => known.position === position);
    if (message === undefined) throw new Error(`no message at ${position}`);
    seq += 1;
    return change({ ...message, ...changes, seq });
  };
  const page = (list: Message[]) => ({
    messages: list,
    people: [],
    moreBefore: (list[0]?.position ?? 1) > (messages[0]?.position ?? 1),
    moreAfter: (list.at(-1)?.position ?? 0) < (messages.at(-1)?.position ?? 0),
    lastSeq: seq,
  });
  const myChannel = () => {
    const unread = messages.filter((m) => m.position > readPosition && m.authorId !== me).length;
    const lastPosition = messages.at(-1)?.position ?? 0;
    return aChannel({ lastSeq: seq, lastPosition, readPosition, unread });
  };

  function handle<C extends CommandDef>(command: C, handler: (input: InputOf<C>) => OutputOf<C>) {
    handlers.set(command.name, handler as Handler);
  }
  handle(listSpaces, () => ({ spaces: [] }));
  handle(listChannels, () => ({ channels: [myChannel()] }));
  handle(getChannel, myChannel);
  handle(markRead, ({ position }) => {
    readPosition = Math.max(readPosition, position);
    return { readPosition };
  });
  handle(sendMessage, ({ clientId, body }) => {
    const known = messages.find((message) => message.clientId === clientId);
    return known ?? post({ clientId: clientId as Message['clientId'], body, authorId: me });
  });
  handle(editMessage, ({ messageId, body }) => edit(find(messageId).position, { body, editedAt: 'now' }));
  handle(deleteMessage, ({ messageId }) => edit(find(messageId).position, { body: '', deletedAt: 'now' }));
  handle(messagesSince, ({ seq: from }) => {
    const later = messages.filter((message) => message.seq > from).sort((a, b) => a.seq - b.seq);
    return { messages: later, people: [], lastSeq: seq, complete: true };
  });
  handle(messageHistory, ({ before, after, around, limit: wanted }) => {
    const limit = Number(wanted ?? 50);
    if (before !== undefined) return page(messages.filter((m) => m.position < Number(before)).slice(-limit));
    if (after !== undefined) return page(messages.filter((m) => m.position > Number(after)).slice(0, limit));
    if (around === undefined) return page(messages.slice(-limit));
    const at = messages.findIndex((m) => m.position >= Number(around));
    return page(messages.slice(Math.max(0, at - limit / 2), at + limit / 2));
  });

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
    handle,
    emit,
    calls,
    channelId: channelId(1),
    post,
    edit,
    messages: () => messages,
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
export type TinyHub = ReturnType<typeof createTinyHub>;

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
