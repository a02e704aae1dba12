import type { Server } from 'socket.io';
import { type Bus, topic } from '#server/platform/bus.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { type Presence, presenceChanged } from '#shared/contract/presence.ts';
import { audience } from './audience.ts';

type TabPresence = { personId: PersonId; said: 'online' | 'away'; calls: number };
type NodePresence = { node: string; people: { personId: PersonId; presence: Presence }[] };
const presenceTopic = topic<NodePresence>('presence');

/** Changes are gathered this long before they leave. */
const frameMs = 250;
/** A person whose last tab closes counts as online for this long: a reload shows nothing. */
const graceMs = 3_000;

const strength: Record<Presence, number> = { offline: 0, away: 1, online: 2, inCall: 3 };
const strongest = (all: Iterable<Presence>): Presence =>
  [...all].reduce((best, next) => (strength[next] > strength[best] ? next : best), 'offline' as Presence);

/** Presence lives in memory only: each node tells the others about its own tabs, each tells its own connections. */
export function createPresence(io: Server, bus: Bus) {
  const tabs = new Map<string, TabPresence>();
  const byPerson = new Map<PersonId, Set<string>>();
  const nodes = new Map<PersonId, Map<string, Presence>>();
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
  const everywhere = (personId: PersonId): Presence => strongest(nodes.get(personId)?.values() ?? []);

  function touch(personId: PersonId): void {
    toPublish.add(personId);
    frame ??= setTimeout(flush, frameMs).unref();
  }

  function flush(): void {
    frame = undefined;
    if (toPublish.size > 0) {
      bus.publish(presenceTopic, {
        node: bus.nodeId,
        people: [...toPublish].map((personId) => ({ personId, presence: here(personId) })),
      });
      toPublish.clear();
    }
    if (toEmit.size === 0) return;
    const people = [...toEmit].map((personId) => ({ personId, presence: everywhere(personId) }));
    toEmit.clear();
    io.to(audience.organisation()).emit(presenceChanged.name, { people });
  }

  function learn({ node, people }: NodePresence): void {
    for (const { personId, presence } of people) {
      const before = everywhere(personId);
      const known = nodes.get(personId) ?? new Map<string, Presence>();
      if (presence === 'offline') known.delete(node);
      else known.set(node, presence);
      if (known.size === 0) nodes.delete(personId);
      else nodes.set(personId, known);
      if (everywhere(personId) !== before) toEmit.add(personId);
    }
    if (toEmit.size > 0) frame ??= setTimeout(flush, frameMs).unref();
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

  const ready = bus.subscribe(presenceTopic, learn);
  return {
    add,
    remove,
    say: (connectionId: string, said: 'online' | 'away') =>
      change(connectionId, (tab) => Object.assign(tab, { said })),
    enterCall: (connectionId: string) =>
      change(connectionId, (tab) => Object.assign(tab, { calls: tab.calls + 1 })),
    leaveCall: (connectionId: string) =>
      change(connectionId, (tab) => Object.assign(tab, { calls: Math.max(0, tab.calls - 1) })),
    list: () => [...nodes.keys()].map((personId) => ({ personId, presence: everywhere(personId) })),
    async close(): Promise<void> {
      clearTimeout(frame);
      for (const grace of graces.values()) clearTimeout(grace);
      const unsubscribe = await ready;
      await unsubscribe();
    },
  };
}
export type PresenceTracker = ReturnType<typeof createPresence>;
