import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { type as typeCommand } from '#shared/contract/chat.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import type { HubPort } from '../app/hub-port.ts';

/** Who types where, in the order they began. */
export type Typing = ReadonlyMap<ChannelId, readonly PersonCard[]>;
type Options = { hub: HubPort; me: () => PersonId | undefined };

const sayEveryMs = 3_000;
const fadeMs = 5_000;

export function createTyping({ hub, me }: Options) {
  const store = createStore<{ typing: Typing }>(() => ({ typing: new Map() }));
  const fading = new Map<string, ReturnType<typeof setTimeout>>();
  const lastSaid = new Map<ChannelId, number>();

  function setPeople(channelId: ChannelId, people: readonly PersonCard[]) {
    const typing = new Map(store.getState().typing);
    if (people.length === 0) typing.delete(channelId);
    else typing.set(channelId, people);
    store.setState({ typing });
  }
  const peopleIn = (channelId: ChannelId) => store.getState().typing.get(channelId) ?? [];

  function stop(channelId: ChannelId, personId: PersonId) {
    const key = `${channelId} ${personId}`;
    clearTimeout(fading.get(key));
    if (!fading.delete(key)) return;
    setPeople(
      channelId,
      peopleIn(channelId).filter(({ id }) => id !== personId),
    );
  }

  return {
    store,
    /** Others typed, as the hub says. */
    note(channelId: ChannelId, people: readonly PersonCard[]) {
      const others = people.filter(({ id }) => id !== me());
      for (const { id } of others) {
        const key = `${channelId} ${id}`;
        clearTimeout(fading.get(key));
        fading.set(
          key,
          setTimeout(() => stop(channelId, id), fadeMs),
        );
      }
      const known = new Set(peopleIn(channelId).map(({ id }) => id));
      const begun = others.filter(({ id }) => !known.has(id));
      if (begun.length > 0) setPeople(channelId, [...peopleIn(channelId), ...begun]);
    },
    /** The message is there: whoever wrote it types no more. */
    stop,
    /** A key was pressed in the channel's composer. */
    say(channelId: ChannelId) {
      const now = Date.now();
      if (hub.state !== 'online' || now - (lastSaid.get(channelId) ?? 0) < sayEveryMs) return;
      lastSaid.set(channelId, now);
      // A lost "is typing" is not worth a word.
      hub.call(typeCommand, { channelId }).catch(() => undefined);
    },
    /** Sent: the next key is news again. */
    rest: (channelId: ChannelId) => lastSaid.delete(channelId),
    close() {
      for (const timer of fading.values()) clearTimeout(timer);
      fading.clear();
    },
  };
}
export type TypingCore = ReturnType<typeof createTyping>;
