import { AppError } from '#shared/contract/errors.ts';
import { type Bus, type BusState, defaultDeadlineMs, type Target, type Unsubscribe } from './bus.ts';
import { createHeldLeases } from './bus-link-leases.ts';
import { keepLine, type LineEvent, type LineOptions } from './bus-link-line.ts';
import type { Peer } from './bus-link-peer.ts';

export type LinkOptions = Pick<LineOptions, 'nodeId' | 'urls' | 'sign' | 'logger' | 'heartbeat'> & {
  onEvent?(event: LineEvent): void;
};

type Listener = (payload: unknown, from: string) => void;
type Handler = (input: unknown, from: string) => Promise<unknown>;

/** Longer than any request may take: its caller has given up before. */
const answerWithinMs = 10_000;
const farewellMs = 1_000;

/**
 * The bus of a node that reaches a hub and nothing else. The hub carries everything out on its own bus in the node's name
 * (bus-gateway.ts). While there is no link, what is published is lost and requests fail 'unavailable'; listeners and handlers
 * stay, and are in force again with the next link.
 */
export function createLinkBus(options: LinkOptions): Bus {
  const { nodeId, logger } = options;
  const listeners = new Map<string, Set<Listener>>();
  const handlers = new Map<string, Handler>();
  const leases = createHeldLeases();
  const stateListeners = new Set<(state: BusState) => void>();
  let peer: Peer | undefined;
  let state: BusState = 'degraded';
  let closed = false;

  const line = keepLine({
    ...options,
    hear,
    answer,
    onUp: restore,
    onDown: () => {
      peer = undefined;
      leases.loseAll();
      setState('degraded');
    },
    onEvent: (event) => options.onEvent?.(event),
  });

  function setState(next: BusState): void {
    if (state === next || closed) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  async function restore(linked: Peer): Promise<void> {
    peer = linked;
    await Promise.all([
      ...[...listeners.keys()].map((name) => again(linked, 'subscribe', name)),
      ...[...handlers.keys()].map((name) => again(linked, 'handle', name)),
    ]);
    await linked.ask('ready', [], answerWithinMs);
    setState('connected');
  }

  /** What one hub refuses must not keep the rest from working. */
  const again = (linked: Peer, verb: string, name: string) =>
    linked.ask(verb, [name], answerWithinMs).catch((error: unknown) => {
      if (isUnavailable(error)) throw error;
      logger.error({ err: error, node: nodeId, name }, `bus: the hub does not ${verb}`);
    });

  function hear(verb: string, args: unknown[]): void {
    if (verb === 'deliver') deliver(String(args[0]), String(args[1]), args[2]);
    else if (verb === 'leaseLost') leases.lose(Number(args[0]));
  }

  /** Everybody gets a copy of their own. */
  function deliver(name: string, from: string, payload: unknown): void {
    const all = listeners.get(name) ?? new Set();
    for (const listener of all)
      try {
        listener(all.size === 1 ? payload : structuredClone(payload), from);
      } catch (error) {
        logger.error({ err: error, node: nodeId }, 'bus: a listener failed');
      }
  }

  async function answer(verb: string, [name, from, input]: unknown[]): Promise<unknown> {
    const handler = verb === 'command' ? handlers.get(String(name)) : undefined;
    if (!handler) throw new AppError('unavailable', `nobody answers ${String(name)} here`);
    return await handler(input, String(from));
  }

  function assertOpen(): void {
    if (closed) throw new AppError('unavailable', 'this node has closed');
  }

  async function ask(verb: string, args: unknown[], deadlineMs: number): Promise<unknown> {
    assertOpen();
    if (!peer) throw new AppError('unavailable', 'this node is not linked to a hub');
    return await peer.ask(verb, args, deadlineMs);
  }

  /** Asks when there is somebody to ask; else the next link brings it in force. */
  async function arrange(verb: string, name: string): Promise<void> {
    if (closed || !peer) return;
    await peer.ask(verb, [name], answerWithinMs).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
  }

  async function shut(): Promise<void> {
    closed = true;
    listeners.clear();
    handlers.clear();
    leases.loseAll();
    await peer?.ask('leave', [], farewellMs).catch(() => {});
    peer = undefined;
    await line.close();
  }
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= shut());

  return {
    nodeId,
    state: () => state,
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    // A node of the internet does not learn who else is there.
    nodes: () => [],
    onNodes: () => () => {},

    publish(topic, payload) {
      if (closed || !peer) return;
      try {
        peer.tell('publish', topic.name, payload);
      } catch (error) {
        logger.error({ err: error, node: nodeId }, `bus: nothing was published on ${topic.name}`);
      }
    },

    async subscribe(topic, listener): Promise<Unsubscribe> {
      assertOpen();
      const { name } = topic;
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known);
      const entry: Listener = (payload, from) => listener(payload as never, from);
      known.add(entry);
      const stop = async () => {
        if (!known.delete(entry) || known.size > 0 || listeners.get(name) !== known) return;
        listeners.delete(name);
        await arrange('unsubscribe', name);
      };
      await arrange('subscribe', name).catch(async (error: unknown) => {
        await stop();
        throw error;
      });
      return stop;
    },

    async request(target, command, input, { deadlineMs = defaultDeadlineMs } = {}) {
      const args = [addressOf(target), command.name, deadlineMs, input];
      return (await ask('request', args, deadlineMs)) as never;
    },

    async handle(command, handler): Promise<Unsubscribe> {
      assertOpen();
      const { name } = command;
      if (handlers.has(name)) throw new Error(`${name} is handled here already`);
      const entry: Handler = (input, from) => handler(input as never, from);
      handlers.set(name, entry);
      const stop = async () => {
        if (handlers.get(name) !== entry) return;
        handlers.delete(name);
        await arrange('unhandle', name);
      };
      await arrange('handle', name).catch(async (error: unknown) => {
        await stop();
        throw error;
      });
      return stop;
    },

    async lease(name, ttlMs) {
      const askedAt = performance.now();
      const granted = await ask('lease', [name, ttlMs], defaultDeadlineMs);
      if (granted === null || closed) return undefined;
      const { key, token } = granted as { key: number; token: number };
      return leases.hold({ name, token, key, ttlMs, askedAt, ask });
    },

    close,
    [Symbol.asyncDispose]: close,
  };
}

const isUnavailable = (error: unknown) => error instanceof AppError && error.code === 'unavailable';

const addressOf = (target: Target): [string, string] =>
  'node' in target ? ['node', target.node] : ['role', target.role];
