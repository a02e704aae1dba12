import { AppError } from '#shared/contract/errors.ts';
import type { NodeInfo, Target } from './bus.ts';
import { decodeFailure, encodeFailure, type Wire } from './bus-wire.ts';
import type { Listeners } from './listeners.ts';
import { createMemoryLeases, type MemoryLeases } from './leases-memory.ts';

export type Listener = (payload: Wire, from: string) => void;
export type Handler = (input: Wire, from: string) => Promise<Wire>;

export type MemoryNode = {
  id: string;
  info: NodeInfo;
  listeners: Map<string, Set<Listener>>;
  handlers: Map<string, Handler>;
  nodesListeners: Listeners<[readonly NodeInfo[]]>;
  /** Aborts when the node closes. */
  gone: AbortSignal;
  onError(error: unknown, what: string): void;
};

/** What the nodes of one process share. Tests make several nodes on one hub. */
export type MemoryBusHub = { nodes: Map<string, MemoryNode>; leases: MemoryLeases; turn: number };

export const createMemoryBusHub = (): MemoryBusHub => ({
  nodes: new Map(),
  leases: createMemoryLeases(),
  turn: 0,
});

/** Later, as over a network; a microtask each keeps the order. */
export function deliver(hub: MemoryBusHub, topic: string, payload: Wire, from: string): void {
  for (const node of hub.nodes.values()) {
    const listeners = node.listeners.get(topic);
    for (const listener of listeners ?? [])
      queueMicrotask(() => {
        if (listeners?.has(listener)) callListener(node, listener, payload, from);
      });
  }
}

function callListener(node: MemoryNode, listener: Listener, payload: Wire, from: string): void {
  try {
    listener(payload, from);
  } catch (error) {
    node.onError(error, 'a listener failed');
  }
}

/** Of several nodes that play the role, the caller itself answers first: no way is shorter. */
export function findReceiver(
  hub: MemoryBusHub,
  caller: MemoryNode,
  target: Target,
  command: string,
): MemoryNode {
  const candidates = [...hub.nodes.values()].filter(
    (node) =>
      node.handlers.has(command) &&
      ('node' in target ? node.id === target.node : node.info.roles.includes(target.role)),
  );
  const chosen = candidates.includes(caller) ? caller : candidates[hub.turn++ % candidates.length];
  if (!chosen) throw new AppError('unavailable', `nobody answers ${command} at ${JSON.stringify(target)}`);
  return chosen;
}

/** Ends by the answer, the deadline, or the end of either node, whichever comes first. */
export function ask(
  caller: MemoryNode,
  receiver: MemoryNode,
  command: string,
  input: Wire,
  deadlineMs: number,
): Promise<Wire> {
  const { promise, resolve, reject } = Promise.withResolvers<Wire>();
  const goneAway = () => reject(new AppError('unavailable', `a node closed during ${command}`));
  const timer = setTimeout(
    () => reject(new AppError('timeout', `${command} took longer than ${deadlineMs} ms`)),
    deadlineMs,
  );
  const nodes = new Set([caller, receiver]);
  for (const node of nodes) node.gone.addEventListener('abort', goneAway, { once: true });
  queueMicrotask(() => answer(receiver, command, input, caller.id).then(resolve, reject));
  return promise.finally(() => {
    clearTimeout(timer);
    for (const node of nodes) node.gone.removeEventListener('abort', goneAway);
  });
}

async function answer(node: MemoryNode, command: string, input: Wire, from: string): Promise<Wire> {
  const handler = node.handlers.get(command);
  if (!handler) throw new AppError('unavailable', `nobody answers ${command} any more`);
  try {
    return await handler(input, from);
  } catch (error) {
    if (!(error instanceof AppError)) node.onError(error, `the handler of ${command} failed`);
    throw decodeFailure(encodeFailure(error));
  }
}
