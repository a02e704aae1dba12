import { busCommand } from '#server/platform/bus.ts';

/** Asks a node by name whether it still plays the hub; what it held for its connections is swept when it does not. */
export const hubAlive = busCommand<object, object>('hub:alive');
