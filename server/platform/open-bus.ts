import type { Settings } from '#server/config/config.ts';
import type { Bus, OpenBus } from './bus.ts';
import { createLinkBus, type LinkOptions } from './bus-link.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createMemoryBusHub } from './bus-memory-hub.ts';
import type { Logger } from './logger.ts';

/** A process' own bus, and further ones on the same carrier for the nodes that are linked to it. */
export type Carrier = { bus: Bus; openBus: OpenBus };

type Options = {
  logger: Logger;
  /** Of the program. */
  version?: string;
  /** Of a media node that has joined a hub elsewhere. */
  link?: LinkOptions;
};

/** The one place that chooses what carries the bus. */
export async function openBus(
  config: Pick<Settings, 'roles' | 'nodeName' | 'region'>,
  { logger, version = '0', link }: Options,
): Promise<Carrier> {
  if (link)
    return { bus: createLinkBus(link), openBus: async () => Promise.reject(new Error('not over a link')) };
  if (!config.roles.includes('hub')) throw new Error('this version has no way to a hub but ENTENTE_HUB_URL');
  const hub = createMemoryBusHub();
  return {
    bus: createMemoryBus({
      hub,
      roles: config.roles,
      about: { name: config.nodeName, region: config.region, version },
      logger,
    }),
    openBus: async ({ nodeId, roles, name, region }) =>
      createMemoryBus({ hub, nodeId, roles, about: { name, region }, logger }),
  };
}
