import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import { hubsWithWaiting } from './admissions.store.ts';
import { createAnnounce } from './announce.ts';
import { createEntrance } from './entrance.service.ts';
import { createLive } from './live.ts';
import { createLobby } from './lobby.service.ts';
import { ledLately, metAmong, rememberPerson } from './meeting-people.store.ts';
import { roleIn } from './meetings.policy.ts';
import { findTitles } from './meetings.store.ts';
import type { MeetingsNeeds } from './needs.ts';
import { createPages } from './pages.service.ts';
import { createRoles } from './roles.service.ts';
import { createTied } from './tied.service.ts';

/** A meeting not used for this long rings no bell for its hosts while they are elsewhere. */
const ledForMs = 14 * 86_400_000;
const sweepEveryMs = 60_000;

/** Meetings as pages: link, roles, lobby, guests. Their live part is in `server/media`. */
export function createMeetings(platform: Platform, needs: MeetingsNeeds) {
  const { db, bus, clock, logger } = platform;
  const { publisher, access, people, nodes } = needs;
  const announce = createAnnounce(db, publisher);
  const lobby = createLobby({ ...platform, ...needs });
  const pages = createPages({ ...platform, ...needs, announce, lobby });
  const roles = createRoles({ ...platform, ...needs });
  const closeLive = createLive({ db, bus, logger, announce, nodes });

  people.alsoVisible((reader, actor, ids) => metAmong(reader, actor.personId, ids));

  /** Knocks of hubs that are gone, this one's earlier life included. */
  async function sweep(): Promise<void> {
    if (bus.state() === 'degraded') return;
    const hubs = (await hubsWithWaiting(db.read)).filter((hub) => hub !== bus.nodeId);
    for (const hub of hubs) {
      const alive = await bus.request({ node: hub }, hubAlive, {}, { deadlineMs: 2_000 }).then(
        () => true,
        () => false,
      );
      if (!alive && bus.state() === 'connected') await lobby.forgetWaitingOf(hub);
    }
  }
  const sweepSafely = () =>
    sweep().catch((error: unknown) => logger.warn({ err: error }, 'old knocks were not swept'));
  const timer = setInterval(sweepSafely, sweepEveryMs).unref();
  const stopWatching = bus.onNodes(() => void sweepSafely());

  return {
    ...pages,
    setRole: roles.setRole,
    openFor: createTied({ pages, lobby, roles }),
    isLive: (meetingId: MeetingId): boolean => nodes.live(meetingId).count > 0,
    lobby,
    entrance: createEntrance({ ...platform, ...needs }),
    requireHost: access.requireHost,
    requireAdmitted: access.requireAdmitted,
    turnAway: lobby.turnAway,
    titles: findTitles,

    /** For the live room: who comes in, if they may. */
    async enter(actor: Actor, meetingId: MeetingId): Promise<{ role: MeetingRole; person: PersonCard }> {
      const [{ standing }, person] = await Promise.all([
        access.requireAdmitted(actor, meetingId),
        people.card(db.read, actor.personId),
      ]);
      return { role: roleIn(standing), person };
    },
    /** From the live room: they are in. Puts the meeting into their list. */
    entered: (actor: Actor, meetingId: MeetingId): Promise<void> =>
      db.transaction((tx) => rememberPerson(tx, meetingId, actor.personId, clock.now())),

    /** Hosts hear who knocks at the meetings they lead, wherever in the hub they are. */
    async audiencesOf(actor: Actor): Promise<Audience[]> {
      if (actor.kind === 'guest') return [];
      const since = new Date(clock.now().getTime() - ledForMs);
      return (await ledLately(db.read, actor.personId, since)).map(audience.meetingHosts);
    },

    /** Before the first connection: nobody waits any more. */
    async start(): Promise<void> {
      await lobby.forgetWaitingOf(bus.nodeId);
      await sweepSafely();
    },
    async close(): Promise<void> {
      clearInterval(timer);
      stopWatching();
      await closeLive();
    },
  };
}
export type Meetings = ReturnType<typeof createMeetings>;
