import type { ConsumerStat, PlainTransport, ProducerStat } from 'mediasoup/types';
import type { NodeLoad, TrunkDescription } from '../media.commands.ts';
import type { TrunkIn } from './trunk-in.ts';
import type { Outbound } from './trunk-out.ts';
import type { Trunks } from './trunks.ts';

/** Rooms asked at each look; all of them in turn. */
const sampleSize = 8;

/** What flows over the trunks of all rooms, each as it was when it was looked at last. */
export function createTrunkSample(rooms: () => { trunks: Trunks }[]) {
  let known = new Map<Trunks, TrunkDescription[]>();
  let cursor = 0;

  return async function look(): Promise<TrunkDescription[]> {
    const all = rooms().map(({ trunks }) => trunks);
    const sample = new Set(all.map((_, i) => all[(cursor + i) % all.length]).slice(0, sampleSize));
    cursor += sample.size;
    const looked = all.map(async (trunks) => {
      const before = known.get(trunks);
      return [trunks, before && !sample.has(trunks) ? before : await describeTrunks(trunks)] as const;
    });
    known = new Map(await Promise.all(looked));
    return [...known.values()].flat();
  };
}

/** What flows over the trunks of a room. Of loss and delay one stream of each trunk speaks for all: they go the same way. */
export async function describeTrunks(trunks: Trunks): Promise<TrunkDescription[]> {
  return await Promise.all([
    ...trunks.incoming().map(describeIn),
    ...trunks.outbound.all().map((trunk) => describeOut(trunk)),
  ]);
}

async function describeIn(trunk: TrunkIn): Promise<TrunkDescription> {
  const wants = trunk.wants();
  const looked = wants.find(({ layers }) => layers.length > 0);
  const producer = looked && trunk.producerOf(looked.producerId);
  const stats = (await producer?.getStats().catch(() => [])) ?? [];
  return {
    direction: 'in',
    node: trunk.from,
    producers: wants.length,
    streams: wants.reduce((sum, { layers }) => sum + layers.length, 0),
    bitrate: await bitrateOf(trunk.transport, 'recvBitrate'),
    ...wayOf(stats),
  };
}

async function describeOut(trunk: ReturnType<Outbound['all']>[number]): Promise<TrunkDescription> {
  const opened = await Promise.allSettled(trunk.sources.values());
  const sources = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const playing = sources.flatMap(({ consumers }) =>
    consumers.filter(({ paused, closed }) => !paused && !closed),
  );
  const stats = (await playing[0]?.getStats().catch(() => [])) ?? [];
  return {
    direction: 'out',
    node: trunk.to,
    producers: sources.length,
    streams: playing.length,
    bitrate: await bitrateOf(trunk.transport, 'sendBitrate'),
    ...wayOf(stats.filter(({ type }) => type === 'outbound-rtp')),
  };
}

async function bitrateOf(transport: PlainTransport, way: 'sendBitrate' | 'recvBitrate'): Promise<number> {
  const [stats] = await transport.getStats().catch(() => []);
  return Math.round(stats?.[way] ?? 0);
}

/** `fractionLost` is in 256ths (RFC 3550 6.4.1). A round trip of 0 has not been measured yet. */
function wayOf([stat]: readonly (ProducerStat | ConsumerStat)[]): Pick<
  TrunkDescription,
  'lossShare' | 'rttMs'
> {
  if (!stat?.roundTripTime) return { lossShare: null, rttMs: null };
  return { lossShare: stat.fractionLost / 256, rttMs: Math.round(stat.roundTripTime * 10) / 10 };
}

/** By the node at the other end: the bitrates together, of the rest the mean of those that tell. */
export function peersOf(trunks: readonly TrunkDescription[]): NodeLoad['peers'] {
  const byNode = Map.groupBy(trunks, ({ node }) => node);
  return [...byNode].map(([node, all]) => ({
    node,
    bitrate: all.reduce((sum, { bitrate }) => sum + bitrate, 0),
    rttMs: meanOf(all.flatMap(({ rttMs }) => rttMs ?? [])),
    lossShare: meanOf(all.flatMap(({ lossShare }) => lossShare ?? [])),
  }));
}

/** What was measured on purpose is better than what streams happen to tell, which only they tell is their bitrate. */
export function mergePeers(measured: NodeLoad['peers'], streaming: NodeLoad['peers']): NodeLoad['peers'] {
  const byNode = new Map(streaming.map((peer) => [peer.node, peer]));
  for (const peer of measured)
    byNode.set(peer.node, { ...peer, bitrate: byNode.get(peer.node)?.bitrate ?? peer.bitrate });
  return [...byNode.values()];
}

const meanOf = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
