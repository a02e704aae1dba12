import { create } from 'zustand';
import type { PayloadOf } from '#shared/contract/define.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { listPresence, type Presence, presenceChanged, setPresence } from '#shared/contract/presence.ts';
import { hub } from './hub.ts';

type PresenceEntry = PayloadOf<typeof presenceChanged>['people'][number];
type State = { people: ReadonlyMap<PersonId, Presence> };
const usePresenceStore = create<State>(() => ({ people: new Map() }));

export const usePresence = (id: PersonId | undefined): Presence =>
  usePresenceStore((state) => (id === undefined ? 'offline' : (state.people.get(id) ?? 'offline')));
/** Everybody who is not offline, to sort a list by who is here. */
export const useEveryPresence = (): ReadonlyMap<PersonId, Presence> =>
  usePresenceStore((state) => state.people);

function apply(entries: PresenceEntry[], base: ReadonlyMap<PersonId, Presence>): void {
  const next = new Map(base);
  for (const { personId, presence } of entries) {
    if (presence === 'offline') next.delete(personId);
    else next.set(personId, presence);
  }
  usePresenceStore.setState({ people: next });
}

const awayAfterMs = 5 * 60_000;
let lastInput = Date.now();
let said: 'online' | 'away' = 'online';
/** Chosen in the menu: stays away whatever the keyboard says. */
const useHeld = create<{ held: boolean }>(() => ({ held: false }));
export const useHeldAway = (): boolean => useHeld((state) => state.held);

function say(presence: 'online' | 'away'): void {
  if (said === presence) return;
  said = presence;
  hub.call(setPresence, { presence }).catch(() => {
    // Said again by the next connection.
  });
}

const judge = () => say(useHeld.getState().held || Date.now() - lastInput > awayAfterMs ? 'away' : 'online');

export function holdAway(hold: boolean): void {
  useHeld.setState({ held: hold });
  judge();
}

/** Keeps the list of who is here and says what this tab's person does. Call once. */
export function startPresence(): void {
  hub.on(presenceChanged, ({ people }) => apply(people, usePresenceStore.getState().people));
  hub.onState(() => {
    if (hub.state !== 'online') return;
    if (said === 'away') hub.call(setPresence, { presence: said }).catch(() => undefined);
    hub.call(listPresence, {}).then(
      ({ people }) => apply(people, new Map()),
      () => undefined,
    );
  });
  const active = () => {
    lastInput = Date.now();
    if (said === 'away') judge();
  };
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'focus'] as const)
    window.addEventListener(kind, active, { passive: true });
  setInterval(judge, 30_000);
}
