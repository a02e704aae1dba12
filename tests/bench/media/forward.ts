import { readFileSync } from 'node:fs';
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
    const before = { delivered: delivered(), cpu: cpuSecondsOf(side.pid), dropped: droppedByKernel() };
    const driverShare = watchDriver();
    const sent = await pace(packetsPerSecond, forSeconds, send);
    const expected = sent * side.receivers.length;
    const share = driverShare();
    for (const until = Date.now() + 2_000; delivered() - before.delivered < expected && Date.now() < until; )
      await sleep(5);
    const got = delivered() - before.delivered;
    const dropped = droppedByKernel() - before.dropped;
    return { got, expected, dropped, cpu: cpuSecondsOf(side.pid) - before.cpu, share };
  }

  return {
    async measure(): Promise<Sample> {
      // The first packets wake the route, the caches and the jitter of both sides.
      await run(Math.min(1, seconds));
      const { got, expected, dropped, cpu, share } = await run(seconds);
      const value = got / cpu;
      if (share > maxDriverShare)
        return { value, isVoid: `the driver used ${Math.round(share * 100)} % of its core` };
      const lost = `${got} of ${expected} packets arrived`;
      // A process that others kept off its core for half a second: the queue of its socket ran over.
      if (got !== expected && dropped > 0) return { value, isVoid: `${lost}, the machine was too busy` };
      if (got !== expected) return { value, problem: lost };
      return { value };
    },
  };
}

/** Datagrams that found the queue of their socket full, on the whole machine. */
function droppedByKernel(): number {
  const [names, values] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((row) => row.startsWith('Udp: '))
    .map((row) => row.split(' '));
  return Number(values?.[names?.indexOf('RcvbufErrors') ?? -1] ?? 0);
}

const sliceMs = 3;

/** Evenly. A slice that comes late is not made up for: a burst would measure the queues. Answers how many it sent. */
export async function pace(perSecond: number, seconds: number, send: () => void): Promise<number> {
  const total = Math.round(perSecond * seconds);
  const most = Math.ceil((perSecond * sliceMs) / 1_000) + 1;
  let owed = 0;
  let at = performance.now();
  for (let sent = 0; sent < total; ) {
    await sleep(sliceMs);
    const now = performance.now();
    owed = Math.min(most, owed + ((now - at) / 1_000) * perSecond);
    at = now;
    for (; owed >= 1 && sent < total; owed -= 1, sent += 1) send();
  }
  return total;
}
