import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { audience } from '#server/signaling/audience.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import {
  type archiveMeeting,
  type createMeeting,
  type getMeeting,
  type listMeetings,
  type Meeting,
  type MyMeeting,
  meetingChanged,
  meetingRemoved,
  type updateMeeting,
} from '#shared/contract/meetings.ts';
import { type Seen, seenAs, targetOf, unknownMeeting } from './access.ts';
import type { Announce } from './announce.ts';
import type { Lobby } from './lobby.service.ts';
import { setGivenRole } from './meeting-people.store.ts';
import { canCreate, canManage, canSeePeople, rightsIn, roleIn } from './meetings.policy.ts';
import { insertMeeting, listForPerson, updateMeeting as storeMeeting } from './meetings.store.ts';
import type { MeetingsNeeds } from './needs.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'logger'> & MeetingsNeeds & { announce: Announce; lobby: Lobby };

/** The lasting part of a meeting: made, found, changed and put away. */
export function createPages(parts: Parts) {
  const { db, clock, logger, access, spaces, chat, nodes, rooms, publisher, announce, lobby, audit } = parts;
  // Against guessing codes; a person follows far fewer links.
  const lookUps = limiter('meetingLookUp', { points: 120, perSeconds: 60 });
  const creations = limiter('meetingCreate', { points: 120, perSeconds: 3_600 });

  function present({ meeting, standing }: Seen): MyMeeting {
    const { count, people } = nodes.live(meeting.id);
    const live = { count, people: canSeePeople(standing) ? people : [] };
    return { ...meeting, role: roleIn(standing), live, can: rightsIn(standing) };
  }

  async function create(actor: Actor, input: ParsedInputOf<typeof createMeeting>): Promise<MyMeeting> {
    const { title, spaceId, lobby: hasLobby = parts.settings().lobbyByDefault } = input;
    const role = spaceId ? await spaces.roleOf(actor.personId, spaceId) : undefined;
    if (spaceId && !role) throw new AppError('notFound', 'There is no such space.');
    if (!canCreate(actor.kind, spaceId ? { role } : undefined))
      throw new AppError('forbidden', 'Only members create meetings.');
    await creations.consume(actor.personId);
    const meeting = await db.transaction((tx) =>
      make(tx, actor, { title, spaceId, lobby: hasLobby, createdBy: actor.personId }),
    );
    return present(seenAs(actor, { meeting, givenRole: 'host', known: true, admission: undefined }, role));
  }

  /** Whoever may is judged before. */
  async function make(
    tx: Tx,
    actor: Actor,
    page: Pick<Meeting, 'title' | 'spaceId' | 'lobby' | 'createdBy'>,
  ): Promise<Meeting> {
    const id = newId<MeetingId>();
    const channel = await chat.createMeetingChannel(tx, { meetingId: id, name: page.title });
    const made = await insertMeeting(tx, { ...page, id, channelId: channel.id, createdAt: clock.now() });
    await setGivenRole(tx, id, page.createdBy, 'host');
    audit.record(tx, { actor, action: 'meetings.created', target: targetOf(made) });
    tx.afterCommit(() => {
      publisher.admit(page.createdBy, audience.meetingHosts(id));
      return announce(made, meetingChanged, { meeting: made });
    });
    return made;
  }

  async function requireManager(actor: Actor, id: MeetingId): Promise<Seen> {
    const seen = await access.get(actor, { id });
    if (!canManage(seen.standing)) throw new AppError('forbidden', 'Only its hosts change a meeting.');
    return seen;
  }

  async function update(actor: Actor, input: ParsedInputOf<typeof updateMeeting>): Promise<MyMeeting> {
    const { meetingId, title, lobby: hasLobby } = input;
    const { meeting: before } = await requireManager(actor, meetingId);
    const change = {
      ...(title === undefined ? {} : { title }),
      ...(hasLobby === undefined ? {} : { lobby: hasLobby }),
    };
    if (Object.keys(change).length > 0)
      await db.transaction(async (tx) => {
        const meeting = (await storeMeeting(tx, meetingId, change)) ?? gone();
        if (hasLobby === false) await lobby.openFor(tx, meeting);
        if (hasLobby !== undefined && hasLobby !== before.lobby) {
          const facts = { lobby: hasLobby };
          audit.record(tx, { actor, action: 'meetings.lobbyChanged', target: targetOf(meeting), facts });
        }
        tx.afterCommit(() => announce(meeting, meetingChanged, { meeting }));
      });
    return present(await access.get(actor, { id: meetingId }));
  }

  /** Nobody finds it any more, those in its room leave, and those who wait are turned away. */
  async function archive(
    actor: Actor,
    { meetingId }: ParsedInputOf<typeof archiveMeeting>,
  ): Promise<typeof nothing> {
    await requireManager(actor, meetingId);
    await db.transaction(async (tx) => {
      const meeting: Meeting = (await storeMeeting(tx, meetingId, { archived_at: clock.now() })) ?? gone();
      await lobby.turnAllAway(tx, meeting);
      audit.record(tx, { actor, action: 'meetings.archived', target: targetOf(meeting) });
      tx.afterCommit(async () => {
        chat.meetingAccessChanged(meetingId);
        await announce(meeting, meetingRemoved, { meetingId });
        await rooms
          .closeRoom(meetingId)
          .catch((error: unknown) =>
            logger.error({ err: error, meetingId }, 'an archived room did not close'),
          );
        publisher.disband(audience.meetingHosts(meetingId));
        publisher.disband(audience.channel(meeting.channelId));
      });
    });
    return nothing;
  }

  async function list(
    actor: Actor,
    { before, limit }: ParsedInputOf<typeof listMeetings>,
  ): Promise<OutputOf<typeof listMeetings>> {
    const roles = await spaces.rolesOf(actor.personId);
    const page = { before, limit: limit + 1 };
    const rows = await listForPerson(db.read, actor.personId, [...roles.keys()], page);
    const meetings = rows.slice(0, limit).map((row) => {
      const { spaceId } = row.meeting;
      return present(seenAs(actor, row, spaceId ? roles.get(spaceId) : undefined));
    });
    return { meetings, more: rows.length > limit };
  }

  async function get(actor: Actor, { code }: ParsedInputOf<typeof getMeeting>): Promise<MyMeeting> {
    await lookUps.consume(actor.personId);
    return present(await access.get(actor, { code }));
  }

  return { create, make, update, archive, list, get };
}
export type Pages = ReturnType<typeof createPages>;

function gone(): never {
  throw unknownMeeting();
}
