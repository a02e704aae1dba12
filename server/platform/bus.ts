import type { Role } from '#server/config/roles.ts';
import type { Region } from '#shared/contract/regions.ts';

/** A named stream of events; `T` is what travels on it and must survive JSON. */
export type Topic<T> = { readonly name: string; readonly isText?: true; readonly __payload?: T };
/** A named question one node asks another; `I` and `O` must survive JSON. */
export type BusCommand<I, O> = { readonly name: string; readonly __io?: [I, O] };

export const topic = <T>(name: string): Topic<T> => ({ name });
/** What travels is one line of text, encoded by its publisher: no node on the way parses it. */
export const textTopic = (name: string): Topic<string> => ({ name, isText: true });
export const busCommand = <I, O>(name: string): BusCommand<I, O> => ({ name });

/** One named node, or any one of the nodes that play a role (the caller's own first, else in turn). */
export type Target = { node: string } | { role: Role };

export type Unsubscribe = () => Promise<void>;

/** An exclusive right with an end. At most one node holds a name at any time. */
export type Lease = {
  readonly name: string;
  /** Fencing number: grows with every grant of this name, so a late write of an old holder can be refused. */
  readonly token: number;
  /** Prolongs by the original time to live; false when it has been lost meanwhile. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
  /** Aborts when the lease ran out or was lost; not when it was released. */
  readonly lost: AbortSignal;
};

export const defaultDeadlineMs = 5_000;

/** Of what the nodes tell each other: raised when a node of the version before would misunderstand one of this. */
export const busProtocol = 1;

/** What a process says of itself. */
export type NodeInfo = {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly name: string;
  readonly region: Region;
  readonly version: string;
  readonly busProtocol: number;
  /** ISO time by the node's own clock: to be shown, not to be compared. */
  readonly startedAt: string;
};

/**
 * `degraded`: other nodes may be out of reach. What is local goes on: events reach this node's own listeners, commands its
 * own handlers. What was published meanwhile is lost to the others, so caches and clients catch up after `connected`.
 */
export type BusState = 'connected' | 'degraded';

/** How the nodes of one installation talk. One in-process implementation, one over Redis. */
export interface Bus {
  readonly nodeId: string;
  /** At most once, in order per publisher and topic; never throws. Receivers get a copy of their own. */
  publish<T>(topic: Topic<T>, payload: T): void;
  /** The publishing node hears itself too when it subscribed, whatever the state of the bus. Resolves once other nodes are
   * heard too; while the bus is degraded at once, and they are heard when it is back. */
  subscribe<T>(topic: Topic<T>, listener: (payload: T, from: string) => void): Promise<Unsubscribe>;
  /** Rejects with AppError 'timeout', 'unavailable' (nobody handles it, or out of reach) or what the handler threw. */
  request<I, O>(
    target: Target,
    command: BusCommand<I, O>,
    input: I,
    options?: { deadlineMs?: number },
  ): Promise<O>;
  /** AppError code and message reach the caller, any other error arrives as 'internal'. */
  handle<I, O>(
    command: BusCommand<I, O>,
    handler: (input: I, from: string) => Promise<O>,
  ): Promise<Unsubscribe>;
  /** undefined while somebody else holds it; rejects with 'unavailable' while nobody can tell. */
  lease(name: string, ttlMs: number): Promise<Lease | undefined>;
  state(): BusState;
  /** 'connected' is told again when another node had been cut off: what that published meanwhile is lost here too. */
  onState(listener: (state: BusState) => void): () => void;
  /** Who is there, this node included. While degraded: who was there before. */
  nodes(): readonly NodeInfo[];
  /** Called after a node came or went: by itself at once, by its death within seconds. */
  onNodes(listener: (nodes: readonly NodeInfo[]) => void): () => void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
