import type { Wish } from '#server/media/allocation.ts';
import { type Region, regions } from '#shared/contract/regions.ts';

/** Round trips between people of a region and the nodes of another, in ms: usual figures of the public internet. */
const roundTrips: Record<Region, Record<Region, number>> = {
  eu: { eu: 20, na: 95, sa: 200, ap: 180 },
  na: { eu: 95, na: 30, sa: 130, ap: 160 },
  sa: { eu: 200, na: 130, sa: 30, ap: 300 },
  ap: { eu: 180, na: 160, sa: 300, ap: 50 },
};

/** What a client of the region measured, nearest first. */
const wishes = Object.fromEntries(
  regions.map((from): [Region, Wish] => [
    from,
    {
      near: regions
        .map((region) => ({ region, rttMs: roundTrips[from][region] }))
        .sort((a, b) => a.rttMs - b.rttMs),
      home: from,
    },
  ]),
) as Record<Region, Wish>;

export const wishOf = (region: Region): Wish => wishes[region];

/** Share of the people, and the hour of their day when it is midnight UTC. */
export const places: Record<Region, { share: number; utcOffset: number }> = {
  eu: { share: 0.4, utcOffset: 1 },
  na: { share: 0.3, utcOffset: -6 },
  sa: { share: 0.1, utcOffset: -3 },
  ap: { share: 0.2, utcOffset: 8 },
};
export const byShare = regions.map((region) => [region, places[region].share] as const);
