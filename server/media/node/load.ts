import { readFile } from 'node:fs/promises';
import type { WebRtcTransport } from 'mediasoup/types';
import type { MediaWorker } from './workers.ts';

/** Transports asked for their bitrate at each beat; all of them in turn. */
const sampleSize = 16;

/** What the node's workers cost, measured between two calls. */
export function createLoadMeter(workers: () => MediaWorker[], transports: () => WebRtcTransport[]) {
  const cpuOf = new Map<number, number>();
  let at = performance.now();
  let datagrams: number | undefined;
  const flows = new Map<WebRtcTransport, { bitrate: number; lossShare: number | undefined }>();
  let cursor = 0;

  async function cpu(elapsedMs: number): Promise<number> {
    const all = workers();
    const used = await Promise.all(all.map((each) => usedSince(each).catch(() => 0)));
    for (const pid of cpuOf.keys()) if (!all.some((each) => each.pid === pid)) cpuOf.delete(pid);
    return all.length === 0 ? 1 : Math.min(1, sum(used) / (elapsedMs * all.length));
  }

  async function usedSince({ pid, worker }: MediaWorker): Promise<number> {
    const { ru_utime, ru_stime } = await worker.getResourceUsage();
    const before = cpuOf.get(pid) ?? ru_utime + ru_stime;
    cpuOf.set(pid, ru_utime + ru_stime);
    return ru_utime + ru_stime - before;
  }

  async function packets(elapsedMs: number): Promise<number> {
    const now = await udpDatagrams();
    const before = datagrams ?? now;
    datagrams = now;
    return now === undefined || before === undefined ? 0 : Math.round(((now - before) * 1000) / elapsedMs);
  }

  async function flow(): Promise<{ bitrate: number; lossShare: number }> {
    const all = transports();
    for (const known of flows.keys()) if (known.closed) flows.delete(known);
    const sample = Array.from(
      { length: Math.min(sampleSize, all.length) },
      (_, i) => all[(cursor + i) % all.length],
    );
    cursor = all.length === 0 ? 0 : (cursor + sample.length) % all.length;
    await Promise.all(
      sample.map(async (transport) => {
        const [stats] = (await transport?.getStats().catch(() => [])) ?? [];
        if (!transport || !stats) return;
        const lossShare = stats.rtpPacketLossReceived ?? stats.rtpPacketLossSent;
        flows.set(transport, { bitrate: stats.sendBitrate + stats.recvBitrate, lossShare });
      }),
    );
    const known = [...flows.values()];
    const losses = known.flatMap(({ lossShare }) => lossShare ?? []);
    return {
      bitrate: Math.round(sum(known.map((each) => each.bitrate))),
      lossShare: losses.length === 0 ? 0 : Math.round((sum(losses) / losses.length) * 1e4) / 1e4,
    };
  }

  return async function measure() {
    const now = performance.now();
    const elapsed = Math.max(1, now - at);
    at = now;
    const [cpuShare, packetsPerSecond, flowing] = await Promise.all([cpu(elapsed), packets(elapsed), flow()]);
    return { cpu: Math.round(cpuShare * 1000) / 1000, packetsPerSecond, ...flowing };
  };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** In and out, of this network namespace, as the kernel counts them (Linux). */
async function udpDatagrams(): Promise<number | undefined> {
  const text = await readFile('/proc/self/net/snmp', 'utf8').catch(() => '');
  const [names, values] = text
    .split('\n')
    .filter((row) => row.startsWith('Udp: '))
    .map((row) => row.split(' '));
  if (!names || !values) return undefined;
  const count = (name: string) => Number(values[names.indexOf(name)] ?? 0);
  return count('InDatagrams') + count('OutDatagrams');
}
