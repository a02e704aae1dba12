import type { Bus } from '#server/platform/bus.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import type { RoomList } from './rooms.ts';

/** A hub that fails this often in a row is dead. */
const misses = 2;

/**
 * A hub that dies cannot say that its connections are away, so the node asks; and what a hub said of one connection may have
 * been lost, so it asks for those too. A node that reaches no hub itself asks nobody: media goes on.
 */
export function watchHubs(bus: Bus, rooms: RoomList, everyMs: number): () => void {
  const missed = new Map<string, number>();
  const seats = () => rooms.all().flatMap((room) => room.seats().map((seat) => ({ room, seat })));

  async function check(hub: string): Promise<void> {
    const connections = seats().flatMap(({ seat }) => (seat.hub === hub ? seat.holder.connectionId : []));
    const answer = await bus
      .request({ node: hub }, hubAlive, { connections: [...new Set(connections)] }, { deadlineMs: 2_000 })
      .catch(() => undefined);
    if (answer) {
      missed.delete(hub);
      setAway(hub, new Set(answer.gone));
      return;
    }
    if (bus.state() !== 'connected') return;
    const count = (missed.get(hub) ?? 0) + 1;
    missed.set(hub, count);
    if (count >= misses) setAway(hub, new Set(connections));
  }

  function setAway(hub: string, gone: ReadonlySet<string>): void {
    for (const { room, seat } of seats())
      if (seat.hub === hub && gone.has(seat.holder.connectionId))
        room.setAway(seat.id, seat.holder.connectionId);
  }

  const timer = setInterval(() => {
    if (bus.state() !== 'connected') return;
    const hubs = new Set(seats().map(({ seat }) => seat.hub));
    for (const known of missed.keys()) if (!hubs.has(known)) missed.delete(known);
    for (const hub of hubs) void check(hub);
  }, everyMs).unref();
  return () => clearInterval(timer);
}
