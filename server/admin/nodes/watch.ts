import type { Bus } from '#server/platform/bus.ts';
import type { Db } from '#server/platform/db.ts';
import type { Logger } from '#server/platform/logger.ts';
import { type ProcessFacts, processFacts } from '#server/platform/process-facts.ts';
import type { Connection } from '#server/signaling/bind.ts';
import { type AdminNode, type NodeState, nodesChanged } from '#shared/contract/admin.ts';
import type { AdminNeeds, JoinedNode } from '../needs.ts';
import { createHistory } from './history.ts';
import { listStates } from './states.store.ts';
import { viewNodes } from './view.ts';

type Parts = { db: Db; bus: Bus; logger: Logger } & Pick<AdminNeeds, 'media' | 'joined' | 'facts'> & {
    /** A media node is not in the state that was asked of it: it was restarted meanwhile. */
    onStray(node: AdminNode, state: NodeState): void;
  };

const watchedEveryMs = 2_000;
const sampledEveryMs = 10_000;
const askMs = 1_500;

/**
 * This hub's picture of the nodes. It is made anew every ten seconds for the history, and every two while somebody watches;
 * each hub makes its own and tells its own watchers, so watching costs the bus nothing but one question to each process.
 */
export function createNodeWatch({ db, bus, logger, media, joined, facts, onStray }: Parts) {
  const watchers = new Set<Connection>();
  const history = createHistory();
  let others = new Map<string, ProcessFacts>();
  let rows: JoinedNode[] = [];
  let wanted = new Map<string, NodeState>();
  let sampledAt = 0;
  let refreshing: Promise<void> | undefined;
  let isClosed = false;

  const list = (): AdminNode[] =>
    viewNodes({
      processes: bus.nodes(),
      loads: media.loads(),
      facts: new Map([...others, [bus.nodeId, facts()]]),
      joined: rows,
      wanted,
    });

  /** A process that does not answer has no facts; while the database is away, what was known stays. */
  async function ask(): Promise<void> {
    const ids = new Set([...bus.nodes().map(({ id }) => id), ...media.loads().map(({ node }) => node)]);
    ids.delete(bus.nodeId);
    const answers = [...ids].map(
      async (id): Promise<[string, ProcessFacts]> => [
        id,
        await bus.request({ node: id }, processFacts, {}, { deadlineMs: askMs }),
      ],
    );
    const [settled, states, joinedNow] = await Promise.all([
      Promise.allSettled(answers),
      listStates(db.read).catch(() => wanted),
      joined.allNodes().catch(() => rows),
    ]);
    others = new Map(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    wanted = states;
    rows = joinedNow;
  }

  const refresh = (): Promise<void> =>
    (refreshing ??= ask().finally(() => {
      refreshing = undefined;
    }));

  function correctStrays(nodes: readonly AdminNode[]): void {
    const loads = new Map(media.loads().map((load) => [load.node, load]));
    for (const node of nodes) {
      const state = wanted.get(node.name);
      const load = loads.get(node.id);
      if (!node.removable && state && load && load.state !== state) onStray(node, state);
    }
  }

  async function tick(): Promise<void> {
    const isDue = performance.now() - sampledAt >= sampledEveryMs;
    if (watchers.size === 0 && !isDue) return;
    await refresh();
    if (isClosed) return;
    const nodes = list();
    for (const watcher of watchers) watcher.send(nodesChanged, { nodes });
    if (!isDue) return;
    sampledAt = performance.now();
    history.take(nodes);
    correctStrays(nodes);
  }
  const timer = setInterval(
    () => void tick().catch((error: unknown) => logger.warn({ err: error }, 'the nodes were not looked at')),
    watchedEveryMs,
  ).unref();

  return {
    list,
    /** After asking everybody, the tables too. */
    async now(): Promise<AdminNode[]> {
      await refreshing;
      await refresh();
      return list();
    },
    history: history.list,
    add(connection: Connection): void {
      if (watchers.has(connection)) return;
      watchers.add(connection);
      connection.onClose(() => watchers.delete(connection));
    },
    remove: (connection: Connection): void => void watchers.delete(connection),
    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await refreshing?.catch(() => {});
    },
  };
}
export type NodeWatch = ReturnType<typeof createNodeWatch>;
