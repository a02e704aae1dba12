import type { Capacity } from '#server/admin/cost/capacity.ts';
import { cameraKbps, coresOfParticipant, streamsOf } from '#server/admin/cost/streams.ts';
import type { SimNode, SimRoom } from './fleet.ts';

/** Cores that a room keeps busy on a node: those who sit there, and trunks with the other nodes of the room. */
export function createCosts(capacity: Capacity) {
  const perPerson: number[] = [];
  const ofPerson = (size: number) => (perPerson[size] ??= coresOfParticipant(capacity, size));
  const streamIn = hourOf(capacity.videoHourIn.media, capacity);
  const streamOut = hourOf(capacity.videoHourOut.media, capacity);

  return {
    ofPerson,
    ofPart(room: SimRoom, node: SimNode): number {
      const here = room.parts.get(node) ?? 0;
      if (here === 0) return 0;
      const own = here * ofPerson(room.size);
      const others = room.parts.size - 1;
      if (others === 0) return own;
      const { camerasOut } = streamsOf(room.size);
      const out = here * camerasOut * others * streamOut;
      return own + out + (room.size - here) * camerasOut * streamIn;
    },
  };
}
export type Costs = ReturnType<typeof createCosts>;

/** A trunk carries all layers of a camera at worst. */
const hourOf = (cpuSeconds: number, capacity: Capacity) =>
  (cpuSeconds * (cameraKbps / capacity.kbps.video)) / 3_600;

/** Streams of the room that cross from one region to another: each camera and voice once for every other region's node. */
export function crossRegionStreams({ parts, size }: SimRoom): number {
  if (parts.size < 2) return 0;
  const { camerasOut } = streamsOf(size);
  let streams = 0;
  for (const [from, people] of parts)
    for (const [to] of parts) if (to.region !== from.region) streams += people * (camerasOut + 1);
  return Math.round(streams);
}
