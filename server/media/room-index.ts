import type { MeetingId, NodeId, ParticipantId, PersonId } from '#shared/contract/ids.ts';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import type { RoomPeople } from './media.commands.ts';

export type Live = MyMeeting['live'];
const maxCards = 8;

/** Which nodes hold a part of which meeting, with whom in it: what the nodes' lists say, put together by meeting. */
export function createRoomIndex() {
  const meetings = new Map<MeetingId, Map<NodeId, RoomPeople>>();
  const partsOf = (meetingId: MeetingId) => [...(meetings.get(meetingId) ?? [])];

  /** True when the set of the meeting's nodes is another one now. */
  function set(node: NodeId, room: RoomPeople): boolean {
    const parts = meetings.get(room.meetingId) ?? new Map<NodeId, RoomPeople>();
    const before = parts.has(node);
    const isThere = room.members.length > 0;
    if (isThere) parts.set(node, room);
    else parts.delete(node);
    if (parts.size > 0) meetings.set(room.meetingId, parts);
    else meetings.delete(room.meetingId);
    return before !== isThere;
  }

  /** The node has answered for this room, before its list says so. */
  function found(node: NodeId, meetingId: MeetingId): boolean {
    const parts = meetings.get(meetingId) ?? new Map<NodeId, RoomPeople>();
    if (parts.has(node)) return false;
    parts.set(node, { meetingId, members: [], people: [] });
    meetings.set(meetingId, parts);
    return true;
  }

  /** A person in two parts, or in two tabs, is one person. */
  function live(meetingId: MeetingId): Live {
    const persons = new Set<PersonId>();
    const cards = new Map<PersonId, Live['people'][number]>();
    for (const [, { members, people }] of partsOf(meetingId)) {
      for (const { personId } of members) persons.add(personId);
      for (const card of people) cards.set(card.id, card);
    }
    return { count: persons.size, people: [...cards.values()].slice(0, maxCards) };
  }

  return {
    set,
    found,
    live,
    nodesOf: (meetingId: MeetingId): NodeId[] => partsOf(meetingId).map(([node]) => node),
    onNode: (node: NodeId): MeetingId[] =>
      [...meetings].filter(([, parts]) => parts.has(node)).map(([meetingId]) => meetingId),
    /** Every live room with its parts. */
    all: () =>
      [...meetings].map(([meetingId, parts]) => ({
        meetingId,
        parts: [...parts].map(([node, { members }]) => ({ node, participants: members.length })),
      })),
    /** Participants of the room on the node. */
    inRoom: (meetingId: MeetingId, node: NodeId): number =>
      meetings.get(meetingId)?.get(node)?.members.length ?? 0,
    /** Where this participant sits, and as whom. */
    seatsOf: (meetingId: MeetingId, participantId: ParticipantId): { node: NodeId; personId: PersonId }[] =>
      partsOf(meetingId).flatMap(([node, { members }]) =>
        members
          .filter((member) => member.participantId === participantId)
          .map(({ personId }) => ({ node, personId })),
      ),
    /** Participants on other nodes, but for this one. */
    elsewhere(meetingId: MeetingId, node: NodeId, participantId: ParticipantId): number {
      const others = new Set<ParticipantId>();
      for (const [holder, { members }] of partsOf(meetingId))
        if (holder !== node) for (const member of members) others.add(member.participantId);
      others.delete(participantId);
      return others.size;
    },
  };
}
export type RoomIndex = ReturnType<typeof createRoomIndex>;
