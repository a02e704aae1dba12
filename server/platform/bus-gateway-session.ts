import * as z from 'zod';
import { roles } from '#server/config/roles.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  type Bus,
  type BusNode,
  type BusState,
  busCommand,
  type Lease,
  type NodeInfo,
  type Target,
  textTopic,
  type Topic,
  topic,
  type Unsubscribe,
} from './bus.ts';
import type { Peer } from './bus-link-peer.ts';
import type { Logger } from './logger.ts';

/** What a linked node may do. The gateway asks; the domain that runs such nodes answers. */
export type LinkPolicy = {
  mayPublish(node: BusNode, topic: Topic<unknown>, payload: unknown): boolean;
  maySubscribe(node: BusNode, topic: string): boolean;
  mayRequest(node: BusNode, target: Target, command: string): boolean;
  mayHandle(node: BusNode, command: string): boolean;
  mayLease(node: BusNode, name: string): boolean;
};

type Options = {
  node: BusNode;
  /** On the hub's carrier, of this node alone. */
  bus: Bus;
  peer: Peer;
  policy: LinkPolicy;
  logger: Logger;
  onReady(): void;
};

/** Topics, handlers and leases that one node may have at once. */
const maxHeld = 20_000;
/** Refusals that are logged, and after which the link ends: it is no media node that speaks there. */
const loggedRefusals = 20;
const maxRefusals = 1_000;
/** Longer than any request may take: its caller has given up before. */
const answerWithinMs = 30_000;

const Name = z.string().min(1).max(300);
const args = {
  publish: z.tuple([Name, z.boolean()], z.unknown()),
  subscribe: z.tuple([Name, z.boolean()]),
  name: z.tuple([Name]),
  request: z.tuple(
    [
      z.union([z.tuple([z.literal('node'), Name]), z.tuple([z.literal('role'), z.enum(roles)])]),
      Name,
      z.number().min(1).max(60_000),
    ],
    z.unknown(),
  ),
  lease: z.tuple([Name, z.int().min(1).max(600_000)]),
  key: z.tuple([z.int()]),
};

/** Carries out on the bus what a linked node says, in its name and within its policy. */
export function createSession({ node, bus, peer, policy, logger, onReady }: Options) {
  const topics = new Map<string, Promise<Unsubscribe>>();
  const handlers = new Map<string, Promise<Unsubscribe>>();
  const leases = new Map<number, Lease>();
  let lastKey = 0;
  let refusals = 0;

  const tellNodes = (nodes: readonly NodeInfo[]) => peer.tell('nodes', nodes);
  const tellState = (state: BusState) => peer.tell('state', state);
  bus.onNodes(tellNodes);
  bus.onState(tellState);

  function requireAllowed(allowed: boolean, what: string, name: string): void {
    if (allowed) return;
    refusals += 1;
    if (refusals <= loggedRefusals)
      logger.warn({ node: node.nodeId, what, name }, 'a linked node was refused what it may not do');
    if (refusals > maxRefusals) peer.end('it kept asking for what it may not do');
    throw new AppError('forbidden', `a linked node may not ${what} ${name}`);
  }

  function requireRoom(): void {
    if (topics.size + handlers.size + leases.size >= maxHeld)
      throw new AppError('unavailable', 'this link holds as much as a link may');
  }

  function publish(given: unknown[]): void {
    const [name, isText, payload] = args.publish.parse(given);
    const named: Topic<unknown> = isText ? textTopic(name) : topic(name);
    const isWhole = !isText || (typeof payload === 'string' && !payload.includes('\n'));
    requireAllowed(isWhole && policy.mayPublish(node, named, payload), 'publish', name);
    bus.publish(named, payload);
  }

  async function subscribe(given: unknown[]): Promise<void> {
    const [name, isText] = args.subscribe.parse(given);
    requireAllowed(policy.maySubscribe(node, name), 'subscribe to', name);
    const named: Topic<unknown> = isText ? textTopic(name) : topic(name);
    await keep(topics, name, () =>
      bus.subscribe(named, (payload, from) => peer.tell('deliver', name, from, payload)),
    );
  }

  async function handle(given: unknown[]): Promise<void> {
    const [name] = args.name.parse(given);
    requireAllowed(policy.mayHandle(node, name), 'handle', name);
    await keep(handlers, name, () =>
      bus.handle(busCommand<unknown, unknown>(name), (input, from) =>
        peer.ask('command', [name, from, input], answerWithinMs),
      ),
    );
  }

  async function keep(
    kept: Map<string, Promise<Unsubscribe>>,
    name: string,
    open: () => Promise<Unsubscribe>,
  ) {
    const known = kept.get(name);
    if (!known) requireRoom();
    const opening = known ?? open();
    kept.set(name, opening);
    await opening.catch((error: unknown) => {
      if (kept.get(name) === opening) kept.delete(name);
      throw error;
    });
  }

  async function drop(kept: Map<string, Promise<Unsubscribe>>, given: unknown[]): Promise<void> {
    const [name] = args.name.parse(given);
    const stop = kept.get(name);
    kept.delete(name);
    await (await stop)?.();
  }

  async function request(given: unknown[]): Promise<unknown> {
    const [[kind, whom], command, deadlineMs, input] = args.request.parse(given);
    const target: Target = kind === 'node' ? { node: whom } : { role: whom };
    requireAllowed(policy.mayRequest(node, target, command), 'request', command);
    return await bus.request(target, busCommand<unknown, unknown>(command), input, { deadlineMs });
  }

  async function lease(given: unknown[]): Promise<{ key: number; token: number } | null> {
    const [name, ttlMs] = args.lease.parse(given);
    requireAllowed(policy.mayLease(node, name), 'lease', name);
    requireRoom();
    const granted = await bus.lease(name, ttlMs);
    if (!granted) return null;
    const key = ++lastKey;
    leases.set(key, granted);
    granted.lost.addEventListener('abort', () => {
      if (leases.delete(key)) peer.tell('leaseLost', key);
    });
    return { key, token: granted.token };
  }

  async function release(given: unknown[]): Promise<void> {
    const [key] = args.key.parse(given);
    const found = leases.get(key);
    leases.delete(key);
    await found?.release();
  }

  const verbs: Record<string, (given: unknown[]) => Promise<unknown>> = {
    subscribe,
    unsubscribe: (given) => drop(topics, given),
    handle,
    unhandle: (given) => drop(handlers, given),
    request,
    lease,
    renew: async (given) => (await leases.get(args.key.parse(given)[0])?.renew()) ?? false,
    release,
    ready: async () => {
      tellNodes(bus.nodes());
      tellState(bus.state());
      onReady();
    },
    leave: () => bus.close(),
  };

  return {
    node,
    hear(verb: string, given: unknown[]): void {
      if (verb !== 'publish') throw new TypeError(`a link says no ${verb.slice(0, 40)}`);
      try {
        publish(given);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    },
    async answer(verb: string, given: unknown[]): Promise<unknown> {
      const carryOut = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
      if (!carryOut) throw new AppError('invalid', `a link asks no ${verb.slice(0, 40)}`);
      try {
        return await carryOut(given);
      } catch (error) {
        throw error instanceof z.ZodError ? new AppError('invalid', `${verb} has another form`) : error;
      }
    },
    /** Everything this node has on the bus ends with it. */
    close: () => bus.close(),
  };
}
export type Session = ReturnType<typeof createSession>;
