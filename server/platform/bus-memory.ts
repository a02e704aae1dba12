import type { Role } from '#server/config/roles.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type Bus, type BusState, defaultDeadlineMs, type NodeInfo } from './bus.ts';
import {
  ask,
  createMemoryBusHub,
  deliver,
  findReceiver,
  type Handler,
  type Listener,
  type MemoryBusHub,
  type MemoryNode,
} from './bus-memory-hub.ts';
import { decode, decodeFrom, encode, encodeFor } from './bus-wire.ts';
import { newId } from './ids.ts';
import { createListeners } from './listeners.ts';
import type { Logger } from './logger.ts';
import { describeNode } from './node-info.ts';

export type MemoryBusOptions = {
  hub?: MemoryBusHub;
  nodeId?: string;
  roles?: readonly Role[];
  /** What else the node says of itself. */
  about?: { [K in keyof NodeInfo]?: NodeInfo[K] };
  logger?: Logger;
};

/** The bus of a single process. Behaves as one over a network would: everything is copied and arrives later. */
export function createMemoryBus(options: MemoryBusOptions = {}): Bus {
  const hub = options.hub ?? createMemoryBusHub();
  const closing = new AbortController();
  const node = addNode(hub, options, closing.signal);

  const states = createListeners<[BusState]>((error) => node.onError(error, 'a listener failed'));

  const assertOpen = () => {
    if (node.gone.aborted) throw new AppError('unavailable', 'this node has closed');
  };
  const close = async () => {
    if (node.gone.aborted) return;
    hub.nodes.delete(node.id);
    states.clear();
    tellNodes(hub);
    for (const listeners of node.listeners.values()) listeners.clear();
    node.handlers.clear();
    closing.abort();
  };

  return {
    nodeId: node.id,

    publish(topic, payload) {
      if (node.gone.aborted) return;
      try {
        deliver(hub, topic.name, encodeFor(topic, payload), node.id);
      } catch (error) {
        node.onError(error, `nothing was published on ${topic.name}`);
      }
    },

    async subscribe(topic, listener) {
      assertOpen();
      const listeners = node.listeners.get(topic.name) ?? new Set();
      node.listeners.set(topic.name, listeners);
      const entry: Listener = (payload, from) => listener(decodeFrom(topic, payload), from);
      listeners.add(entry);
      return async () => {
        listeners.delete(entry);
        if (listeners.size === 0 && node.listeners.get(topic.name) === listeners)
          node.listeners.delete(topic.name);
      };
    },

    async request(target, command, input, { deadlineMs = defaultDeadlineMs } = {}) {
      assertOpen();
      const receiver = findReceiver(hub, node, target, command.name);
      return decode(await ask(node, receiver, command.name, encode(input), deadlineMs));
    },

    async handle(command, handler) {
      assertOpen();
      if (node.handlers.has(command.name)) throw new Error(`${command.name} is handled here already`);
      const entry: Handler = async (input, from) => encode(await handler(decode(input), from));
      node.handlers.set(command.name, entry);
      return async () => {
        if (node.handlers.get(command.name) === entry) node.handlers.delete(command.name);
      };
    },

    async lease(name, ttlMs) {
      assertOpen();
      return hub.leases.take(name, ttlMs, node.gone);
    },

    state: () => 'connected',
    onState: states.add,
    nodes: () => listNodes(hub),
    onNodes: node.nodesListeners.add,

    close,
    [Symbol.asyncDispose]: close,
  };
}

const listNodes = (hub: MemoryBusHub): NodeInfo[] => [...hub.nodes.values()].map(({ info }) => info);

function tellNodes(hub: MemoryBusHub): void {
  for (const node of hub.nodes.values()) queueMicrotask(() => node.nodesListeners.tell(listNodes(hub)));
}

function addNode(hub: MemoryBusHub, options: MemoryBusOptions, gone: AbortSignal): MemoryNode {
  const id = options.nodeId ?? newId();
  if (hub.nodes.has(id)) throw new Error(`there is a node ${id} already`);
  const onError = (error: unknown, what: string) =>
    options.logger?.error({ err: error, node: id }, `bus: ${what}`);
  const node: MemoryNode = {
    id,
    info: describeNode(id, { ...options.about, ...(options.roles && { roles: options.roles }) }),
    listeners: new Map(),
    handlers: new Map(),
    nodesListeners: createListeners((error) => onError(error, 'a listener failed')),
    gone,
    onError,
  };
  hub.nodes.set(id, node);
  tellNodes(hub);
  return node;
}
