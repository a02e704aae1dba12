import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { roles as allRoles, type Role } from '#server/config/roles.ts';
import type { Bus, BusNode } from '#server/platform/bus.ts';
import { createGateway, type GatewayOptions, type LinkPolicy } from '#server/platform/bus-gateway.ts';
import { createLinkBus, type LinkOptions } from '#server/platform/bus-link.ts';
import { isProven, linkPath, signStatement } from '#server/platform/bus-link-proof.ts';
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
  options: Partial<GatewayOptions> & { port?: number; nodeId?: string; judge?: () => Promise<void> } = {},
) {
  const { port = 0, nodeId = newId(), judge, ...rest } = options;
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
      await judge?.();
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

/** What speaks to a gateway without being a node of ours: frames in and out, and how it ended. */
export async function speak(url: string) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${linkPath}`);
  const frames: unknown[][] = [];
  let closeCode: number | undefined;
  socket.on('message', (data) => void frames.push(JSON.parse(String(data))));
  socket.on('error', () => {});
  socket.on('close', (code) => {
    closeCode = code;
  });
  await until(() => frames.length > 0 || closeCode !== undefined);
  return {
    frames,
    nonce: String(frames[0]?.[2]),
    send: (text: string | Buffer) => socket.send(text),
    ask: (...frame: unknown[]) => socket.send(JSON.stringify(frame)),
    answer: async (id: number) => {
      await until(() => frames.some(([, given]) => given === id) || closeCode !== undefined);
      const [kind, , value] = frames.find(([, given]) => given === id) ?? [];
      return kind === 'e' ? (JSON.parse(String(value)) as { code: string; message: string }) : value;
    },
    closed: async () => {
      await until(() => closeCode !== undefined, 8_000);
      return closeCode;
    },
    isOpen: () => closeCode === undefined,
    [Symbol.asyncDispose]: async () => socket.terminate(),
  };
}

/** The argument of `prove`. */
export function proofOf(node: KeyedNode, nonce: string, origin: string) {
  const statement = { nonce, nodeId: node.nodeId, origin };
  return { ...statement, signature: signStatement(node.privateKey, statement) };
}
