import { roles as allRoles, type Role } from '#server/config/roles.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type Bus, defaultDeadlineMs } from './bus.ts';
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
import { decode, encode } from './bus-wire.ts';
import { newId } from './ids.ts';
import type { Logger } from './logger.ts';

export type MemoryBusOptions = {
  hub?: MemoryBusHub;
  nodeId?: string;
  roles?: readonly Role[];
  logger?: Logger;
};

/** The bus of a single process. Behaves as one over a network would: everything is copied and arrives later. */
export function createMemoryBus(options: MemoryBusOptions = {}): Bus {
  const hub = options.hub ?? createMemoryBusHub();
  const closing = new AbortController();
  const node = addNode(hub, options, closing.signal);

  const assertOpen = () => {
    if (node.gone.aborted) throw new AppError('unavailable', 'this node has closed');
  };
  const close = async () => {
    if (node.gone.aborted) return;
    hub.nodes.delete(node.id);
    for (const listeners of node.listeners.values()) listeners.clear();
    node.handlers.clear();
    closing.abort();
  };

  return {
    nodeId: node.id,
    state: () => 'connected',
    onState: () => () => {},

    publish(topic, payload) {
      if (node.gone.aborted) return;
      try {
        deliver(hub, topic.name, encode(payload), node.id);
      } catch (error) {
        node.onError(error, `nothing was published on ${topic.name}`);
      }
    },

    async subscribe(topic, listener) {
      assertOpen();
      const listeners = node.listeners.get(topic.name) ?? new Set();
      node.listeners.set(topic.name, listeners);
      const entry: Listener = (payload, from) => listener(decode(payload), from);
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

    close,
    [Symbol.asyncDispose]: close,
  };
}

function addNode(hub: MemoryBusHub, options: MemoryBusOptions, gone: AbortSignal): MemoryNode {
  const id = options.nodeId ?? newId();
  if (hub.nodes.has(id)) throw new Error(`there is a node ${id} already`);
  const node: MemoryNode = {
    id,
    roles: options.roles ?? allRoles,
    listeners: new Map(),
    handlers: new Map(),
    gone,
    onError: (error, what) => options.logger?.error({ err: error, node: id }, `bus: ${what}`),
  };
  hub.nodes.set(id, node);
  return node;
}
