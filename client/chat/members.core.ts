import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import {
  listSpaceMembers,
  type SpaceMember,
  spaceMemberChanged,
  spaceMemberRemoved,
} from '#shared/contract/spaces.ts';
import type { HubPort } from '../app/hub-port.ts';

export type SpaceMembers = {
  status: 'loading' | 'ready' | 'failed';
  error?: unknown;
  members: readonly SpaceMember[];
};
type Options = { hub: HubPort; remember: (cards: PersonCard[]) => void };

const pageSize = 200;
/** More people than anybody scrolls through; a search on the hub takes over there one day. */
const mostPages = 5;

/** The people of each space that was looked at. */
export function createMembers({ hub, remember }: Options) {
  const store = createStore<{ spaces: ReadonlyMap<SpaceId, SpaceMembers> }>(() => ({ spaces: new Map() }));
  const find = (id: SpaceId) => store.getState().spaces.get(id);
  const put = (id: SpaceId, entry: SpaceMembers) =>
    store.setState({ spaces: new Map(store.getState().spaces).set(id, entry) });

  async function readAll(spaceId: SpaceId): Promise<SpaceMember[]> {
    const members: SpaceMember[] = [];
    let after: PersonId | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const from = after === undefined ? {} : { after };
      const answer = await hub.call(listSpaceMembers, { spaceId, limit: pageSize, ...from });
      members.push(...answer.members);
      after = answer.members.at(-1)?.person.id;
      if (!answer.more || after === undefined) break;
    }
    return members;
  }

  async function load(spaceId: SpaceId): Promise<void> {
    const known = find(spaceId)?.members ?? [];
    if (known.length === 0) put(spaceId, { status: 'loading', members: known });
    try {
      const members = await readAll(spaceId);
      remember(members.map(({ person }) => person));
      put(spaceId, { status: 'ready', members: sorted(members) });
    } catch (error) {
      put(spaceId, { status: known.length > 0 ? 'ready' : 'failed', error, members: known });
    }
  }

  const stops = [
    hub.on(spaceMemberChanged, ({ spaceId, member }) => {
      const entry = find(spaceId);
      if (entry === undefined) return;
      remember([member.person]);
      const others = entry.members.filter(({ person }) => person.id !== member.person.id);
      put(spaceId, { ...entry, members: sorted([...others, member]) });
    }),
    hub.on(spaceMemberRemoved, ({ spaceId, personId }) => {
      const entry = find(spaceId);
      if (entry)
        put(spaceId, { ...entry, members: entry.members.filter(({ person }) => person.id !== personId) });
    }),
  ];

  return {
    store,
    /** Reads the members once; later changes come as events. */
    ensure(spaceId: SpaceId) {
      const status = find(spaceId)?.status;
      if (status === undefined || status === 'failed') void load(spaceId);
    },
    /** After a gap in the events. */
    refresh() {
      for (const spaceId of store.getState().spaces.keys()) void load(spaceId);
    },
    load,
    close() {
      for (const stop of stops) stop();
    },
  };
}
export type Members = ReturnType<typeof createMembers>;

const sorted = (members: readonly SpaceMember[]) =>
  members.toSorted((a, b) => a.person.displayName.localeCompare(b.person.displayName));
