import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import type { Levels } from './levels.ts';
import { type Heard, loudestFirst, nextDominance, nobody } from './speakers.ts';

type HearingOptions = {
  self: ParticipantId;
  levels: Pick<Levels, 'set'>;
  /** Somebody else has the stage. */
  changed: (speaker: ParticipantId | undefined) => void;
};

/** Follows who is heard: each node tells of its own part. */
export function createHearing({ self, levels, changed }: HearingOptions) {
  let byNode: ReadonlyMap<NodeId, readonly Heard[]> = new Map();
  let dominance = nobody;
  return (node: NodeId, speakers: readonly Heard[]): void => {
    byNode = new Map(byNode).set(node, speakers);
    levels.set(speakers);
    const before = dominance.current;
    const others = loudestFirst(byNode).filter(({ participantId }) => participantId !== self);
    dominance = nextDominance(dominance, others, performance.now());
    if (dominance.current !== before) changed(dominance.current);
  };
}
