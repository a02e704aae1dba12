import type { InputOf } from '#shared/contract/define.ts';
import { CostInput, type estimateCost } from '#shared/contract/cost.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { readNumber } from '../kit/numbers.ts';

type Plain = Exclude<keyof CostInput, 'users' | 'supersededPrices'>;
/** Fields in the order of the form, in groups. */
export const fieldGroups = {
  people: ['peoplePerCompany', 'workingDays', 'connectedHours', 'tabs'],
  meetings: ['videoMinutes', 'voiceMinutes', 'groupSize', 'crossShare'],
  chat: ['messages', 'listeners', 'storageMb'],
  machines: [
    'peakFactor',
    'overlap',
    'headroom',
    'ownNodesFrom',
    'floor',
    'redundantFrom',
    'videoFactor',
    'priceFactor',
  ],
} as const satisfies Record<string, readonly Plain[]>;
export type Field = (typeof fieldGroups)[keyof typeof fieldGroups][number];
export const fields: readonly Field[] = Object.values(fieldGroups).flat();

/** Typed as a percentage. */
const shares = new Set<Field>(['crossShare', 'overlap', 'headroom']);
export const isShare = (field: Field): boolean => shares.has(field);

export type Draft = Record<Field, string> & { users: Record<Region, string>; supersededPrices: boolean };

export function firstDraft(write: (value: number) => string): Draft {
  const { users, supersededPrices, ...rest } = CostInput.parse({});
  const typed = Object.fromEntries(
    fields.map((field) => [field, write(isShare(field) ? rest[field] * 100 : rest[field])]),
  ) as Record<Field, string>;
  const people = Object.fromEntries(regions.map((region) => [region, String(users[region])]));
  return { ...typed, users: people as Draft['users'], supersededPrices };
}

export type Read = { input: InputOf<typeof estimateCost> | null; wrong: ReadonlySet<string> };

/** The typed numbers as the hub takes them; `wrong` names the fields it would refuse. */
export function readDraft(draft: Draft): Read {
  const number = (typed: string) => readNumber(typed) ?? Number.NaN;
  const typed = Object.fromEntries(
    fields.map((field) => [field, isShare(field) ? number(draft[field]) / 100 : number(draft[field])]),
  );
  const users = Object.fromEntries(regions.map((region) => [region, number(draft.users[region])]));
  const candidate = { ...typed, users, supersededPrices: draft.supersededPrices };
  const parsed = CostInput.safeParse(candidate);
  if (parsed.success) return { input: parsed.data, wrong: new Set() };
  return { input: null, wrong: new Set(parsed.error.issues.map(({ path }) => path.join('.'))) };
}
