import type { Settings } from '#server/config/config.ts';
import { parseRedisUrl } from '#server/config/redis-url.ts';
import type { Bus, BusNode, OpenBus } from './bus.ts';
import { createLinkBus, type LinkOptions } from './bus-link.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createMemoryBusHub, type MemoryBusHub } from './bus-memory-hub.ts';
import { createRedisBus } from './bus-redis.ts';
import { createLocalBuses } from './bus-redis-local.ts';
import { newId } from './ids.ts';
import type { Logger } from './logger.ts';
import { describeNode } from './node-info.ts';

/** A process' own bus, and further ones on the same carrier for the nodes that are linked to it. */
export type Carrier = { bus: Bus; openBus: OpenBus };

type Options = {
  version: string;
  logger: Logger;
  /** Of a media node that has joined a hub elsewhere. */
  link?: LinkOptions;
  /** What the in-process buses of several hubs share, in tests. */
  busHub?: MemoryBusHub | undefined;
};

/** The one place that chooses what carries the bus: a link to a hub, Redis, or this process because it is alone. */
export async function openBus(
  config: Pick<Settings, 'roles' | 'region' | 'nodeName' | 'redisUrl'>,
  { version, logger, link, busHub }: Options,
): Promise<Carrier> {
  if (link)
    return { bus: createLinkBus(link), openBus: async () => Promise.reject(new Error('not over a link')) };
  const open = carrierOf(config.redisUrl, version, logger, busHub);
  const { roles, region, nodeName: name } = config;
  return { bus: await open({ nodeId: newId(), roles, name, region }), openBus: open };
}

function carrierOf(
  redisUrl: string | undefined,
  version: string,
  logger: Logger,
  hub: MemoryBusHub = createMemoryBusHub(),
): OpenBus {
  const selfOf = ({ nodeId, ...about }: BusNode) => describeNode(nodeId, { version, ...about });
  if (redisUrl === undefined)
    return async (node) => createMemoryBus({ hub, nodeId: node.nodeId, about: selfOf(node), logger });
  const place = parseRedisUrl(redisUrl);
  if ('mustBe' in place) throw new Error(`REDIS_URL is wrong: it must be ${place.mustBe}.`);
  const local = createLocalBuses();
  return (node) => createRedisBus({ place, self: selfOf(node), local, logger });
}
