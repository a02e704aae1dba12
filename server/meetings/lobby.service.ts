import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import {
  type answerKnock,
  type knock,
  knockAnswered,
  knocksChanged,
  type LobbyState,
  type Meeting,
} from '#shared/contract/meetings.ts';
import { type Seen, seenAs, targetOf, unknownMeeting } from './access.ts';
import * as admissions from './admissions.store.ts';
import { rememberPerson, setGivenRole } from './meeting-people.store.ts';
import { answerTo, canSee, isAdmitted, isHost, type Standing } from './meetings.policy.ts';
import { findForPerson, lockMeeting } from './meetings.store.ts';
import type { MeetingsNeeds } from './needs.ts';
import { createWaitingTabs } from './waiting-tabs.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'bus' | 'logger'> &
  Pick<MeetingsNeeds, 'publisher' | 'access' | 'audit' | 'people' | 'chat'>;

/** More than a meeting holds; beyond it the door stays shut. */
const maxWaiting = 200;

/** Who waits at the door, and what the hosts say. A knock lasts as long as a connection of the person does. */
export function createLobby({ db, clock, bus, logger, publisher, access, audit, people, chat }: Parts) {
  const knocks = limiter('knock', { points: 30, perSeconds: 60 });
  const tabs = createWaitingTabs((meetingId, personId) => {
    db.transaction(async (tx) => {
      if (await admissions.stopWaiting(tx, meetingId, personId, bus.nodeId)) tellHosts(tx, meetingId);
    }).catch((error: unknown) => logger.error({ err: error, meetingId }, 'a knock could not be taken back'));
  });

  function tellHosts(tx: Tx, meetingId: MeetingId): void {
    tx.afterCommit(async () => {
      const waiting = await waitingIn(meetingId);
      publisher.publish(audience.meetingHosts(meetingId), knocksChanged, { meetingId, waiting });
    });
  }

  function tellKnocker(tx: Tx, meetingId: MeetingId, personId: PersonId, state: LobbyState): void {
    tx.afterCommit(() => {
      chat.meetingAccessChanged(meetingId);
      publisher.publish(audience.person(personId), knockAnswered, { meetingId, state });
    });
  }

  async function waitingIn(meetingId: MeetingId): Promise<PersonCard[]> {
    const ids = await admissions.listWaiting(db.read, meetingId);
    const cards = await people.cards(db.read, ids);
    return ids.flatMap((id) => cards.get(id) ?? []);
  }

  async function ask(
    actor: Actor,
    { meetingId }: ParsedInputOf<typeof knock>,
    connection: Connection,
  ): Promise<OutputOf<typeof knock>> {
    await knocks.consume(actor.personId);
    const seen = await access.get(actor, { id: meetingId });
    if (isHost(seen.standing)) await connection.join(audience.meetingHosts(meetingId));
    const state = isSettled(seen) ? 'admitted' : await answer(actor, seen);
    if (state === 'waiting') tabs.add(connection, meetingId, actor.personId);
    return { state, channelId: seen.meeting.channelId };
  }

  /** Judged again with the meeting locked: a host may have answered, or turned the lobby off, meanwhile. */
  async function answer(actor: Actor, { meeting, standing: before }: Seen): Promise<LobbyState> {
    return await db.transaction(async (tx) => {
      await lockMeeting(tx, meeting.id);
      const found = await findForPerson(tx, actor.personId, { id: meeting.id });
      if (!found) throw unknownMeeting();
      const { standing } = seenAs(actor, found, before.spaceRole);
      if (!canSee(standing)) throw unknownMeeting();
      const now = clock.now();
      const state = answerTo(standing, now);
      if (state === 'admitted') await letIn(tx, standing, now);
      if (state === 'waiting') await queue(tx, standing, now);
      return state;
    });
  }

  async function letIn(tx: Tx, { meeting, person, admission }: Standing, now: Date): Promise<void> {
    await rememberPerson(tx, meeting.id, person.personId);
    if (person.kind === 'member' || admission?.state === 'admitted') return;
    // So that a lobby that is turned on later does not shut out who is in already.
    await admissions.decide(tx, meeting.id, person.personId, 'admitted', now);
    tx.afterCommit(() => chat.meetingAccessChanged(meeting.id));
  }

  async function queue(tx: Tx, { meeting, person }: Standing, askedAt: Date): Promise<void> {
    const waiting = await admissions.listWaiting(tx, meeting.id);
    if (waiting.length >= maxWaiting && !waiting.includes(person.personId))
      throw new AppError('conflict', 'Too many people wait already.', { details: { reason: 'lobbyFull' } });
    const knock = { meetingId: meeting.id, personId: person.personId, askedAt, hub: bus.nodeId };
    await admissions.wait(tx, knock);
    tellHosts(tx, meeting.id);
  }

  async function withdraw(actor: Actor, { meetingId }: { meetingId: MeetingId }): Promise<typeof nothing> {
    await access.get(actor, { id: meetingId });
    await db.transaction(async (tx) => {
      if (await admissions.stopWaiting(tx, meetingId, actor.personId)) tellHosts(tx, meetingId);
    });
    return nothing;
  }

  async function list(actor: Actor, { meetingId }: { meetingId: MeetingId }) {
    await access.requireHost(actor, meetingId);
    return { waiting: await waitingIn(meetingId) };
  }

  async function answerOne(
    actor: Actor,
    { meetingId, personId, admit }: ParsedInputOf<typeof answerKnock>,
  ): Promise<typeof nothing> {
    const { meeting } = await access.requireHost(actor, meetingId);
    const state = admit ? 'admitted' : 'denied';
    await db.transaction(async (tx) => {
      await lockMeeting(tx, meetingId);
      const before = await admissions.findState(tx, meetingId, personId);
      // Another host was quicker with the same answer.
      if (before === state) return;
      if (before !== 'waiting')
        throw new AppError('conflict', 'This person does not wait.', { details: { reason: 'notWaiting' } });
      await admissions.decide(tx, meetingId, personId, state, clock.now());
      if (admit) await rememberPerson(tx, meetingId, personId);
      const { displayName } = await people.card(tx, personId);
      const facts = { personId, person: displayName };
      const action = admit ? 'meetings.admitted' : 'meetings.turnedAway';
      audit.record(tx, { actor, action, target: targetOf(meeting), facts });
      tellKnocker(tx, meetingId, personId, state);
      tellHosts(tx, meetingId);
    });
    return nothing;
  }

  async function answerAll(tx: Tx, { id }: Meeting, state: 'admitted' | 'denied'): Promise<void> {
    const answered = await admissions.decideAll(tx, id, state, clock.now());
    for (const personId of answered) {
      if (state === 'admitted') await rememberPerson(tx, id, personId);
      tellKnocker(tx, id, personId, state);
    }
    if (answered.length > 0) tellHosts(tx, id);
  }

  return {
    knock: ask,
    withdraw,
    list,
    answer: answerOne,
    openFor: (tx: Tx, meeting: Meeting) => answerAll(tx, meeting, 'admitted'),
    /** Without a knock, unless a host has sent them away. */
    async admit(tx: Tx, meetingId: MeetingId, personId: PersonId): Promise<void> {
      const state = await admissions.findState(tx, meetingId, personId);
      if (state !== undefined && state !== 'waiting') return;
      await rememberPerson(tx, meetingId, personId);
      await admissions.decide(tx, meetingId, personId, 'admitted', clock.now());
      tellKnocker(tx, meetingId, personId, 'admitted');
      if (state === 'waiting') tellHosts(tx, meetingId);
    },
    turnAllAway: (tx: Tx, meeting: Meeting) => answerAll(tx, meeting, 'denied'),
    /** A host took this person out of the room: unless they are a member, they have to ask again. */
    async turnAway(actor: Actor, meetingId: MeetingId, person: PersonCard): Promise<void> {
      const { meeting } = await access.get(actor, { id: meetingId });
      await db.transaction(async (tx) => {
        const facts = { personId: person.id, person: person.displayName };
        audit.record(tx, { actor, action: 'meetings.removed', target: targetOf(meeting), facts });
        if (person.kind === 'member') return;
        await admissions.decide(tx, meetingId, person.id, 'removed', clock.now());
        // A host would walk straight back in.
        await setGivenRole(tx, meetingId, person.id, 'participant');
        await chat.leftMeeting(tx, meetingId, person.id);
        tx.afterCommit(() => publisher.expel(person.id, audience.meetingHosts(meetingId)));
      });
    },
    /** Knocks whose connections died with their node. */
    async forgetWaitingOf(hub: string): Promise<void> {
      await db.transaction(async (tx) => {
        for (const meetingId of await admissions.forgetWaitingOf(tx, hub)) tellHosts(tx, meetingId);
      });
    },
  };
}
/** Let in before: nothing to decide and nothing to write. */
const isSettled = ({ standing, known }: Seen): boolean =>
  known &&
  isAdmitted(standing) &&
  (standing.person.kind === 'member' || standing.admission?.state === 'admitted');

export type Lobby = ReturnType<typeof createLobby>;
