import * as z from 'zod';
import { Region } from '#shared/contract/regions.ts';

const amount = z.number().nonnegative();

export const Machine = z.object({
  id: z.string(),
  provider: z.string(),
  type: z.string(),
  region: Region,
  vcpu: z.int().min(1),
  sharedCores: z.boolean(),
  memoryGb: amount,
  eurMonth: amount,
  /** Null: not known, so it is never chosen. */
  traffic: z.object({ includedTb: amount, eurPerTb: amount }).nullable(),
  date: z.iso.date(),
  source: z.string(),
  /** Since when it cannot be ordered at this price any more. */
  superseded: z.iso.date().optional(),
});
export type Machine = z.infer<typeof Machine>;

/** List prices with their dates and sources, for the reader to replace: `npm run cost -- --prices mine.json`. */
export const Prices = z.object({
  read: z.iso.date(),
  about: z.string(),
  usdPerEur: z.object({ value: z.number().positive(), date: z.iso.date(), source: z.string() }),
  storage: z.object({ eurPerGbMonth: amount, date: z.iso.date(), source: z.string() }),
  machines: z.array(Machine),
});
export type Prices = z.infer<typeof Prices>;
