import type { Bus } from '#server/platform/bus.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import type { RoomList } from './rooms.ts';

/** A hub that fails this often in a row is dead. */
const misses = 2;

/** A hub that dies cannot say that its connections are away, so the node asks. */
export function watchHubs(bus: Bus, rooms: RoomList, everyMs: number): () => void {
  const missed = new Map<string, number>();
  const seats = () => rooms.all().flatMap((room) => room.seats().map((seat) => ({ room, seat })));

  async function check(hub: string): Promise<void> {
    const alive = await bus.request({ node: hub }, hubAlive, {}, { deadlineMs: 2_000 }).then(
      () => true,
      () => false,
    );
    // It is we who are cut off: the hubs are still there.
    if (bus.state() === 'degraded') return missed.clear();
    const count = alive ? 0 : (missed.get(hub) ?? 0) + 1;
    if (count > 0) missed.set(hub, count);
    else missed.delete(hub);
    if (count < misses) return;
    for (const { room, seat } of seats())
      if (seat.hub === hub) room.setAway(seat.id, seat.holder.connectionId);
  }

  const timer = setInterval(() => {
    const hubs = new Set(seats().map(({ seat }) => seat.hub));
    for (const known of missed.keys()) if (!hubs.has(known)) missed.delete(known);
    for (const hub of hubs) void check(hub);
  }, everyMs).unref();
  return () => clearInterval(timer);
}
