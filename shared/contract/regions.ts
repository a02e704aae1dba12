import * as z from 'zod';

/** Where a node stands. Four regions cover the world: Europe and Africa, North America, South America, Asia and Oceania. */
export const regions = ['eu', 'na', 'sa', 'ap'] as const;
export const Region = z.enum(regions);
export type Region = z.infer<typeof Region>;
