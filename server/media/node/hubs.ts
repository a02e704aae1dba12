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
    const asked = seats().flatMap(({ seat }) =>
      seat.hub === hub ? { connectionId: seat.holder.connectionId, participantId: seat.id } : [],
    );
    const answer = await bus
      .request({ node: hub }, hubAlive, { seats: asked }, { deadlineMs: 2_000 })
      .catch(() => undefined);
    if (answer) {
      missed.delete(hub);
      judge(hub, new Set(answer.gone), new Set(answer.held));
      return;
    }
    if (bus.state() !== 'connected') return;
    const count = (missed.get(hub) ?? 0) + 1;
    missed.set(hub, count);
    if (count >= misses) judge(hub, new Set(asked.map(({ connectionId }) => connectionId)), new Set());
  }

  /** A seat that is neither is being taken right now, or was left for another node: that has its own end. */
  function judge(hub: string, gone: ReadonlySet<string>, held: ReadonlySet<string>): void {
    for (const { room, seat } of seats()) {
      const { connectionId } = seat.holder;
      if (seat.hub !== hub) continue;
      if (gone.has(connectionId)) room.setAway(seat.id, connectionId);
      else if (held.has(seat.id)) room.setBack(seat.id);
    }
  }

  const timer = setInterval(() => {
    if (bus.state() !== 'connected') return;
    const hubs = new Set(seats().map(({ seat }) => seat.hub));
    for (const known of missed.keys()) if (!hubs.has(known)) missed.delete(known);
    for (const hub of hubs) void check(hub);
  }, everyMs).unref();
  return () => clearInterval(timer);
}
