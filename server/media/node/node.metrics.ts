import type { Metrics } from '#server/platform/metrics.ts';
import type { NodeLoad } from '../media.commands.ts';

const measured = {
  rooms: 'Live rooms',
  participants: 'Participants in live rooms',
  producers: 'Streams that come in',
  consumers: 'Streams that go out',
  workers: 'Media workers that run',
  cpu: 'Share of the workers’ cores in use, 0 to 1',
  packetsPerSecond: 'UDP datagrams a second, both directions',
  bitrate: 'Media bits a second, both directions, by a sample',
  lossShare: 'Share of packets lost between participants and node, 0 to 1, by a sample',
} as const satisfies Partial<Record<keyof NodeLoad, string>>;
type Measured = keyof typeof measured;

export function measureNode(metrics: Metrics) {
  const names = Object.keys(measured) as Measured[];
  const gauges = names.map((name) => ({
    name,
    gauge: metrics.gauge({ name: `entente_media_${snake(name)}`, help: measured[name] }),
  }));
  return {
    set(load: NodeLoad): void {
      for (const { name, gauge } of gauges) gauge.set(load[name]);
    },
    deaths: metrics.counter({ name: 'entente_media_worker_deaths_total', help: 'Media workers that died' }),
  };
}

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
