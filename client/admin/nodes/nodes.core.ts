import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import {
  type AdminNode,
  nodesChanged,
  setNodeState,
  unwatchNodes,
  watchNodes,
  type NodeState,
} from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { extend, fromWire, type History, slotOf } from './history.ts';
import { same } from './same.ts';

/** What the store needs of the connection. */
export type HubPort = Pick<HubClient, 'call' | 'on' | 'onState' | 'state'>;

export type NodesState = {
  /** False until the first answer. */
  ready: boolean;
  /** Why there is no answer. */
  error: unknown;
  /** When the hub last told. */
  at: number;
  /** By region and name. A node that did not change keeps its object, so that its row need not render again. */
  nodes: readonly AdminNode[];
  history: ReadonlyMap<NodeId, History>;
  /** How many people were on a draining node when that began, as far as this page saw. */
  drainedFrom: ReadonlyMap<NodeId, number>;
};

const start: NodesState = {
  ready: false,
  error: null,
  nodes: [],
  at: 0,
  history: new Map(),
  drainedFrom: new Map(),
};
const order = { eu: 0, na: 1, sa: 2, ap: 3 };
const byPlace = (a: AdminNode, b: AdminNode) =>
  order[a.region] - order[b.region] || a.name.localeCompare(b.name, 'en', { numeric: true });

/** The live list of nodes: watched while somebody looks, patched by events, asked for anew after a lost connection. */
export function createNodes(hub: HubPort, now: () => number = Date.now) {
  const store = createStore<NodesState>(() => start);
  let watchers = 0;
  let slot = 0;
  let stops: (() => void)[] = [];

  async function ask(): Promise<void> {
    try {
      const { nodes, history } = await hub.call(watchNodes, {});
      if (watchers === 0) return;
      slot = slotOf(now());
      const kept = new Map(history.map((one) => [one.node, fromWire(one)]));
      store.setState({ ready: true, error: null, history: kept });
      take(nodes);
    } catch (error) {
      if (watchers > 0) store.setState({ error });
    }
  }

  function take(list: readonly AdminNode[]): void {
    const { nodes: old, history: oldHistory, drainedFrom: oldDrains } = store.getState();
    const known = new Map(old.map((node) => [node.id, node]));
    const nodes = list.toSorted(byPlace).map((node) => {
      const before = known.get(node.id);
      return before && same(before, node) ? before : node;
    });
    const slots = slotOf(now()) - slot;
    slot += Math.max(0, slots);
    const history = new Map<NodeId, History>();
    const drainedFrom = new Map<NodeId, number>();
    for (const { id, figures, status } of nodes) {
      history.set(id, extend(oldHistory.get(id), figures, slots));
      if (status === 'draining')
        drainedFrom.set(id, Math.max(oldDrains.get(id) ?? 0, figures?.participants ?? 0));
    }
    const unchanged = nodes.length === old.length && nodes.every((node, at) => node === old[at]);
    store.setState({ nodes: unchanged ? old : nodes, history, drainedFrom, at: now() });
  }

  function open(): void {
    stops = [
      hub.on(nodesChanged, ({ nodes }) => {
        if (store.getState().ready) take(nodes);
      }),
      // The hub forgets who watched with the connection.
      hub.onState((state) => {
        if (state === 'online') void ask();
      }),
    ];
    void ask();
  }

  function close(): void {
    for (const stop of stops) stop();
    stops = [];
    if (hub.state === 'online') hub.call(unwatchNodes, {}).catch(() => undefined);
  }

  return {
    store,
    retry: ask,
    /** Until the answered function is called. Several parts of a page may watch. */
    watch(): () => void {
      watchers += 1;
      if (watchers === 1) open();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        watchers -= 1;
        if (watchers === 0) close();
      };
    },
    async setState(node: NodeId, state: NodeState): Promise<void> {
      const changed = await hub.call(setNodeState, { node, state });
      take(store.getState().nodes.map((one) => (one.id === changed.id ? changed : one)));
    },
    /** Before the hub's next word: it is gone for whoever removed it. */
    forget(node: NodeId): void {
      take(store.getState().nodes.filter(({ id }) => id !== node));
    },
  };
}
