import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../compare.ts';
import { cpuSecondsOf, maxDriverShare, watchDriver } from '../processes.ts';
import { quantile } from '../statistics.ts';

/** Channels are numbered from 0. Positions of one channel go up by one, in the order the server chose. */
export type Heard = { channel: number; position: number; body: string };

export type Seat = {
  post(channel: number, body: string, answered: (ok: boolean) => void): void;
  close(): void;
};

/** A server that is up, whatever it speaks. */
export type Side = {
  /** Root of the processes whose CPU counts. */
  pid: number;
  /** Opens connection number `nth`; resolves when it hears all that its channels say from then on. */
  open(nth: number, hear: (message: Heard) => void): Promise<Seat>;
  /** Connections of a channel. */
  seatsOf(channel: number): readonly number[];
  close(): Promise<void>;
};

/** 20 client addresses: what counts per address meets more than one, as it would outside. */
export const addressOf = (nth: number): string => `127.0.1.${1 + (nth % 20)}`;

export type Load = { channels: number; perSecond: number; seconds: number };

/** A message of a usual length that says when it was sent. */
const bodyAt = (time: number) =>
  `${time.toFixed(3)} The build is green again, thanks! Could somebody look at the second point before noon?`;

export type Crowd = Awaited<ReturnType<typeof connectCrowd>>;

/** Opens `count` connections and listens on each. */
export async function connectCrowd(side: Side, count: number) {
  const heard: Tally = { messages: 0, disorder: 0, latencies: [] };
  const seats = await inGroups(count, 25, (nth) => side.open(nth, listener(heard)));

  async function run({ channels, perSecond, seconds }: Load) {
    Object.assign(heard, { messages: 0, disorder: 0, latencies: [] });
    const cpuBefore = cpuSecondsOf(side.pid);
    const driverShare = watchDriver();
    let refused = 0;
    const pending = new Set<number>();
    const sent = await pace(perSecond, seconds, (nth) => {
      const channel = nth % channels;
      const members = side.seatsOf(channel);
      const seat = seats[members[Math.floor(nth / channels) % members.length] ?? -1];
      if (!seat) throw new Error('a channel without connections');
      pending.add(nth);
      seat.post(channel, bodyAt(performance.now()), (ok) => {
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
      for (const seat of seats) seat.close();
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

type Tally = { messages: number; disorder: number; latencies: number[] };

function listener(tally: Tally): (message: Heard) => void {
  const last = new Map<number, number>();
  return ({ channel, position, body }) => {
    const before = last.get(channel);
    if (before !== undefined && position !== before + 1) tally.disorder += 1;
    last.set(channel, position);
    tally.messages += 1;
    tally.latencies.push(performance.now() - Number.parseFloat(body));
  };
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
