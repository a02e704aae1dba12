import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import { version } from '#server/version.ts';
import type {
  AdminPerson,
  getOverview,
  listAllPeople,
  listAllSpaces,
  OrganisationSettings,
} from '#shared/contract/admin.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { requireAdministrator } from './admin.policy.ts';
import type { AdminNeeds } from './needs.ts';
import type { Nodes } from './nodes/nodes.service.ts';
import { countAll, type Counts } from './overview.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> &
  Pick<AdminNeeds, 'administration' | 'media' | 'settings' | 'spaces'> & { nodes: Pick<Nodes, 'list'> };
type Change = { [K in keyof OrganisationSettings]?: OrganisationSettings[K] | undefined };

const page = 50;
/** Counting a hundred thousand people costs milliseconds; a page that asks again and again need not pay them. */
const countedForMs = 5_000;

/** The organisation at a glance, its people, spaces and settings. */
export function createOverview({ db, clock, administration, media, settings, spaces, nodes }: Parts) {
  let counted: { at: number; counts: Promise<Counts> } | undefined;

  function counts(): Promise<Counts> {
    if (counted && performance.now() - counted.at < countedForMs) return counted.counts;
    const today = new Date(clock.now());
    today.setUTCHours(0, 0, 0, 0);
    const asked = { at: performance.now(), counts: countAll(db.read, today) };
    counted = asked;
    asked.counts.catch(() => {
      if (counted === asked) counted = undefined;
    });
    return asked.counts;
  }

  const presented = ({ name, ...rest }: ReturnType<AdminNeeds['settings']['current']>) => ({
    ...rest,
    name: name ?? '',
  });

  return {
    async overview(actor: Actor): Promise<OutputOf<typeof getOverview>> {
      requireAdministrator(actor);
      const { members, customers, guests, suspended, ...rest } = await counts();
      const rooms = media.rooms().filter(({ parts }) => parts.some(({ participants }) => participants > 0));
      return {
        people: { members, customers, guests, suspended },
        administrators: rest.administrators,
        spaces: rest.spaces,
        messagesToday: rest.messages,
        meetingsLive: rooms.length,
        participants: media.loads().reduce((sum, { participants }) => sum + participants, 0),
        connections: nodes.list().reduce((sum, { figures }) => sum + (figures?.connections ?? 0), 0),
        version,
      };
    },

    async people(
      actor: Actor,
      { search, after }: ParsedInputOf<typeof listAllPeople>,
    ): Promise<OutputOf<typeof listAllPeople>> {
      const { rows, more } = await administration.listAll(actor, { search, after, limit: page });
      return { people: rows, more };
    },

    async signOut(actor: Actor, personId: AdminPerson['person']['id']): Promise<{ ended: number }> {
      return { ended: await administration.signOut(actor, personId) };
    },

    async spaces(
      actor: Actor,
      { search, after }: ParsedInputOf<typeof listAllSpaces>,
    ): Promise<OutputOf<typeof listAllSpaces>> {
      const { rows, more } = await spaces.listAll(actor, { search, after, limit: page });
      return { spaces: rows, more };
    },

    async settings(actor: Actor): Promise<OrganisationSettings> {
      requireAdministrator(actor);
      return presented(settings.current());
    },
    async updateSettings(actor: Actor, change: Change): Promise<OrganisationSettings> {
      return presented(await settings.update(actor, change));
    },
  };
}
export type Overview = ReturnType<typeof createOverview>;
