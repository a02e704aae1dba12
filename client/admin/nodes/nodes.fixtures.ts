import {
  type AdminNode,
  nodesChanged,
  setNodeState,
  unwatchNodes,
  watchNodes,
} from '#shared/contract/admin.ts';
import type { CommandDef, EventDef, InputOf, OutputOf, PayloadOf } from '#shared/contract/define.ts';
import { NodeId } from '#shared/contract/ids.ts';
import type { HubPort } from './nodes.core.ts';

export const someFigures: NonNullable<AdminNode['figures']> = {
  cpu: 0.25,
  memoryBytes: 400e6,
  packetsPerSecond: 4_000,
  bitrate: 12e6,
  lossShare: 0,
  rooms: 2,
  participants: 8,
  capacity: 100,
  workers: 2,
  connections: 0,
};

export const aNode = (id: string, changes: Partial<AdminNode> = {}): AdminNode => ({
  id: NodeId.parse(id),
  name: id,
  roles: ['media'],
  region: 'eu',
  status: 'active',
  trouble: null,
  version: '1.0.0',
  busProtocol: 2,
  startedAt: '2026-03-01T10:00:00.000Z',
  addresses: [],
  removable: true,
  figures: someFigures,
  peers: [],
  ...changes,
});

/** A hub that knows nodes and nothing else, in memory: a test sets them, loses the connection, reads what was called. */
export function createNodesHub(first: AdminNode[]) {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const stateListeners = new Set<(state: HubPort['state']) => void>();
  const calls: string[] = [];
  let nodes = first;
  let refusal: Error | undefined;

  function answer(name: string, input: unknown): unknown {
    if (name === watchNodes.name) return { nodes, history: [] };
    if (name === unwatchNodes.name) return {};
    if (name !== setNodeState.name) throw new Error(`not a command of this hub: ${name}`);
    const { node, state } = setNodeState.input.parse(input);
    nodes = nodes.map((one) => (one.id === node ? { ...one, status: state } : one));
    return nodes.find(({ id }) => id === node);
  }

  const hub: HubPort = {
    state: 'online',
    async call<C extends CommandDef>({ name }: C, input: InputOf<C>): Promise<OutputOf<C>> {
      calls.push(name);
      if (refusal) throw refusal;
      return structuredClone(answer(name, input)) as OutputOf<C>;
    },
    on<E extends EventDef>({ name }: E, listener: (payload: PayloadOf<E>) => void) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
  return {
    hub,
    calls,
    listening: () => (listeners.get(nodesChanged.name)?.size ?? 0) + stateListeners.size,
    refuse: (error: Error | undefined) => {
      refusal = error;
    },
    tell(next: AdminNode[]) {
      nodes = next;
      for (const listener of listeners.get(nodesChanged.name) ?? [])
        listener(structuredClone({ nodes }) as never);
    },
    reconnect() {
      for (const listener of stateListeners) listener('online');
    },
  };
}
