import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeLoad } from '../media.commands.ts';
import { answeredTransaction, stunRequest } from '../stun.ts';

export type PeerReport = { node: string; rttMs: number; lossShare: number; bitrate: number };

type Options = {
  /** This node, which does not probe itself. */
  self: string;
  everyMs?: number;
  now?: () => number;
};
type Peer = {
  address: string;
  port: number;
  heardAt: number;
  /** Of the latest probes, oldest first; null was not answered. */
  results: (number | null)[];
};

/** Probes of one round, and the time between them. */
const perRound = 4;
const gapMs = 60;
const answerWithinMs = 1_500;
/** Loss is taken over the latest rounds, the round trip over the latest one that was answered. */
const keptResults = perRound * 8;
/** A node that has not told its load for as long is not measured any more. */
const forgetMs = 15_000;

/** Measures the way to the other media nodes by their STUN responders: each every 5 s, never all at once. */
export async function probePeers({ self, everyMs = 5_000, now = () => performance.now() }: Options) {
  const peers = new Map<string, Peer>();
  /** Called with the time of the answer, or with null when there will be none. */
  const waiting = new Map<string, (at: number | null) => void>();
  const closing = new AbortController();
  const { signal } = closing;
  const socket = createSocket('udp4');
  socket.on('message', (message) => {
    const transaction = answeredTransaction(message);
    if (transaction) waiting.get(transaction)?.(now());
  });
  socket.on('error', () => {});
  socket.bind(0);
  await once(socket, 'listening');

  async function probe({ address, port }: Peer): Promise<number | null> {
    const transactionId = randomBytes(12);
    const key = transactionId.toString('latin1');
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const sentAt = now();
    waiting.set(key, (at) => resolve(at === null ? null : at - sentAt));
    const timer = setTimeout(() => resolve(null), answerWithinMs);
    socket.send(stunRequest(transactionId), port, address, () => {});
    return await promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(key);
    });
  }

  async function measure(peer: Peer): Promise<void> {
    const round: Promise<number | null>[] = [];
    for (let n = 0; n < perRound && !signal.aborted; n += 1) {
      round.push(probe(peer));
      await pause(gapMs);
    }
    const results = await Promise.all(round);
    if (signal.aborted) return;
    peer.results = [...peer.results, ...results].slice(-keptResults);
  }

  /** One after the other, each its share of the round apart. */
  async function run(): Promise<void> {
    while (!signal.aborted) {
      const due = [...peers].filter(([node, peer]) => isHeard(node, peer));
      if (due.length === 0) await pause(Math.min(500, everyMs));
      for (const [, peer] of due) {
        void measure(peer);
        await pause(everyMs / due.length);
      }
    }
  }

  function isHeard(node: string, peer: Peer): boolean {
    if (now() - peer.heardAt < forgetMs) return true;
    peers.delete(node);
    return false;
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  const running = run();

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    closing.abort();
    for (const settle of waiting.values()) settle(null);
    await running;
    await new Promise<void>((resolve) => void socket.close(() => resolve()));
  }

  return {
    /** Another node has told where it answers. */
    hear({ node, probe }: Pick<NodeLoad, 'node' | 'probe'>): void {
      if (node === self || !probe || !isPlace(probe)) return;
      const known = peers.get(node);
      if (known?.address === probe.address && known.port === probe.port) known.heardAt = now();
      else peers.set(node, { ...probe, heardAt: now(), results: [] });
    },
    /** Those measured at least once. One that never answered has a round trip of 0 and a loss of 1. */
    report: (): PeerReport[] =>
      [...peers].flatMap(([node, { results }]) => (results.length === 0 ? [] : [summary(node, results)])),
    close: () => (stopped ??= stop()),
  };
}
export type PeerProbes = Awaited<ReturnType<typeof probePeers>>;

/** A node elsewhere may say anything of itself. */
const isPlace = ({ address, port }: { address: unknown; port: unknown }): boolean =>
  typeof address === 'string' && Number.isInteger(port) && Number(port) > 0 && Number(port) <= 65_535;

/** The shortest way of the latest answers: what took longer waited somewhere. */
function summary(node: string, results: readonly (number | null)[]): PeerReport {
  const answered = results.filter((each) => each !== null);
  const latest = answered.slice(-perRound);
  return {
    node,
    rttMs: latest.length === 0 ? 0 : Math.round(Math.min(...latest) * 10) / 10,
    lossShare: Math.round((1 - answered.length / results.length) * 1_000) / 1_000,
    bitrate: 0,
  };
}
