import type { Namespace, Socket } from 'socket.io';
import type { Bus } from '#server/platform/bus.ts';
import type { Audience } from './audience.ts';
import { createFanOut } from './fan-out.ts';
import { audienceTopic } from './publisher.ts';

type Ear = { connections: number; ready: Promise<() => Promise<void>> };

/**
 * Which audiences this node listens to: exactly those with at least one local connection, so that an event travels only
 * to nodes that need it. socket.io's rooms know who is in which.
 */
export function createAudiences(space: Namespace, bus: Bus) {
  const ears = new Map<Audience, Ear>();
  const fanOut = createFanOut(space);

  async function join(socket: Socket, audience: Audience): Promise<void> {
    if (socket.rooms.has(audience) || !socket.connected) return;
    await socket.join(audience);
    let ear = ears.get(audience);
    if (!ear) {
      const tell = (event: string) => fanOut.send(audience, event);
      ear = { connections: 0, ready: bus.subscribe(audienceTopic(audience), tell) };
      ears.set(audience, ear);
    }
    ear.connections += 1;
    await ear.ready;
  }

  async function leave(socket: Socket, audience: Audience): Promise<void> {
    if (!socket.rooms.has(audience)) return;
    await socket.leave(audience);
    await release(audience);
  }

  async function release(audience: Audience): Promise<void> {
    const ear = ears.get(audience);
    if (!ear) return;
    ear.connections -= 1;
    if (ear.connections > 0) return;
    ears.delete(audience);
    const unsubscribe = await ear.ready;
    await unsubscribe();
  }

  /** For a connection that is going: socket.io empties its rooms by itself, so the counts are taken first. */
  async function leaveAll(rooms: Iterable<string>, socketId: string): Promise<void> {
    const left = [...rooms].filter((room) => room !== socketId).map((room) => release(room as Audience));
    await Promise.all(left);
  }

  return {
    join,
    leave,
    leaveAll,
    dump: () => [...ears].map(([audience, ear]) => ({ audience, connections: ear.connections })),
  };
}
export type Audiences = ReturnType<typeof createAudiences>;
