import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { roles as allRoles, type Role } from '#server/config/roles.ts';
import type { Bus, BusNode } from '#server/platform/bus.ts';
import { createGateway, type GatewayOptions, type LinkPolicy } from '#server/platform/bus-gateway.ts';
import { createLinkBus, type LinkOptions } from '#server/platform/bus-link.ts';
import { isProven, signStatement } from '#server/platform/bus-link-proof.ts';
import { createMemoryBus } from '#server/platform/bus-memory.ts';
import { createMemoryBusHub, type MemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { newId } from '#server/platform/ids.ts';
import { createLogger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import { until } from './media-kit.ts';

export const quiet = createLogger({ level: 'silent' });

export const everythingAllowed: LinkPolicy = {
  mayPublish: () => true,
  maySubscribe: () => true,
  mayRequest: () => true,
  mayHandle: () => true,
  mayLease: () => true,
};

export type KeyedNode = BusNode & { privateKey: KeyObject; publicKey: string };

export function aNode(id: string = newId(), roles: readonly Role[] = allRoles): KeyedNode {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    nodeId: id,
    roles,
    name: id,
    region: 'eu',
    privateKey,
    publicKey: String(publicKey.export({ format: 'jwk' }).x),
  };
}

/** Who may link to a world of hubs, and the carrier that those hubs share. */
export type LinkWorld = { carrier: MemoryBusHub; known: Map<string, KeyedNode> };
export const createLinkWorld = (): LinkWorld => ({ carrier: createMemoryBusHub(), known: new Map() });

/** A hub that does nothing but take links. */
export async function startLinkHub(
  { carrier, known }: LinkWorld,
  options: Partial<GatewayOptions> & { port?: number; nodeId?: string } = {},
) {
  const { port = 0, nodeId = newId(), ...rest } = options;
  const bus = createMemoryBus({ hub: carrier, nodeId, roles: ['hub'] });
  const gateway = await createGateway({
    bus,
    openBus: async (node) => createMemoryBus({ hub: carrier, nodeId: node.nodeId, roles: node.roles }),
    policy: everythingAllowed,
    logger: quiet,
    async admit(knock) {
      const node = known.get(knock.nodeId);
      if (!node) throw new AppError('notFound', 'nobody knows this node');
      if (!isProven(node.publicKey, knock)) throw new AppError('forbidden', 'the signature is wrong');
      return node;
    },
    ...rest,
  });
  const http: Server = createServer();
  gateway.attach(http);
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const taken = (http.address() as AddressInfo).port;
  const close = async () => {
    await gateway.close();
    http.closeAllConnections();
    http.close();
    await bus.close();
  };
  return {
    bus,
    gateway,
    http,
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type LinkHub = Awaited<ReturnType<typeof startLinkHub>>;

/** A linked node; resolves without waiting for its link. */
export function link(
  world: LinkWorld,
  urls: readonly string[],
  node: KeyedNode = aNode(),
  options: Partial<LinkOptions> = {},
): Bus {
  if (!world.known.has(node.nodeId)) world.known.set(node.nodeId, node);
  return createLinkBus({
    nodeId: node.nodeId,
    urls,
    sign: (statement) => signStatement(node.privateKey, statement),
    logger: quiet,
    ...options,
  });
}

export const isLinked = (bus: Bus) => until(() => bus.state() === 'connected', 10_000);
