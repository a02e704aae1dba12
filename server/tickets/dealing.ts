import type { DealBy } from '#shared/contract/desk.ts';
import type { PersonId } from '#shared/contract/ids.ts';

export type Agent = {
  personId: PersonId;
  /** Tickets that are not solved. */
  load: number;
  /** When one was dealt to them last. */
  dealtAt: Date | null;
};

/** Who gets each of so many tickets. There has to be somebody. */
export function deal(count: number, agents: readonly Agent[], by: DealBy): PersonId[] {
  const waiting = agents.toSorted(byTurn).map(({ personId, load }) => ({ personId, load }));
  return Array.from({ length: count }, () => {
    const at = by === 'turn' ? 0 : indexOfLeast(waiting.map(({ load }) => load));
    const [next] = waiting.splice(at, 1);
    if (!next) throw new Error('nobody to deal to');
    waiting.push({ ...next, load: next.load + 1 });
    return next.personId;
  });
}

const byTurn = (a: Agent, b: Agent): number =>
  (a.dealtAt?.getTime() ?? 0) - (b.dealtAt?.getTime() ?? 0) || (a.personId < b.personId ? -1 : 1);

const indexOfLeast = (loads: readonly number[]): number => loads.indexOf(Math.min(...loads));
