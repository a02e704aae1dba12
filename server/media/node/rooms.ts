import type { PersonCard } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { RoomPeople } from '../media.commands.ts';
import type { Room } from './room.ts';

/** A list is told to the hubs this long after its first change. */
const frameMs = 50;
const maxCards = 8;

/** The rooms of this node, and the numbered list of them that hubs keep a copy of. */
export function createRoomList(options: {
  create: (meetingId: MeetingId) => Room;
  publish: (message: { version: number; rooms: RoomPeople[] }) => void;
}) {
  const rooms = new Map<MeetingId, Room>();
  const changed = new Set<MeetingId>();
  /** What the hubs know of each room. */
  const said = new Map<MeetingId, string>();
  let version = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const list = [...changed].map((meetingId) => peopleIn(meetingId, rooms.get(meetingId))).filter(isNews);
    changed.clear();
    if (list.length === 0) return;
    version += 1;
    options.publish({ version, rooms: list });
  }

  /** Most changes of a room (hands, streams) are none of its people. */
  function isNews(people: RoomPeople): boolean {
    // A hub may know of a room that came and went within one frame from the answer to a join.
    if (people.members.length === 0) {
      said.delete(people.meetingId);
      return true;
    }
    const text = JSON.stringify(people);
    if (text === said.get(people.meetingId)) return false;
    said.set(people.meetingId, text);
    return true;
  }

  function touch(meetingId: MeetingId): void {
    changed.add(meetingId);
    timer ??= setTimeout(flush, frameMs).unref();
  }

  function close(meetingId: MeetingId): void {
    rooms.get(meetingId)?.close();
    rooms.delete(meetingId);
    touch(meetingId);
  }

  return {
    touch,
    find: (meetingId: MeetingId) => rooms.get(meetingId),
    get(meetingId: MeetingId): Room {
      const room = rooms.get(meetingId);
      if (room) return room;
      throw new AppError('notFound', 'Nobody is in this meeting.', { details: { reason: 'noRoom' } });
    },
    open(meetingId: MeetingId): Room {
      const known = rooms.get(meetingId);
      if (known) return known;
      const room = options.create(meetingId);
      rooms.set(meetingId, room);
      return room;
    },
    close,
    all: () => [...rooms.values()],
    /** Of the list as last told. */
    version: () => version,
    list() {
      flush();
      return { version, rooms: [...rooms].map(([meetingId, room]) => peopleIn(meetingId, room)) };
    },
    closeAll(): void {
      for (const meetingId of rooms.keys()) close(meetingId);
      flush();
    },
  };
}
export type RoomList = ReturnType<typeof createRoomList>;

function peopleIn(meetingId: MeetingId, room: Room | undefined): RoomPeople {
  const cards = new Map<PersonId, PersonCard>();
  const seats = room?.seats() ?? [];
  for (const { person } of seats) cards.set(person.id, person);
  return {
    meetingId,
    members: seats.map(({ id, person }) => ({ participantId: id, personId: person.id })),
    people: [...cards.values()].slice(0, maxCards),
  };
}
