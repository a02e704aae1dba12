import type { Autoscaling, RegionScaling } from '#shared/contract/admin.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { isIn, isWholeIn, readNumber } from '../kit/numbers.ts';

export type Hook = 'none' | 'webhook' | 'command';
/** A region as it is typed. */
export type RegionDraft = { floor: string; ceiling: string; nodePrice: string; hook: Hook; webhook: string };
export type Draft = { enabled: boolean; monthlyCap: string; regions: Record<Region, RegionDraft> };

const usual: RegionScaling = { floor: 0, ceiling: 0, nodePrice: 0, webhook: null, useCommand: false };
const most = { nodes: 1000, price: 100_000, cap: 1_000_000_000 };

export function toDraft(
  { enabled, monthlyCap, regions: known }: Autoscaling,
  write: (value: number) => string,
): Draft {
  const draftOf = ({ floor, ceiling, nodePrice, webhook, useCommand }: RegionScaling): RegionDraft => ({
    floor: String(floor),
    ceiling: String(ceiling),
    nodePrice: write(nodePrice),
    hook: useCommand ? 'command' : webhook === null ? 'none' : 'webhook',
    webhook: webhook ?? '',
  });
  return {
    enabled,
    monthlyCap: monthlyCap === null ? '' : write(monthlyCap),
    regions: Object.fromEntries(
      regions.map((region) => [region, draftOf(known[region] ?? usual)]),
    ) as Draft['regions'],
  };
}

export type RegionField = 'floor' | 'ceiling' | 'nodePrice' | 'webhook';
/** Keys of `admin:scaling.wrong`. */
export type Wrong = 'count' | 'belowFloor' | 'price' | 'url' | 'cap';
export type Mistakes = {
  monthlyCap?: Wrong;
  regions: Partial<Record<Region, Partial<Record<RegionField, Wrong>>>>;
};

const isUrl = (typed: string) => /^https?:\/\//.test(typed.trim()) && URL.canParse(typed.trim());

function mistakesOf(draft: RegionDraft): Partial<Record<RegionField, Wrong>> {
  const floor = isWholeIn(draft.floor, 0, most.nodes);
  const ceiling = isWholeIn(draft.ceiling, 0, most.nodes);
  const below = floor && ceiling && Number(draft.ceiling) < Number(draft.floor);
  return {
    ...(!floor && { floor: 'count' as const }),
    ...(!ceiling ? { ceiling: 'count' as const } : below && { ceiling: 'belowFloor' as const }),
    ...(!isIn(draft.nodePrice, 0, most.price) && { nodePrice: 'price' as const }),
    ...(draft.hook === 'webhook' && !isUrl(draft.webhook) && { webhook: 'url' as const }),
  };
}

export function findMistakes(draft: Draft): Mistakes {
  const wrong: Mistakes = { regions: {} };
  if (draft.monthlyCap.trim() !== '' && !isIn(draft.monthlyCap, 0, most.cap)) wrong.monthlyCap = 'cap';
  for (const region of regions) {
    const found = mistakesOf(draft.regions[region]);
    if (Object.keys(found).length > 0) wrong.regions[region] = found;
  }
  return wrong;
}

export const isRight = ({ monthlyCap, regions }: Mistakes): boolean =>
  monthlyCap === undefined && Object.keys(regions).length === 0;

/** Of a draft without mistakes. */
export function fromDraft(draft: Draft): Autoscaling {
  const number = (typed: string) => readNumber(typed) ?? 0;
  return {
    enabled: draft.enabled,
    monthlyCap: draft.monthlyCap.trim() === '' ? null : number(draft.monthlyCap),
    regions: Object.fromEntries(
      regions.map((region) => {
        const { floor, ceiling, nodePrice, hook, webhook } = draft.regions[region];
        const scaling: RegionScaling = {
          floor: number(floor),
          ceiling: number(ceiling),
          nodePrice: number(nodePrice),
          webhook: hook === 'webhook' ? webhook.trim() : null,
          useCommand: hook === 'command',
        };
        return [region, scaling];
      }),
    ),
  };
}
