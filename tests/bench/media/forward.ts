import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant, Sample } from '../compare.ts';
import { cpuSecondsOf, maxDriverShare, watchDriver } from '../processes.ts';
import type { MediaSide } from './side.ts';
import { createStream } from './stream.ts';

export type Load = { receivers: number; packetsPerSecond: number; seconds: number };

/** Packets delivered to receivers for each second of CPU that the server and its children used. */
export function forwarding(side: MediaSide, { packetsPerSecond, seconds }: Load): Contestant {
  const send = createStream(side.sender, side.ssrc);
  const delivered = () => side.receivers.reduce((sum, peer) => sum + peer.received(), 0);

  async function run(forSeconds: number) {
    const before = { delivered: delivered(), cpu: cpuSecondsOf(side.pid) };
    const driverShare = watchDriver();
    const sent = await pace(packetsPerSecond, forSeconds, send);
    const expected = sent * side.receivers.length;
    const share = driverShare();
    for (const until = Date.now() + 2_000; delivered() - before.delivered < expected && Date.now() < until; )
      await sleep(5);
    const got = delivered() - before.delivered;
    return { got, expected, cpu: cpuSecondsOf(side.pid) - before.cpu, share };
  }

  return {
    async measure(): Promise<Sample> {
      // The first packets wake the route, the caches and the jitter of both sides.
      await run(Math.min(1, seconds));
      const { got, expected, cpu, share } = await run(seconds);
      const value = got / cpu;
      if (share > maxDriverShare)
        return { value, isVoid: `the driver used ${Math.round(share * 100)} % of its core` };
      if (got !== expected) return { value, problem: `${got} of ${expected} packets arrived` };
      return { value };
    },
  };
}

/** Evenly, in slices of a few milliseconds. Answers how many it sent. */
async function pace(perSecond: number, seconds: number, send: () => void): Promise<number> {
  const started = performance.now();
  const total = Math.round(perSecond * seconds);
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond));
    for (; sent < due; sent += 1) send();
    await sleep(2);
  }
  return sent;
}
