import { type Bus, topic, type Unsubscribe } from '#server/platform/bus.ts';
import type { Connection } from '#server/signaling/bind.ts';
import { ticketAttendance } from '#shared/contract/desk.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';

type Attendee = { personId: PersonId; typing: boolean };
/** Everybody who is at a ticket on the node that says so. `asks`: the others are to say it too. */
type News = { ticketId: TicketId; people: Attendee[]; asks: boolean };
const attendanceTopic = topic<News>('tickets:attendance');

type Tab = { connection: Connection; typing: NodeJS.Timeout | undefined };
type Room = { tabs: Map<string, Tab>; elsewhere: Map<string, Attendee[]> };

/** Changes are gathered this long before they leave. */
const frameMs = 250;
/** Whoever types says so again before this. */
const typingMs = 8_000;

/**
 * Who looks at which ticket, and who types there. In memory only: each node knows its own tabs, and of the other nodes what
 * they say about the tickets that somebody looks at here.
 */
export function createAttendance(bus: Bus) {
  const rooms = new Map<TicketId, Room>();
  const places = new Map<string, TicketId>();
  const followed = new WeakSet<Connection>();
  const toPublish = new Map<TicketId, { asks: boolean }>();
  const toShow = new Set<TicketId>();
  let frame: NodeJS.Timeout | undefined;

  function attend(connection: Connection, ticketId: TicketId, typing: boolean): void {
    if (places.get(connection.id) !== ticketId) unattend(connection);
    if (!followed.has(connection)) connection.onClose(() => unattend(connection));
    followed.add(connection);
    const known = rooms.get(ticketId);
    const room = known ?? { tabs: new Map(), elsewhere: new Map() };
    rooms.set(ticketId, room);
    places.set(connection.id, ticketId);
    clearTimeout(room.tabs.get(connection.id)?.typing);
    const stop = () => attend(connection, ticketId, false);
    room.tabs.set(connection.id, {
      connection,
      typing: typing ? setTimeout(stop, typingMs).unref() : undefined,
    });
    changed(ticketId, { asks: known === undefined });
  }

  function unattend({ id }: Pick<Connection, 'id'>): void {
    const ticketId = places.get(id);
    const room = ticketId && rooms.get(ticketId);
    if (!room) return;
    clearTimeout(room.tabs.get(id)?.typing);
    places.delete(id);
    room.tabs.delete(id);
    if (room.tabs.size === 0) rooms.delete(ticketId);
    changed(ticketId, { asks: false });
  }

  function changed(ticketId: TicketId, { asks }: { asks: boolean }): void {
    toPublish.set(ticketId, { asks: asks || toPublish.get(ticketId)?.asks === true });
    show(ticketId);
  }

  function show(ticketId: TicketId): void {
    toShow.add(ticketId);
    frame ??= setTimeout(flush, frameMs).unref();
  }

  function flush(): void {
    frame = undefined;
    for (const [ticketId, { asks }] of toPublish)
      bus.publish(attendanceTopic, { ticketId, people: peopleHere(rooms.get(ticketId)), asks });
    toPublish.clear();
    for (const ticketId of toShow) {
      const room = rooms.get(ticketId);
      if (!room) continue;
      const people = merged([...peopleHere(room), ...[...room.elsewhere.values()].flat()]);
      for (const { connection } of room.tabs.values())
        connection.send(ticketAttendance, { ticketId, people });
    }
    toShow.clear();
  }

  const peopleHere = (room: Room | undefined): Attendee[] =>
    merged(
      [...(room?.tabs.values() ?? [])].map(({ connection, typing }) => ({
        personId: connection.actor.personId,
        typing: typing !== undefined,
      })),
    );

  function hear({ ticketId, people, asks }: News, from: string): void {
    const room = rooms.get(ticketId);
    if (!room || from === bus.nodeId) return;
    if (people.length > 0) room.elsewhere.set(from, people);
    else room.elsewhere.delete(from);
    if (asks) changed(ticketId, { asks: false });
    else show(ticketId);
  }

  const listening: Promise<Unsubscribe> = bus.subscribe(attendanceTopic, hear);
  const stops = [
    bus.onNodes((nodes) => {
      const present = new Set(nodes.map(({ id }) => id));
      for (const [ticketId, { elsewhere }] of rooms)
        for (const node of elsewhere.keys()) if (!present.has(node) && elsewhere.delete(node)) show(ticketId);
    }),
    // What was said meanwhile is lost.
    bus.onState((state) => {
      if (state === 'connected') for (const ticketId of rooms.keys()) changed(ticketId, { asks: true });
    }),
  ];

  return {
    attend,
    unattend,
    async close(): Promise<void> {
      for (const stop of stops) stop();
      clearTimeout(frame);
      for (const { tabs } of rooms.values()) for (const { typing } of tabs.values()) clearTimeout(typing);
      rooms.clear();
      await (await listening)();
    },
  };
}
export type Attendance = ReturnType<typeof createAttendance>;

/** In several tabs one is one person, who types if they type in any. */
function merged(all: readonly Attendee[]): Attendee[] {
  const typing = new Map<PersonId, boolean>();
  for (const each of all) typing.set(each.personId, each.typing || typing.get(each.personId) === true);
  return [...typing].map(([personId, types]) => ({ personId, typing: types }));
}
