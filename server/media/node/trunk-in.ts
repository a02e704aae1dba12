import type { RtpParameters } from 'mediasoup/types';
import { newId } from '#server/platform/ids.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ProducerId } from '#shared/contract/ids.ts';
import type { PipeAnswer, TrunkEnd, Want } from '../media.commands.ts';
import { guard, interrupted } from './guard.ts';
import type { Lane } from './lanes.ts';
import { connectEnd, countBytes, endOf, openEnd, type TrunkPorts } from './trunk-end.ts';
import type { TrunkNews } from './trunk-out.ts';
import { createPiped, type Piped } from './trunk-piped.ts';

/** How the node with the producers is asked. */
export type FarSide = {
  open(
    trunkId: string,
    producerId: ProducerId,
    layers: number[],
    end: TrunkEnd,
  ): Promise<{ end: TrunkEnd; pipe: PipeAnswer }>;
  pipe(trunkId: string, producerId: ProducerId, layers: number[]): Promise<PipeAnswer>;
  sync(
    trunkId: string,
    seq: number,
    wants: Want[],
  ): Promise<{ known: boolean; pipes: { producerId: ProducerId; paused: boolean }[]; sentBytes: number }>;
};
export type TrunkInOptions = {
  from: NodeId;
  lane: Lane;
  ports: TrunkPorts;
  far: FarSide;
  /** The layer that whoever comes to look will probably want. */
  expected(): number;
  /** Something arrived for the first time. */
  arrived(): void;
  /** Gone. With a reason: nobody closed it, and its viewers do not know. */
  ended(reason: End | undefined): void;
  checkEveryMs?: number;
};

/** `broken`: the far side sends, and nothing arrives. `lost`: it is not there, or does not know of it. */
type End = 'broken' | 'lost';

/** Demand that changes more often is told together. */
const coalesceMs = 100;
/** The far side sends and nothing arrives for as long: the way is broken. */
const brokenAfterMs = 800;
/** Checks in a row in which nothing arrives while the bus is silent too. */
const patience = 3;
/** A grid's worth of pictures. */
const mostExpected = 9;
/** Between two looks at least, and once nothing came for as long, at most. */
const doubtMs = 200;
/** RTCP alone makes less than this in a second. */
const tellingBytesPerSecond = 500;

/** One trunk that ends in a router of this node: streams of the participants of one other node. */
export async function openTrunkIn(first: ProducerId, options: TrunkInOptions) {
  const { lane, far, checkEveryMs = 500 } = options;
  const id = newId();
  const pipes = new Map<ProducerId, { piped: Piped; ready: Promise<boolean> }>();
  /** What the far side prepared without another question. */
  const prepared = new Map<ProducerId, PipeAnswer>();
  const transport = await openEnd(lane, options.ports);
  let seq = 0;
  let saidAt = 0;
  let soon: NodeJS.Timeout | undefined;
  let failures = 0;
  let checks = 0;
  /** The far side sends, in every look since then. */
  let sendsSince: number | undefined;
  const seen = { sent: 0, received: 0, at: performance.now() };
  /** When it was last found that something had arrived. */
  const heard = { received: 0, at: performance.now() };
  let hasArrived = false;
  let over = false;

  try {
    const opened = await far.open(id, first, [options.expected()], endOf(transport));
    prepared.set(first, opened.pipe);
    await connectEnd(transport, opened.end);
    if (transport.closed) throw interrupted();
  } catch (error) {
    transport.close();
    throw error;
  }
  lane.home.weight += 1;
  const checking = setInterval(() => void check(), checkEveryMs / 2).unref();
  transport.observer.on('close', () => {
    lane.home.weight -= 1;
    finish();
  });

  /** The far side is asked every other time, and at once when nothing arrives of what it sends. */
  async function check(): Promise<void> {
    for (const { piped } of pipes.values()) piped.refresh();
    checks += 1;
    await count();
    const doubtful = sendsSince !== undefined && performance.now() - heard.at >= doubtMs;
    if (doubtful || checks % 2 === 0) await sync();
  }

  /** Bytes that have arrived. */
  async function count(): Promise<number> {
    const { received } = await countBytes(transport);
    if (received > heard.received) Object.assign(heard, { received, at: performance.now() });
    return received;
  }

  /** `ready` is false when the producer is in another router over there. */
  function pipe(producerId: ProducerId): { piped: Piped; ready: Promise<boolean> } {
    const known = pipes.get(producerId);
    if (known) return known;
    const piped = createPiped({
      expected: expectedOf(),
      wantChanged: () => syncSoon(),
      unused: () => release(producerId),
    });
    const ready = stand(producerId, piped);
    const made = { piped, ready };
    pipes.set(producerId, made);
    ready.then(
      (found) => found || drop(producerId, piped),
      () => drop(producerId, piped),
    );
    return made;
  }

  /** Of many at once only as many as are likely to be looked at. */
  function expectedOf(): number | undefined {
    const others = [...pipes.values()].filter(({ piped }) => piped.isExpected()).length;
    return others < mostExpected ? options.expected() : undefined;
  }

  async function stand(producerId: ProducerId, piped: Piped): Promise<boolean> {
    const answer = prepared.get(producerId) ?? (await far.pipe(id, producerId, piped.layers()));
    prepared.delete(producerId);
    if (answer.kind === 'otherRouter') return false;
    const { kind, paused } = answer;
    const rtpParameters = answer.rtpParameters as RtpParameters;
    piped.setPaused(paused);
    const made = await guard(transport, () =>
      transport.produce({ id: producerId, kind, rtpParameters, paused }),
    );
    piped.stand(made);
    if (made.closed) throw interrupted();
    lane.home.weight += 1;
    made.observer.on('close', () => {
      lane.home.weight -= 1;
      drop(producerId, piped);
    });
    return true;
  }

  function drop(producerId: ProducerId, which: Piped): void {
    if (pipes.get(producerId)?.piped !== which) return;
    pipes.delete(producerId);
    if (pipes.size === 0) close();
    else syncSoon();
  }

  function release(producerId: ProducerId): void {
    const found = pipes.get(producerId)?.piped;
    if (!found) return;
    found.close();
    drop(producerId, found);
  }

  function syncSoon(ms = coalesceMs): void {
    soon ??= setTimeout(() => void sync(), Math.max(0, saidAt + ms - performance.now())).unref();
  }

  const wants = (): Want[] =>
    [...pipes].map(([producerId, { piped }]) => ({ producerId, layers: piped.layers() }));

  async function sync(): Promise<void> {
    clearTimeout(soon);
    soon = undefined;
    if (over) return;
    saidAt = performance.now();
    seq += 1;
    const before = [...pipes].flatMap(([producerId, { piped }]) => (piped.producer ? [producerId] : []));
    try {
      const answer = await far.sync(id, seq, wants());
      if (over) return;
      failures = 0;
      if (!answer.known) finish('lost');
      else heal(before, answer.pipes);
      await listen(answer.sentBytes);
    } catch (error) {
      failures = (await stillArrives()) ? 0 : failures + 1;
      // The room is no more over there: whoever had its streams hears that from its node.
      if (error instanceof AppError && error.code === 'notFound') finish();
      else if (failures >= patience) finish('lost');
    }
  }

  /** What was lost on the way: producers that closed, paused or went on. */
  function heal(before: ProducerId[], there: { producerId: ProducerId; paused: boolean }[]): void {
    const states = new Map(there.map(({ producerId, paused }) => [producerId, paused]));
    for (const producerId of before) {
      const paused = states.get(producerId);
      if (paused === undefined) release(producerId);
      else pipes.get(producerId)?.piped.setPaused(paused);
    }
  }

  /** A bus that is out of reach is no reason to let go of streams that flow. */
  async function stillArrives(): Promise<boolean> {
    return look(seen.sent, await count()).arrives;
  }

  /** The far side sends and nothing arrives: the way is broken, though the bus works. */
  async function listen(sentBytes: number): Promise<void> {
    const received = await count();
    // Too short a time says nothing: packets come in bursts.
    if (performance.now() - seen.at < doubtMs) return;
    const begun = seen.at;
    const { sends, arrives } = look(sentBytes, received);
    if (arrives) arrive();
    sendsSince = sends ? (sendsSince ?? begun) : undefined;
    if (sendsSince === undefined) return;
    const silentMs = seen.at - Math.max(sendsSince, heard.at);
    if (silentMs >= brokenAfterMs) finish('broken');
    else if (silentMs >= doubtMs) syncSoon(doubtMs);
  }

  /** What the far side has sent and what came here, since the last look. */
  function look(sent: number, received: number) {
    const at = performance.now();
    const telling = (tellingBytesPerSecond * (at - seen.at)) / 1_000;
    const grown = { sends: sent - seen.sent > telling, arrives: received - seen.received > telling };
    Object.assign(seen, { sent, received, at });
    return grown;
  }

  function arrive(): void {
    if (hasArrived) return;
    hasArrived = true;
    options.arrived();
  }

  function hear({ closed, pipes: changed }: TrunkNews): void {
    if (closed) finish();
    for (const { producerId, state } of changed)
      if (state === 'closed') release(producerId);
      else pipes.get(producerId)?.piped.setPaused(state === 'paused');
  }

  function close(): void {
    if (over) return;
    // A word that is lost costs nothing: the far side misses the next ones.
    far.sync(id, seq + 1, []).catch(() => {});
    finish();
  }

  function finish(reason?: End): void {
    if (over) return;
    over = true;
    clearInterval(checking);
    clearTimeout(soon);
    const all = [...pipes.values()];
    pipes.clear();
    for (const { piped } of all) piped.close();
    transport.close();
    options.ended(reason);
  }

  return {
    id,
    lane,
    from: options.from,
    transport,
    pipe,
    hear,
    close,
    get closed() {
      return over;
    },
    has: (producerId: ProducerId) => pipes.has(producerId),
    producerOf: (producerId: ProducerId) => pipes.get(producerId)?.piped.producer,
    wants,
  };
}
export type TrunkIn = Awaited<ReturnType<typeof openTrunkIn>>;
