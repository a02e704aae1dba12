import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Sample } from '../compare.ts';
import { cpuSecondsOf, maxDriverShare, watchDriver } from '../processes.ts';
import { quantile } from '../statistics.ts';

/** A server that is up, in the words the load generator speaks. Channels are numbered from 0. */
export type Side = {
  /** Root of the processes whose CPU counts. */
  pid: number;
  url: string;
  /** The event after which a connection hears everything. */
  ready: string;
  /** The event of a message. */
  heard: string;
  /** What connection number `nth` says of itself. */
  handshake(nth: number): {
    auth?: Record<string, unknown>;
    extraHeaders?: Record<string, string>;
    query?: Record<string, string>;
  };
  /** Connections of a channel. */
  seatsOf(channel: number): readonly number[];
  post(socket: Socket, channel: number, body: string, answered: (ok: boolean) => void): void;
  /** Undefined for a message of a channel that is not measured. */
  read(message: unknown): { channel: number; position: number; body: string } | undefined;
  close(): Promise<void>;
};

export type Load = { channels: number; perSecond: number; seconds: number };

/** A message of a usual length that says when it was sent. */
const bodyAt = (time: number) =>
  `${time.toFixed(3)} The build is green again, thanks! Could somebody look at the second point before noon?`;

export type Crowd = Awaited<ReturnType<typeof connectCrowd>>;

/** Opens `count` connections, from several loopback addresses, and listens on each. */
export async function connectCrowd(side: Side, count: number) {
  const seats = await inGroups(count, 25, (nth) => connect(side, nth));
  const heard = { messages: 0, disorder: 0, latencies: [] as number[] };
  for (const socket of seats) listen(side, socket, heard);

  async function run({ channels, perSecond, seconds }: Load, measured: boolean) {
    Object.assign(heard, { messages: 0, disorder: 0, latencies: [] });
    const cpuBefore = cpuSecondsOf(side.pid);
    const driverShare = watchDriver();
    let refused = 0;
    const pending = new Set<number>();
    const sent = await pace(perSecond, seconds, (nth) => {
      const channel = nth % channels;
      const members = side.seatsOf(channel);
      const socket = seats[members[Math.floor(nth / channels) % members.length] ?? -1];
      if (!socket) throw new Error('a channel without connections');
      pending.add(nth);
      side.post(socket, channel, bodyAt(performance.now()), (ok) => {
        pending.delete(nth);
        if (!ok) refused += 1;
      });
      return members.length;
    });
    for (
      const until = Date.now() + 5_000;
      (heard.messages < sent.expected || pending.size > 0) && Date.now() < until;
    )
      await sleep(5);
    return {
      measured,
      delivered: heard.messages,
      expected: sent.expected,
      disorder: heard.disorder,
      unanswered: pending.size + refused,
      driverShare: driverShare(),
      cpuSeconds: cpuSecondsOf(side.pid) - cpuBefore,
      p99: quantile(heard.latencies, 0.99),
    };
  }

  return {
    run,
    close(): void {
      for (const socket of seats) socket.disconnect();
    },
  };
}

export type Run = Awaited<ReturnType<Crowd['run']>>;

/** Everything delivered, in order, answered, and the driver not the limit: else the sample says why not. */
export function sampleOf(run: Run, value: number): Sample {
  const { delivered, expected, disorder, unanswered, driverShare } = run;
  if (driverShare > maxDriverShare)
    return { value, isVoid: `the driver used ${Math.round(driverShare * 100)} % of its core` };
  if (delivered !== expected) return { value: 0, problem: `${delivered} of ${expected} were delivered` };
  if (disorder > 0) return { value: 0, problem: `${disorder} came out of order` };
  if (unanswered > 0) return { value: 0, problem: `${unanswered} were not acknowledged` };
  return { value };
}

async function connect(side: Side, nth: number): Promise<Socket> {
  // 20 client addresses: what counts per address meets more than one, as it would outside.
  const address = { localAddress: `127.0.1.${1 + (nth % 20)}` };
  const socket = io(side.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...address,
    ...side.handshake(nth),
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(side.ready, () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}

type Heard = { messages: number; disorder: number; latencies: number[] };

function listen(side: Side, socket: Socket, heard: Heard): void {
  const last = new Map<number, number>();
  socket.on(side.heard, (payload: unknown) => {
    const message = side.read(payload);
    if (!message) return;
    const { channel, position, body } = message;
    const before = last.get(channel);
    if (before !== undefined && position !== before + 1) heard.disorder += 1;
    last.set(channel, position);
    heard.messages += 1;
    heard.latencies.push(performance.now() - Number.parseFloat(body));
  });
}

/** Calls `send` so many times a second, evenly; adds up what it expects to be delivered. */
async function pace(
  perSecond: number,
  seconds: number,
  send: (nth: number) => number,
): Promise<{ expected: number }> {
  const total = Math.round(perSecond * seconds);
  const started = performance.now();
  let expected = 0;
  for (let nth = 0; nth < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond) + 1);
    for (; nth < due; nth++) expected += send(nth);
    await sleep(2);
  }
  return { expected };
}

async function inGroups<T>(count: number, size: number, make: (nth: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    const from = made.length;
    const group = Array.from({ length: Math.min(size, count - from) }, (_, index) => make(from + index));
    made.push(...(await Promise.all(group)));
  }
  return made;
}
