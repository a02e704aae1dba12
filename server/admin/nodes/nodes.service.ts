import type { Actor } from '#server/accounts/actor.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type {
  AdminNode,
  createJoinToken,
  NodeState,
  removeNode,
  watchNodes,
} from '#shared/contract/admin.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { requireAdministrator } from '../admin.policy.ts';
import type { AdminNeeds } from '../needs.ts';
import { keepState } from './states.store.ts';
import { createNodeWatch } from './watch.ts';

type Parts = Pick<Platform, 'db' | 'bus' | 'clock' | 'logger'> &
  Pick<AdminNeeds, 'audit' | 'media' | 'joined' | 'facts' | 'control' | 'publicUrl'>;

/** Looking at the nodes, and what is asked of them while people talk. */
export function createNodes(parts: Parts) {
  const { db, clock, logger, audit, joined, control, publicUrl } = parts;
  const watch = createNodeWatch({ ...parts, onStray: (node, state) => void tell(node.id, state) });

  /** A node that is away hears it when it is back. */
  const tell = (node: NodeId, state: NodeState): Promise<void> =>
    control
      .setNodeState(node, state)
      .catch((error: unknown) =>
        logger.warn({ err: error, node, state }, 'a media node did not take its state'),
      );

  async function find(id: NodeId): Promise<AdminNode> {
    const node = (await watch.now()).find((each) => each.id === id);
    if (!node) throw new AppError('notFound', 'There is no such node.');
    return node;
  }

  async function setState(actor: Actor, id: NodeId, state: NodeState): Promise<AdminNode> {
    requireAdministrator(actor);
    const node = await find(id);
    if (!node.roles.includes('media')) throw conflict('notMedia', 'Only media nodes can be drained.');
    await db.transaction(async (tx) => {
      if (!node.removable) await keepState(tx, node.name, state, clock.now());
      const facts = { state, before: node.status };
      audit.record(tx, { actor, action: 'nodes.stateChanged', target: targetOf(node), facts });
    });
    if (node.removable) await joined.setState(actor, id, state);
    else await tell(id, state);
    return await find(id);
  }

  async function remove(
    actor: Actor,
    { node: id, force }: ParsedInputOf<typeof removeNode>,
  ): Promise<typeof nothing> {
    requireAdministrator(actor);
    const node = await find(id);
    if (!node.removable)
      throw conflict('builtIn', 'This node belongs to the installation by its configuration: stop it there.');
    const participants = node.figures?.participants ?? 0;
    if (participants > 0 && !force) throw conflict('busy', 'People talk over this node. Drain it first.');
    await joined.removeNode(actor, id);
    await db.transaction(async (tx) => {
      const facts = { region: node.region, participants, forced: force };
      audit.record(tx, { actor, action: 'nodes.removed', target: targetOf(node), facts });
    });
    return nothing;
  }

  async function newToken(
    actor: Actor,
    { region, label }: ParsedInputOf<typeof createJoinToken>,
  ): Promise<OutputOf<typeof createJoinToken>> {
    requireAdministrator(actor);
    const { token, expiresAt } = await joined.createJoinToken(actor, { region, label });
    await db.transaction(async (tx) =>
      audit.record(tx, { actor, action: 'nodes.tokenCreated', facts: { region, label } }),
    );
    const commandLine = `ENTENTE_ROLES=media ENTENTE_HUB_URL=${publicUrl()} ENTENTE_JOIN_TOKEN=${token} npm start`;
    return { token, expiresAt: expiresAt.toISOString(), commandLine };
  }

  return {
    list: watch.list,
    now: watch.now,
    async watch(actor: Actor, connection: Connection): Promise<OutputOf<typeof watchNodes>> {
      requireAdministrator(actor);
      watch.add(connection);
      return { nodes: await watch.now(), history: watch.history() };
    },
    async unwatch(actor: Actor, connection: Connection): Promise<typeof nothing> {
      requireAdministrator(actor);
      watch.remove(connection);
      return nothing;
    },
    setState,
    remove,
    createToken: newToken,
    close: watch.close,
  };
}
export type Nodes = ReturnType<typeof createNodes>;

const targetOf = ({ id, name }: AdminNode) => ({ kind: 'node', id, name });
const conflict = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
