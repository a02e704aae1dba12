import { type Bus, busCommand } from '#server/platform/bus.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Presence } from '#shared/contract/presence.ts';
import { type PersonPresence, strongest } from './presence-strength.ts';

const presenceHere = busCommand<object, { people: PersonPresence[] }>('presence:here');

/** A hub that was too busy to answer is asked again. */
const askAgainMs = 1_000;

type Options = {
  bus: Bus;
  /** People of a hub that goes count as there for this long: they are on their way to another one. */
  graceMs: number;
  ownPeople(): PersonPresence[];
  onChange(personId: PersonId): void;
};

/**
 * Who is where by every hub's word, this one's own included. A hub that appears is asked for all its people, and so are
 * all of them after news may have been lost; the people of a hub that is gone are swept.
 */
export function createPresenceElsewhere({ bus, graceMs, ownPeople, onChange }: Options) {
  const people = new Map<PersonId, Map<string, Presence>>();
  const hubs = new Set<string>();
  const leaving = new Map<string, NodeJS.Timeout>();
  /** Said goodbye, but its process is still about. */
  const drained = new Set<string>();

  const of = (personId: PersonId): Presence => strongest(people.get(personId)?.values() ?? []);

  function set(node: string, { personId, presence }: PersonPresence): void {
    const before = of(personId);
    const known = people.get(personId) ?? new Map<string, Presence>();
    if (presence === 'offline') known.delete(node);
    else known.set(node, presence);
    if (known.size === 0) people.delete(personId);
    else people.set(personId, known);
    if (of(personId) !== before) onChange(personId);
  }

  /** The whole of a node: whom it does not name is not there. */
  function replace(node: string, all: readonly PersonPresence[]): void {
    const named = new Set(all.map(({ personId }) => personId));
    for (const [personId, known] of people)
      if (known.has(node) && !named.has(personId)) set(node, { personId, presence: 'offline' });
    for (const each of all) set(node, each);
  }

  function ask(node: string): void {
    if (node === bus.nodeId) return;
    bus.request({ node }, presenceHere, {}).then(
      (answer) => hubs.has(node) && replace(node, answer.people),
      // One that goes is swept; after a cut all are asked.
      () => setTimeout(() => hubs.has(node) && bus.state() === 'connected' && ask(node), askAgainMs).unref(),
    );
  }

  function follow(): void {
    const present = new Set(bus.nodes().flatMap(({ id, roles }) => (roles.includes('hub') ? [id] : [])));
    for (const node of drained) if (!present.has(node)) drained.delete(node);
    for (const node of present) {
      if (drained.has(node)) continue;
      clearTimeout(leaving.get(node));
      leaving.delete(node);
      if (hubs.has(node)) continue;
      hubs.add(node);
      ask(node);
    }
    for (const node of hubs) {
      if (present.has(node)) continue;
      letGo(node);
    }
  }

  function letGo(node: string): void {
    if (!hubs.delete(node)) return;
    leaving.set(node, setTimeout(() => sweep(node), graceMs).unref());
  }

  function sweep(node: string): void {
    leaving.delete(node);
    replace(node, []);
  }

  const answering = bus.handle(presenceHere, async () => ({ people: ownPeople() }));
  const stops = [
    bus.onNodes(follow),
    bus.onState((state) => {
      if (state === 'connected') for (const node of hubs) ask(node);
    }),
  ];
  follow();

  return {
    of,
    list: (): PersonPresence[] =>
      [...people.keys()].map((personId) => ({ personId, presence: of(personId) })),
    /** News of a node that is not known yet counts as well: the registry may be later than its first word. */
    learn(node: string, news: readonly PersonPresence[]): void {
      for (const each of news) set(node, each);
    },
    /** A hub closes its connections; its process may need a while longer to end. */
    goodbye(node: string): void {
      drained.add(node);
      letGo(node);
    },
    async close(): Promise<void> {
      for (const stop of stops) stop();
      for (const timer of leaving.values()) clearTimeout(timer);
      hubs.clear();
      await (await answering)();
    },
  };
}
