import type { HashSecret } from '#server/accounts/secrets.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { OpenBus } from '#server/platform/bus.ts';
import { createGateway } from '#server/platform/bus-gateway.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { createJoining } from './join.service.ts';
import { linkedMediaNode } from './link.policy.ts';
import { createAdmission } from './linking.service.ts';
import { createNodeAdministration } from './nodes.service.ts';
import { sawNodes } from './registry.store.ts';

type Options = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger' | 'config'> & {
  openBus: OpenBus;
  publicUrl(): string;
  hashSecret: HashSecret;
  audit: Audit;
};

const seenEveryMs = 60_000;

/** The media nodes on machines of their own: how they join, how they link, and what administrators do with them. */
export async function createNodeRegistry({
  db,
  bus,
  clock,
  logger,
  config,
  openBus,
  publicUrl,
  hashSecret,
  audit,
}: Options) {
  // A whole rack behind one address may come back at once, each node trying every other second.
  const links = limiter('nodeLink', { points: 600, perSeconds: 60 });
  const joins = limiter('nodeJoin', { points: 30, perSeconds: 600 });

  const gateway = await createGateway({
    bus,
    openBus,
    logger,
    policy: linkedMediaNode,
    admit: createAdmission({ db, links, publicUrl, hasPublicUrl: config.publicUrl !== undefined }),
    onLinked: ({ nodeId }) => {
      saw([nodeId]);
      nodes
        .greet(nodeId as NodeId)
        .catch((error: unknown) =>
          logger.error({ err: error, node: nodeId }, 'a media node was not greeted'),
        );
    },
    onUnlinked: ({ nodeId }) => saw([nodeId]),
  });
  const nodes = createNodeAdministration({ db, bus, logger, dismiss: gateway.dismiss });
  const { createToken, join } = createJoining({ db, clock, hashSecret, joins, publicUrl, audit });

  const writing = new Set<Promise<void>>();
  function saw(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const write = db
      .transaction((tx) => sawNodes(tx, ids as NodeId[], clock.now()))
      .catch((error: unknown) => logger.warn({ err: error }, 'it was not noted which media nodes are there'))
      .finally(() => writing.delete(write));
    writing.add(write);
  }
  const timer = setInterval(() => saw(gateway.linked().map(({ nodeId }) => nodeId)), seenEveryMs).unref();

  async function close(): Promise<void> {
    clearInterval(timer);
    await gateway.close();
    await Promise.all(writing);
  }

  return {
    createJoinToken: createToken,
    join,
    listNodes: nodes.list,
    /** For the hub's own picture of the nodes, which shows them to administrators only. */
    allNodes: nodes.all,
    setState: nodes.setState,
    removeNode: nodes.remove,
    /** The nodes linked to this very hub. */
    linked: gateway.linked,
    attach: gateway.attach,
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type NodeRegistry = Awaited<ReturnType<typeof createNodeRegistry>>;
