import type { HealthCheck } from './contract/admin.ts';

type Check = HealthCheck['id'];

/**
 * Why a health check says what it says, and the facts each reason carries (`HealthCheck.facts`): the interface has a
 * sentence for each. Every check knows `fine`, `unreachable` (`error`) and `slow` (`ms`) besides.
 */
export const healthReasons = {
  database: {
    fine: ['ms', 'version', 'connections', 'connectionLimit', 'bytes'],
    slow: ['ms'],
    crowded: ['connections', 'connectionLimit'],
    old: ['version'],
    unreachable: ['error'],
  },
  bus: { single: [], fine: ['ms', 'nodes'], slow: ['ms'], degraded: [], unreachable: ['error'] },
  blobs: { fine: ['ms'], slow: ['ms'], damaged: [], unreachable: ['error'] },
  media: {
    fine: ['nodes', 'participants'],
    noNode: [],
    /** All nodes that could take people are out of order, cordoned or draining. */
    noneAccepting: ['nodes', 'trouble'],
    /** People are in a region whose nodes accept nobody. */
    regionShut: ['region', 'participants'],
    full: ['region', 'participants', 'capacity'],
    unreachable: ['error'],
  },
  turn: {
    fine: ['servers', 'ms'],
    none: [],
    noAnswer: ['server', 'error'],
    /** It answers but does not take the shared secret. */
    refused: ['server', 'error'],
    slow: ['ms'],
    unreachable: ['error'],
  },
  certificates: {
    fine: ['days', 'host'],
    off: [],
    expires: ['days', 'host'],
    expired: ['days', 'host'],
    selfSigned: ['days', 'host'],
    unreachable: ['error'],
  },
  /** `skewMs`: positive when the node is ahead of this hub. */
  clock: {
    fine: ['skewMs', 'nodes'],
    skewed: ['node', 'skewMs'],
    silent: ['node', 'error'],
    unreachable: ['error'],
  },
  disk: {
    fine: ['freeBytes', 'freeShare'],
    low: ['freeBytes', 'freeShare'],
    full: ['freeBytes', 'freeShare'],
    unreachable: ['error'],
  },
  versions: {
    fine: ['version', 'nodes'],
    /** A rolling upgrade under way, or one that was left half done. */
    mixed: ['versions', 'node', 'version'],
    /** Nodes that do not understand each other. */
    protocol: ['node', 'busProtocol', 'expected'],
    unreachable: ['error'],
  },
  tickets: {
    fine: ['ageMs'],
    /** No night has passed yet. */
    unproved: [],
    /** The nightly count has not run for days. */
    old: ['ageMs'],
    wrong: ['wrong', 'ageMs'],
    unreachable: ['error'],
  },
  connectors: {
    fine: ['connectors'],
    none: [],
    /** It does not take its key any more, so it is not asked. */
    refused: ['connector', 'connectors'],
    failing: ['connector', 'connectors', 'sinceMs'],
    unreachable: ['error'],
  },
} as const satisfies Record<Check, Record<string, readonly string[]>>;
export type HealthReason<C extends Check = Check> = C extends Check
  ? keyof (typeof healthReasons)[C] & string
  : never;
