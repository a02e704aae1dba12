import type { NodeLoad } from '#server/media/media.commands.ts';
import type { Check, Outcome } from '../outcome.ts';

const fullAt = 0.9;

const isOpen = ({ accepting, state }: NodeLoad) => accepting && state === 'active';
const sum = (loads: readonly NodeLoad[], of: (load: NodeLoad) => number) =>
  loads.reduce((total, load) => total + of(load), 0);

/** Somebody who joins now finds a node, in the region where people are. */
export const checkMedia =
  (loads: () => readonly NodeLoad[]): Check<'media'> =>
  async () =>
    judgeMedia(loads());

export function judgeMedia(loads: readonly NodeLoad[]): Outcome<'media'> {
  const [first] = loads;
  if (!first) return { status: 'failed', reason: 'noNode', facts: {} };
  if (!loads.some(isOpen)) {
    const trouble = loads.find((load) => load.trouble)?.trouble ?? first.state;
    return { status: 'failed', reason: 'noneAccepting', facts: { nodes: loads.length, trouble } };
  }
  const regions = Map.groupBy(loads, ({ region }) => region);
  for (const [region, here] of regions) {
    const participants = sum(here, (load) => load.participants);
    const open = here.filter(isOpen);
    if (participants > 0 && open.length === 0)
      return { status: 'warning', reason: 'regionShut', facts: { region, participants } };
    const capacity = sum(open, (load) => load.capacity);
    if (open.length > 0 && participants > capacity * fullAt)
      return { status: 'warning', reason: 'full', facts: { region, participants, capacity } };
  }
  const participants = sum(loads, (load) => load.participants);
  return { status: 'ok', reason: 'fine', facts: { nodes: loads.length, participants } };
}
