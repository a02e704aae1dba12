import { busCommand } from '#server/platform/bus.ts';

/**
 * Asks a node by name whether it still plays the hub; what it held for its connections is swept when it does not. Of the
 * connections that the asker believes to be there, it names those that are gone.
 */
export const hubAlive = busCommand<{ connections?: string[] }, { gone?: string[] }>('hub:alive');
