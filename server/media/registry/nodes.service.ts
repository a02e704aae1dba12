import type { Actor } from '#server/accounts/actor.ts';
import type { Bus } from '#server/platform/bus.ts';
import type { Db } from '#server/platform/db.ts';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { NodeState } from '#shared/contract/nodes.ts';
import { nodeSetState } from '../media.commands.ts';
import { removedWords } from './linking.service.ts';
import { canAdministerNodes } from './registry.policy.ts';
import { findNode, listNodes, type NodeRow, setNodeState } from './registry.store.ts';

type Parts = {
  db: Db;
  bus: Bus;
  logger: Logger;
  /** Ends a node's link, wherever it is, with words for it. */
  dismiss(nodeId: string, words: string): void;
};
/** Who acts: somebody signed in, or the hub itself for somebody who decided before. */
export type Administrator = Pick<Actor, 'personId' | 'kind' | 'isAdmin'>;
type Wanted = Exclude<NodeState, 'removed'>;

/** The media nodes that joined, as administrators see and steer them. */
export function createNodeAdministration({ db, bus, logger, dismiss }: Parts) {
  /** A node that is away hears it when it links again. */
  async function tellState(nodeId: NodeId, state: Wanted): Promise<void> {
    await bus.request({ node: nodeId }, nodeSetState, { state }).catch((error: unknown) => {
      const away = error instanceof AppError && (error.code === 'unavailable' || error.code === 'timeout');
      if (!away) logger.error({ err: error, node: nodeId, state }, 'a media node does not take its state');
    });
  }

  return {
    async list(actor: Administrator): Promise<NodeRow[]> {
      requireAdministrator(actor);
      return await listNodes(db.read);
    },

    /** All that have not been removed. */
    all: (): Promise<NodeRow[]> => listNodes(db.read),

    async setState(actor: Administrator, nodeId: NodeId, state: Wanted): Promise<NodeRow> {
      requireAdministrator(actor);
      const node = await db.transaction((tx) => setNodeState(tx, nodeId, state));
      if (!node) throw noNode();
      await tellState(nodeId, state);
      return node;
    },

    /** For good: the key never opens a link again. Whoever is on the node loses it at once; drain it before. */
    async remove(actor: Administrator, nodeId: NodeId): Promise<NodeRow> {
      requireAdministrator(actor);
      return await db.transaction(async (tx) => {
        const node = await setNodeState(tx, nodeId, 'removed');
        if (!node) throw noNode();
        tx.afterCommit(() => dismiss(nodeId, removedWords));
        return node;
      });
    },

    /** What the table says, to a node that has just linked. */
    async greet(nodeId: NodeId): Promise<void> {
      const node = await findNode(db.read, nodeId);
      if (node && node.state !== 'removed') await tellState(nodeId, node.state);
      else dismiss(nodeId, removedWords);
    },
  };
}
export type NodeAdministration = ReturnType<typeof createNodeAdministration>;

export function requireAdministrator(actor: Administrator): void {
  if (!canAdministerNodes(actor)) throw new AppError('forbidden', 'Only administrators may do this.');
}

const noNode = () => new AppError('notFound', 'There is no such media node.');
