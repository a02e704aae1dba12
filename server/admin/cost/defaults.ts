import measured from './capacity.json' with { type: 'json' };
import { Capacity } from './capacity.ts';
import listed from './prices.json' with { type: 'json' };
import { Prices } from './prices.ts';

/** As measured by `npm run bench -- day`; the file says when and on what. */
export const measuredCapacity: Capacity = Capacity.parse(measured);

export const listPrices: Prices = Prices.parse(listed);
