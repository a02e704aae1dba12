import { MeetingId, NodeId, ParticipantId, PersonId, ProducerId } from '#shared/contract/ids.ts';
import type {
  Participant,
  RoomChange,
  RoomPart,
  RoomProducer,
  RoomSnapshot,
  Source,
} from '#shared/contract/media.ts';
import type { RoomChanged } from './room-parts.ts';

// Rooms for tests, in few words.

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const aMeeting = MeetingId.parse(uuid(900));
export const aNode = (name: string): NodeId => NodeId.parse(name);
export const anId = (n: number): ParticipantId => ParticipantId.parse(uuid(n));

export const aProducer = (n: number, source: Source, paused = false): RoomProducer => ({
  id: ProducerId.parse(uuid(n)),
  kind: source === 'camera' || source === 'screen' ? 'video' : 'audio',
  source,
  paused,
});

export function aParticipant(n: number, changes: Partial<Participant> = {}): Participant {
  return {
    id: anId(n),
    person: { id: PersonId.parse(uuid(100 + n)), kind: 'member', displayName: `P${n}`, avatarUrl: null },
    role: 'participant',
    joinedAt: `2026-01-01T10:00:0${n}.000Z`,
    connected: true,
    handRaisedAt: null,
    producers: [],
    ...changes,
  };
}

export const aPart = (node: string, participants: Participant[], seq = 4, epoch = `${node}1`): RoomPart => ({
  node: aNode(node),
  epoch,
  seq,
  participants,
});
export const aSnapshot = (...parts: RoomPart[]): RoomSnapshot => ({ meetingId: aMeeting, parts });

export function aChange(node: string, seq: number, changes: RoomChange[], epoch = `${node}1`): RoomChanged {
  return { meetingId: aMeeting, node: aNode(node), epoch, seq, changes };
}
export const comes = (participant: Participant): RoomChange => ({ type: 'participant', participant });
export const leaves = (n: number, reason: 'left' | 'lost' | 'moved' = 'left'): RoomChange => ({
  type: 'left',
  participantId: anId(n),
  reason,
});
