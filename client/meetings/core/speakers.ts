import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';

export type Heard = { participantId: ParticipantId; level: number };
export type Dominance = {
  current: ParticipantId | undefined;
  rival: ParticipantId | undefined;
  since: number;
};

export const nobody: Dominance = { current: undefined, rival: undefined, since: 0 };
/** A cough does not take the stage: somebody else must be the loudest for this long. */
const takeoverMs = 900;

/** Who has the stage: stays with the last speaker through silence, passes to whoever leads for a while. */
export function nextDominance(before: Dominance, speakers: readonly Heard[], now: number): Dominance {
  const [loudest] = speakers;
  if (!loudest || loudest.participantId === before.current) {
    return before.rival === undefined ? before : { ...before, rival: undefined };
  }
  const { participantId } = loudest;
  if (before.current === undefined) return { current: participantId, rival: undefined, since: now };
  if (before.rival !== participantId) return { ...before, rival: participantId, since: now };
  return now - before.since < takeoverMs ? before : { current: participantId, rival: undefined, since: now };
}

/** Each node tells who of its part is heard: the loudest of all first, somebody who is moving once. */
export function loudestFirst(byNode: ReadonlyMap<NodeId, readonly Heard[]>): readonly Heard[] {
  const levels = new Map<ParticipantId, number>();
  for (const { participantId, level } of [...byNode.values()].flat()) {
    levels.set(participantId, Math.max(level, levels.get(participantId) ?? 0));
  }
  return [...levels]
    .map(([participantId, level]) => ({ participantId, level }))
    .sort((a, b) => b.level - a.level);
}
