import { createStore } from 'zustand/vanilla';
import { deleteMessage, editMessage, type Message } from '#shared/contract/chat.ts';
import type { MessageId } from '#shared/contract/ids.ts';
import type { HubPort } from '../app/hub-port.ts';

/** An edit or a deletion that the hub has not confirmed: shown as done, marked when it failed. */
export type Change = { message: Message; failed: boolean } & (
  | { kind: 'edit'; body: string }
  | { kind: 'delete' }
);
export type Changes = ReadonlyMap<MessageId, Change>;
type Options = { hub: HubPort; receive: (message: Message) => void };

export function createChanges({ hub, receive }: Options) {
  const store = createStore<{ changes: Changes }>(() => ({ changes: new Map() }));
  const put = (change: Change) =>
    store.setState({ changes: new Map(store.getState().changes).set(change.message.id, change) });
  const drop = (id: MessageId) => {
    const changes = new Map(store.getState().changes);
    if (changes.delete(id)) store.setState({ changes });
  };
  const isCurrent = (change: Change) => store.getState().changes.get(change.message.id) === change;

  async function submit(change: Change): Promise<void> {
    put(change);
    const { id: messageId } = change.message;
    try {
      const message = await (change.kind === 'edit'
        ? hub.call(editMessage, { messageId, body: change.body })
        : hub.call(deleteMessage, { messageId }));
      receive(message);
      if (isCurrent(change)) drop(messageId);
    } catch {
      if (isCurrent(change)) put({ ...change, failed: true });
    }
  }

  return {
    store,
    edit: (message: Message, body: string) => submit({ kind: 'edit', message, body, failed: false }),
    delete: (message: Message) => submit({ kind: 'delete', message, failed: false }),
    async retry(id: MessageId): Promise<void> {
      const change = store.getState().changes.get(id);
      if (change?.failed) await submit({ ...change, failed: false });
    },
    discard: drop,
  };
}
export type ChangesCore = ReturnType<typeof createChanges>;

/** The message as the person who changed it should see it now. */
export function withChange(message: Message, change: Change | undefined): Message {
  if (change === undefined || change.failed) return message;
  const at = new Date().toISOString();
  return change.kind === 'edit'
    ? { ...message, body: change.body, editedAt: message.editedAt ?? at }
    : { ...message, body: '', mentions: [], deletedAt: message.deletedAt ?? at };
}
