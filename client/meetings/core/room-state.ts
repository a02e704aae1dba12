import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import type { Participant, RoomProducer, Source } from '#shared/contract/media.ts';
import type { RoomParts } from './room-parts.ts';

/** A person's camera, microphone, first screen ...: what shows it changes with every move, the spot does not. */
export type Spot = `${ParticipantId}/${string}`;
/**
 * `now`: from where the person is, or is going. `former`: from where they are leaving, shown until the other one flows.
 * `gone`: of a node that is gone, its last picture.
 */
export type Age = 'now' | 'former' | 'gone';
/** A stream of somebody, with the node that it comes in at. */
export type Stream = RoomProducer & { readonly node: NodeId; readonly spot: Spot; readonly age: Age };
/** One person in the room, in however many parts. `producers`: those of the later seat first. */
export type Member = Omit<Participant, 'producers'> & {
  readonly node: NodeId;
  readonly producers: readonly Stream[];
};
/** The live room as this tab shows it; participants in the order in which they came. */
export type RoomState = { readonly participants: readonly Member[] };

type Seat = { node: NodeId; participant: Participant; gone: boolean };

/** The union of the parts. `before` gives who moved the place, the hand and the spots that they had. */
export function roomOf(room: RoomParts, before?: RoomState): RoomState {
  const earlier = new Map(before?.participants.map((member) => [member.id, member]));
  const members = [...seatsOf(room)].map(([id, seats]) => {
    const known = earlier.get(id);
    const member = memberOf(seats, known);
    return known && isSame(known, member) ? known : member;
  });
  return { participants: members.sort(byArrival) };
}

function seatsOf({ parts, ghosts }: RoomParts): Map<ParticipantId, [Seat, ...Seat[]]> {
  const all: Seat[] = [
    ...[...parts.values()].flatMap(({ node, participants }) =>
      participants.map((participant) => ({ node, participant, gone: false })),
    ),
    ...ghosts.map(({ node, participant }) => ({ node, participant, gone: true })),
  ];
  const found = new Map<ParticipantId, [Seat, ...Seat[]]>();
  for (const seat of all.sort(bySeat)) {
    const seats = found.get(seat.participant.id);
    if (seats) seats.push(seat);
    else found.set(seat.participant.id, [seat]);
  }
  return found;
}

/** Where somebody is, or is going, comes first. */
function bySeat(a: Seat, b: Seat): number {
  if (a.gone !== b.gone) return a.gone ? 1 : -1;
  if (a.participant.joinedAt !== b.participant.joinedAt)
    return a.participant.joinedAt > b.participant.joinedAt ? -1 : 1;
  if (a.node === b.node) return 0;
  return a.node < b.node ? -1 : 1;
}

function memberOf(seats: readonly [Seat, ...Seat[]], before: Member | undefined): Member {
  const [first] = seats;
  const { id, person, role, region, connected } = first.participant;
  const earliest = (times: readonly (string | null | undefined)[]) =>
    times.reduce<string | null>(
      (least, time) => (time && (least === null || time < least) ? time : least),
      null,
    );
  const hand = earliest(seats.map(({ participant }) => participant.handRaisedAt));
  return {
    id,
    person,
    role,
    region,
    node: first.node,
    connected: connected && !first.gone,
    joinedAt:
      earliest([before?.joinedAt, ...seats.map(({ participant }) => participant.joinedAt)]) ??
      first.participant.joinedAt,
    handRaisedAt: hand === null ? null : earliest([before?.handRaisedAt, hand]),
    producers: streamsOf(seats, before),
  };
}

/** Oldest seat first, so that a newer one finds the spots that its streams take over. */
function streamsOf(seats: readonly [Seat, ...Seat[]], before: Member | undefined): readonly Stream[] {
  const spots = new Map(before?.producers.map(({ id, source, spot }) => [id, { source, spot }]));
  const [first] = seats;
  const streams = seats.toReversed().map((seat): Stream[] => {
    const { node, participant, gone } = seat;
    const taken = new Set<Spot>();
    for (const { id } of participant.producers) {
      const known = spots.get(id);
      if (known) taken.add(known.spot);
    }
    const age: Age = gone ? 'gone' : seat === first ? 'now' : 'former';
    return participant.producers.map((producer) => {
      const spot = spotFor(participant.id, producer, spots, taken);
      taken.add(spot);
      spots.set(producer.id, { source: producer.source, spot });
      return { ...producer, node, spot, age };
    });
  });
  const all = streams.toReversed().flat();
  return first.gone ? all : all.filter(({ age, source }) => age !== 'gone' || isAwaited(all, source));
}

/** The last picture of a node that is gone bridges the time until the next one comes, and no more. */
function isAwaited(streams: readonly Stream[], source: Source): boolean {
  const now = streams.filter(({ age }) => age !== 'gone');
  return now.length === 0 || now.some((stream) => stream.source === source);
}

type Spots = ReadonlyMap<string, { source: Source; spot: Spot }>;

function spotFor(
  id: ParticipantId,
  { id: producer, source }: RoomProducer,
  spots: Spots,
  taken: Set<Spot>,
): Spot {
  if (source === 'camera' || source === 'microphone') return `${id}/${source}`;
  const known = spots.get(producer);
  if (known) return known.spot;
  const free = [...spots.values()].find((other) => other.source === source && !taken.has(other.spot));
  return free?.spot ?? `${id}/${source}/${producer}`;
}

function isSame(a: Member, b: Member): boolean {
  const keys = ['node', 'role', 'joinedAt', 'connected', 'handRaisedAt'] as const;
  return (
    keys.every((key) => a[key] === b[key]) &&
    a.person.displayName === b.person.displayName &&
    a.person.avatarUrl === b.person.avatarUrl &&
    a.person.kind === b.person.kind &&
    a.producers.length === b.producers.length &&
    a.producers.every((stream, index) => isSameStream(stream, b.producers[index]))
  );
}

function isSameStream(a: Stream, b: Stream | undefined): boolean {
  return a.id === b?.id && a.paused === b.paused && a.age === b.age && a.spot === b.spot;
}

function byArrival(a: Member, b: Member): number {
  if (a.joinedAt !== b.joinedAt) return a.joinedAt < b.joinedAt ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

// --- questions about the room --------------------------------------------------------------------

/** One stream for each spot of the source: the one to come, where there are two. */
export function streamsFor(participant: Pick<Member, 'producers'>, source: Source): readonly Stream[] {
  const found = new Map<Spot, Stream>();
  for (const stream of participant.producers) {
    if (stream.source === source && !found.has(stream.spot)) found.set(stream.spot, stream);
  }
  return [...found.values()];
}

/** True while the source is sent and not paused. */
export function sends(participant: Pick<Member, 'producers'>, source: Source): boolean {
  return streamsFor(participant, source).some(({ paused }) => !paused);
}

/** Whether people are carried in more than one region; where they are not, nobody needs to hear of it. */
export const spansRegions = ({ participants }: RoomState): boolean =>
  new Set(participants.flatMap(({ region }) => region ?? [])).size > 1;

/** Hands in the order in which they went up. */
export function raisedHands(room: RoomState): readonly Member[] {
  return room.participants
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .sort((a, b) => ((a.handRaisedAt ?? '') < (b.handRaisedAt ?? '') ? -1 : 1));
}
