import type { Server } from 'socket.io';
import { type Bus, topic } from '#server/platform/bus.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { type Presence, presenceChanged } from '#shared/contract/presence.ts';
import { audience } from './audience.ts';
import { createPresenceElsewhere } from './presence-elsewhere.ts';
import { type PersonPresence, strongest } from './presence-strength.ts';

type TabPresence = { personId: PersonId; said: 'online' | 'away'; calls: number };
type NodePresence = { node: string; people: PersonPresence[]; goodbye?: true };
const presenceTopic = topic<NodePresence>('presence');

/** Changes are gathered this long before they leave. */
const frameMs = 250;
/** A person whose last tab closes counts as online for this long: a reload shows nothing. */
const graceMs = 3_000;

/** Presence lives in memory only: each node tells the others about its own tabs, each tells its own connections. */
export function createPresence(io: Server, bus: Bus) {
  const tabs = new Map<string, TabPresence>();
  const byPerson = new Map<PersonId, Set<string>>();
  const toPublish = new Set<PersonId>();
  const toEmit = new Set<PersonId>();
  const graces = new Map<PersonId, NodeJS.Timeout>();
  let frame: NodeJS.Timeout | undefined;

  const here = (personId: PersonId): Presence => {
    const states = [...(byPerson.get(personId) ?? [])]
      .flatMap((id) => tabs.get(id) ?? [])
      .map((tab): Presence => (tab.calls > 0 ? 'inCall' : tab.said));
    return states.length === 0 && graces.has(personId) ? 'online' : strongest(states);
  };
  const describe = (people: Iterable<PersonId>): PersonPresence[] =>
    [...people].map((personId) => ({ personId, presence: here(personId) }));

  const elsewhere = createPresenceElsewhere({
    bus,
    graceMs,
    ownPeople: () => describe(new Set([...byPerson.keys(), ...graces.keys()])),
    onChange(personId) {
      toEmit.add(personId);
      frame ??= setTimeout(flush, frameMs).unref();
    },
  });

  function touch(personId: PersonId): void {
    toPublish.add(personId);
    frame ??= setTimeout(flush, frameMs).unref();
  }

  function flush(): void {
    frame = undefined;
    if (toPublish.size > 0) {
      bus.publish(presenceTopic, { node: bus.nodeId, people: describe(toPublish) });
      toPublish.clear();
    }
    if (toEmit.size === 0) return;
    const people = [...toEmit].map((personId) => ({ personId, presence: elsewhere.of(personId) }));
    toEmit.clear();
    io.to(audience.organisation()).emit(presenceChanged.name, { people });
  }

  function add(connectionId: string, personId: PersonId): void {
    clearTimeout(graces.get(personId));
    graces.delete(personId);
    tabs.set(connectionId, { personId, said: 'online', calls: 0 });
    const ids = byPerson.get(personId) ?? new Set();
    byPerson.set(personId, ids.add(connectionId));
    touch(personId);
  }

  function remove(connectionId: string): void {
    const tab = tabs.get(connectionId);
    if (!tab) return;
    tabs.delete(connectionId);
    const ids = byPerson.get(tab.personId);
    ids?.delete(connectionId);
    if (ids?.size === 0) {
      byPerson.delete(tab.personId);
      graces.set(tab.personId, setTimeout(() => fade(tab.personId), graceMs).unref());
    }
    touch(tab.personId);
  }

  function fade(personId: PersonId): void {
    graces.delete(personId);
    touch(personId);
  }

  function change(connectionId: string, update: (tab: TabPresence) => void): void {
    const tab = tabs.get(connectionId);
    if (!tab) return;
    update(tab);
    touch(tab.personId);
  }

  const ready = bus.subscribe(presenceTopic, ({ node, people, goodbye }) =>
    goodbye ? elsewhere.goodbye(node) : elsewhere.learn(node, people),
  );
  return {
    add,
    remove,
    say: (connectionId: string, said: 'online' | 'away') =>
      change(connectionId, (tab) => Object.assign(tab, { said })),
    enterCall: (connectionId: string) =>
      change(connectionId, (tab) => Object.assign(tab, { calls: tab.calls + 1 })),
    leaveCall: (connectionId: string) =>
      change(connectionId, (tab) => Object.assign(tab, { calls: Math.max(0, tab.calls - 1) })),
    list: elsewhere.list,
    async close(): Promise<void> {
      clearTimeout(frame);
      for (const grace of graces.values()) clearTimeout(grace);
      const unsubscribe = await ready;
      await unsubscribe();
      bus.publish(presenceTopic, { node: bus.nodeId, people: [], goodbye: true });
      await elsewhere.close();
    },
  };
}
export type PresenceTracker = ReturnType<typeof createPresence>;
