import type { PayloadOf } from '#shared/contract/define.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import type {
  Participant,
  RoomChange,
  RoomProducer,
  RoomSnapshot,
  roomChanged,
  Source,
} from '#shared/contract/media.ts';

/** The live room as this tab knows it; participants in the order in which they came. */
export type RoomState = {
  readonly epoch: string;
  readonly seq: number;
  readonly participants: readonly Participant[];
};
export type RoomChanged = PayloadOf<typeof roomChanged>;
export type Applied =
  | { kind: 'applied'; room: RoomState }
  | { kind: 'stale' }
  | { kind: 'gap' }
  | { kind: 'otherEpoch' };

export function roomOf(snapshot: RoomSnapshot): RoomState {
  return {
    epoch: snapshot.epoch,
    seq: snapshot.seq,
    participants: [...snapshot.participants].sort(byArrival),
  };
}

/** Applies the next change. Changes already in the room are `stale`; one that skips a number is a `gap`. */
export function applyChange(room: RoomState, change: RoomChanged): Applied {
  if (change.epoch !== room.epoch) return { kind: 'otherEpoch' };
  if (change.seq <= room.seq) return { kind: 'stale' };
  if (change.seq !== room.seq + 1) return { kind: 'gap' };
  return {
    kind: 'applied',
    room: { ...room, seq: change.seq, participants: change.changes.reduce(step, room.participants) },
  };
}

function step(participants: readonly Participant[], change: RoomChange): readonly Participant[] {
  if (change.type === 'left') return participants.filter(({ id }) => id !== change.participantId);
  const known = participants.some(({ id }) => id === change.participant.id);
  if (known) return participants.map((one) => (one.id === change.participant.id ? change.participant : one));
  return [...participants, change.participant].sort(byArrival);
}

function byArrival(a: Participant, b: Participant): number {
  if (a.joinedAt !== b.joinedAt) return a.joinedAt < b.joinedAt ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

export function findProducer(participant: Participant, source: Source): RoomProducer | undefined {
  return participant.producers.find((producer) => producer.source === source);
}

/** True while the source is sent and not paused. */
export function sends(participant: Participant, source: Source): boolean {
  return participant.producers.some((producer) => producer.source === source && !producer.paused);
}

/** Hands in the order in which they went up. */
export function raisedHands(room: RoomState): readonly Participant[] {
  return room.participants
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .sort((a, b) => ((a.handRaisedAt ?? '') < (b.handRaisedAt ?? '') ? -1 : 1));
}

export type RoomNews =
  | { kind: 'joined'; participant: Participant }
  | { kind: 'left'; participant: Participant }
  | { kind: 'handRaised'; participant: Participant }
  | { kind: 'shareStarted'; participant: Participant }
  | { kind: 'shareStopped'; participant: Participant };

/** What somebody who looks away should hear about: everything about the others, nothing about oneself. */
export function roomNews(before: RoomState, after: RoomState, self: ParticipantId): RoomNews[] {
  const earlier = new Map(before.participants.map((one) => [one.id, one]));
  const later = new Set(after.participants.map(({ id }) => id));
  const news: RoomNews[] = [];
  for (const participant of after.participants) {
    if (participant.id === self) continue;
    news.push(...newsOf(earlier.get(participant.id), participant));
  }
  for (const participant of before.participants) {
    if (participant.id !== self && !later.has(participant.id)) news.push({ kind: 'left', participant });
  }
  return news;
}

function newsOf(before: Participant | undefined, participant: Participant): RoomNews[] {
  const news: RoomNews[] = [];
  if (!before) news.push({ kind: 'joined', participant });
  if (participant.handRaisedAt !== null && (before?.handRaisedAt ?? null) === null) {
    news.push({ kind: 'handRaised', participant });
  }
  const shared = before ? sends(before, 'screen') : false;
  const shares = sends(participant, 'screen');
  if (shares && !shared) news.push({ kind: 'shareStarted', participant });
  if (shared && !shares) news.push({ kind: 'shareStopped', participant });
  return news;
}
