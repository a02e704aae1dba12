import type { Wire } from './bus-wire.ts';
import { newId } from './ids.ts';

export type TopicListener = (payload: Wire, from: string) => void;
/** `passed`: nobody handles it there, and nothing has happened. */
export type Outcome = { answer: Wire } | { passed: true };

/**
 * What the buses of one process share, a hub's own and those of the nodes that are linked to it: they tell each other
 * everything without a way through Redis, and go on doing so while Redis is away.
 */
export type LocalBuses = {
  /** Tells what comes back over Redis from what others published. */
  readonly origin: string;
  readonly listeners: Map<string, Set<TopicListener>>;
  /** By node; rejects with what the handler threw. */
  readonly inboxes: Map<string, (command: string, input: Wire, from: string) => Promise<Outcome>>;
};

export const createLocalBuses = (): LocalBuses => ({
  origin: newId(),
  listeners: new Map(),
  inboxes: new Map(),
});
