import { matchScore } from './match.ts';
import type { SwitcherItem, SwitcherSource } from './switcher.ts';

export type FoundGroup = { group: SwitcherSource['group']; items: SwitcherItem[] };

const order: SwitcherSource['group'][] = ['channels', 'people', 'meetings', 'tickets', 'spaces', 'actions'];
const mostOfGroup = 6;
/** Of what only the hub could match: behind whatever shows the words. */
const foundScore = 20;

/** The best items of each source; the group with the best one first. A source that fails is left out. */
export async function findItems(sources: SwitcherSource[], query: string): Promise<FoundGroup[]> {
  const answers = await Promise.all(
    sources.map(async ({ group, items }) => ({
      group,
      found: await Promise.resolve(items(query)).catch(() => []),
    })),
  );
  const empty = query.trim() === '';
  const groups = new Map<SwitcherSource['group'], { item: SwitcherItem; score: number }[]>();
  for (const { group, found } of answers)
    for (const item of found) {
      const match = Math.max(
        item.isFound ? foundScore : 0,
        matchScore(query, item.label),
        item.hint ? matchScore(query, `${item.label} ${item.hint}`) * 0.6 : 0,
      );
      if (match === 0) continue;
      const list = groups.get(group) ?? [];
      list.push({ item, score: match + (item.weight ?? 0) });
      groups.set(group, list);
    }
  return [...groups]
    .map(([group, list]) => {
      const sorted = list.sort((a, b) => b.score - a.score || a.item.label.localeCompare(b.item.label));
      return {
        group,
        best: sorted[0]?.score ?? 0,
        items: sorted.slice(0, mostOfGroup).map(({ item }) => item),
      };
    })
    .sort((a, b) => (empty ? 0 : b.best - a.best) || order.indexOf(a.group) - order.indexOf(b.group))
    .map(({ group, items }) => ({ group, items }));
}
