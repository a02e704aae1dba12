import type { Contestant } from '../compare.ts';
import { quantile } from '../statistics.ts';
import type { CascadeSide } from './cascade-side.ts';
import { type Load, pace } from './forward.ts';
import { createStream } from './stream.ts';

/** Milliseconds from sending to arrival: a packet's timestamp is the sender's clock, and that is the receiver's too. */
export function delays(side: CascadeSide, { packetsPerSecond, seconds }: Load, share: number): Contestant {
  const send = createStream(side.sender, side.ssrc);
  let heard: number[] = [];
  side.receivers[0]?.onRtp((packet) => {
    const now = Math.floor(performance.now() * 90) >>> 0;
    heard.push(((now - packet.readUInt32BE(4)) >>> 0) / 90);
  });

  return {
    async measure() {
      await pace(packetsPerSecond, Math.min(1, seconds), send);
      heard = [];
      const sent = await pace(packetsPerSecond, seconds, send);
      const until = performance.now() + 2_000;
      while (heard.length < sent && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const value = quantile(heard, share);
      // Its clock cannot be read any more: another one wrote the timestamp.
      if (value > 60_000) return { value, problem: 'the timestamps are not the sender’s' };
      return heard.length < sent
        ? { value, problem: `${heard.length} of ${sent} packets arrived` }
        : { value };
    },
  };
}
