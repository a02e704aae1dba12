import { AppError } from '#shared/contract/errors.ts';
import {
  type Bus,
  type BusState,
  defaultDeadlineMs,
  type NodeInfo,
  type Target,
  type Unsubscribe,
} from './bus.ts';
import { createHeldLeases } from './bus-link-leases.ts';
import { keepLine, type LineEvent, type LineOptions } from './bus-link-line.ts';
import type { Peer } from './bus-link-peer.ts';
import { createListeners } from './listeners.ts';

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
  const listeners = new Map<string, { isText: boolean; all: Set<Listener> }>();
  const handlers = new Map<string, Handler>();
  const leases = createHeldLeases();
  const onError = (error: unknown) => logger.error({ err: error, node: nodeId }, 'bus: a listener failed');
  const states = createListeners<[BusState]>(onError);
  const nodesListeners = createListeners<[readonly NodeInfo[]]>(onError);
  /** Who is there, as the hub said last. */
  let nodes: readonly NodeInfo[] = [];
  let peer: Peer | undefined;
  /** The link over which everything is in force again. */
  let restored: Peer | undefined;
  let state: BusState = 'degraded';
  /** Of the hub's own bus. */
  let hubState: BusState = 'connected';
  let closed = false;

  const line = keepLine({
    ...options,
    hear,
    answer,
    onUp: restore,
    onDown: () => {
      peer = undefined;
      hubState = 'connected';
      leases.loseAll();
      setState('degraded');
    },
    onEvent: (event) => options.onEvent?.(event),
  });

  function setState(next: BusState): void {
    if (state === next || closed) return;
    state = next;
    states.tell(next);
  }

  async function restore(linked: Peer): Promise<void> {
    peer = linked;
    await Promise.all([
      ...[...listeners].map(([name, { isText }]) => again(linked, 'subscribe', [name, isText])),
      ...[...handlers.keys()].map((name) => again(linked, 'handle', [name])),
    ]);
    await linked.ask('ready', [], answerWithinMs);
    restored = linked;
    setState(hubState);
  }

  /** A hub that lost the others is of little use: one that has not is looked for. */
  function hearState(next: BusState): void {
    line.setContent(next === 'connected');
    const isRepeated = next === 'connected' && state === 'connected';
    hubState = next;
    if (restored !== undefined && restored === peer) setState(next);
    if (isRepeated) states.tell(next);
  }

  /** What one hub refuses must not keep the rest from working. */
  const again = (linked: Peer, verb: string, what: unknown[]) =>
    linked.ask(verb, what, answerWithinMs).catch((error: unknown) => {
      if (isUnavailable(error)) throw error;
      logger.error({ err: error, node: nodeId, what }, `bus: the hub does not ${verb}`);
    });

  function hear(verb: string, args: unknown[]): void {
    if (verb === 'deliver') deliver(String(args[0]), String(args[1]), args[2]);
    else if (verb === 'leaseLost') leases.lose(Number(args[0]));
    else if (verb === 'state') hearState(args[0] === 'degraded' ? 'degraded' : 'connected');
    else if (verb === 'nodes') {
      nodes = args[0] as NodeInfo[];
      nodesListeners.tell(nodes);
    }
  }

  /** Everybody gets a copy of their own. */
  function deliver(name: string, from: string, payload: unknown): void {
    const all = listeners.get(name)?.all ?? new Set();
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
  async function arrange(verb: string, ...what: unknown[]): Promise<void> {
    if (closed || !peer) return;
    await peer.ask(verb, what, answerWithinMs).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
  }

  async function shut(): Promise<void> {
    closed = true;
    listeners.clear();
    handlers.clear();
    states.clear();
    nodesListeners.clear();
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
    onState: states.add,
    nodes: () => nodes,
    onNodes: nodesListeners.add,

    publish(topic, payload) {
      if (closed || !peer) return;
      try {
        peer.tell('publish', topic.name, topic.isText ?? false, payload);
      } catch (error) {
        logger.error({ err: error, node: nodeId }, `bus: nothing was published on ${topic.name}`);
      }
    },

    async subscribe(topic, listener): Promise<Unsubscribe> {
      assertOpen();
      const { name, isText = false } = topic;
      const known = listeners.get(name) ?? { isText, all: new Set() };
      listeners.set(name, known);
      const entry: Listener = (payload, from) => listener(payload as never, from);
      known.all.add(entry);
      const stop = async () => {
        if (!known.all.delete(entry) || known.all.size > 0 || listeners.get(name) !== known) return;
        listeners.delete(name);
        await arrange('unsubscribe', name);
      };
      await arrange('subscribe', name, isText).catch(async (error: unknown) => {
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
