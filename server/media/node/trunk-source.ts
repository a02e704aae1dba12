import type { Consumer, PlainTransport, Producer, RtpParameters } from 'mediasoup/types';
import type { RtpParameters as WireParameters } from '#shared/contract/media.ts';
import type { PipeAnswer } from '../media.commands.ts';
import { guard } from './guard.ts';
import type { Lane } from './lanes.ts';
import { trunkCapabilities, withoutMid } from './trunk-end.ts';

type Stream = { layer: number; consumer: Consumer };

/**
 * One producer of this node on its way to another: a stream for each spatial layer, each resting until the far side wants it.
 * A layer that the sender does not send just now is stood in for by the next lower one, else by the lowest.
 */
export async function openSource(lane: Lane, transport: PlainTransport, producer: Producer) {
  const streams = await openStreams(lane, transport, producer);
  let wanted: ReadonlySet<number> = new Set();
  /** What was ordered last. The worker obeys in order, and `consumer.paused` tells only what it has done. */
  let active: ReadonlySet<number> = new Set();

  function hold({ consumer }: Stream): void {
    lane.consumers += 1;
    lane.home.weight += 1;
    consumer.observer.on('close', () => {
      lane.consumers -= 1;
      lane.home.weight -= 1;
    });
  }

  function apply(): void {
    const before = active;
    active = standIns(wanted, sentLayers(producer, streams.length));
    for (const { layer, consumer } of streams) {
      if (consumer.closed || before.has(layer) === active.has(layer)) continue;
      // What closes in between is told by its observer.
      (active.has(layer) ? consumer.resume() : consumer.pause()).catch(() => {});
    }
  }

  for (const stream of streams) hold(stream);
  if (streams.length > 1) producer.on('score', apply);

  return {
    producer,
    answer: (): PipeAnswer => ({
      kind: producer.kind,
      paused: producer.paused,
      rtpParameters: parametersOf(producer, streams) as WireParameters,
    }),
    want(layers: readonly number[]): void {
      wanted = new Set(layers);
      apply();
    },
    consumers: streams.map(({ consumer }) => consumer),
    close(): void {
      producer.off('score', apply);
      for (const { consumer } of streams) consumer.close();
    },
  };
}
export type TrunkSource = Awaited<ReturnType<typeof openSource>>;

async function openStreams(lane: Lane, transport: PlainTransport, producer: Producer): Promise<Stream[]> {
  const rtpCapabilities = trunkCapabilities(lane.router.rtpCapabilities);
  const open = (layer: number) =>
    transport.consume({
      producerId: producer.id,
      rtpCapabilities,
      paused: true,
      enableRtx: true,
      ...(producer.type === 'simulcast' ? { preferredLayers: { spatialLayer: layer } } : {}),
    });
  const layers = Array.from({ length: layersOf(producer) }, (_, layer) => layer);
  const opened = await guard(producer, () => Promise.allSettled(layers.map(open)));
  const streams = opened.flatMap((each, layer) =>
    each.status === 'fulfilled' ? [{ layer, consumer: each.value }] : [],
  );
  const failed = opened.find((each) => each.status === 'rejected');
  if (!failed) return streams;
  for (const { consumer } of streams) consumer.close();
  throw failed.reason;
}

const layersOf = ({ type, rtpParameters }: Producer) =>
  type === 'simulcast' ? (rtpParameters.encodings?.length ?? 1) : 1;

/** One producer for the far side, whose encodings are the streams in the order of their layers. */
function parametersOf(producer: Producer, streams: readonly Stream[]): RtpParameters {
  const [first] = streams;
  if (!first) throw new Error('a producer without streams');
  const own = producer.rtpParameters.encodings ?? [];
  const encodings = streams.map(({ layer, consumer }) => {
    const [{ ssrc, rtx } = {}] = consumer.rtpParameters.encodings ?? [];
    const { scalabilityMode, maxBitrate, dtx } = own[layer] ?? {};
    return {
      ...(ssrc === undefined ? {} : { ssrc }),
      ...(rtx ? { rtx } : {}),
      ...(scalabilityMode ? { scalabilityMode } : {}),
      ...(maxBitrate ? { maxBitrate } : {}),
      ...(dtx === undefined ? {} : { dtx }),
    };
  });
  return { ...withoutMid(first.consumer.rtpParameters), encodings };
}

/** The layers that the sender sends; any of them before the first packet. */
function sentLayers({ score }: Producer, count: number): ReadonlySet<number> {
  const sent = score.filter((each) => each.score > 0).map(({ encodingIdx }) => encodingIdx);
  return new Set(sent.length > 0 ? sent : Array.from({ length: count }, (_, layer) => layer));
}

export function standIns(wanted: ReadonlySet<number>, sent: ReadonlySet<number>): ReadonlySet<number> {
  const lowest = Math.min(...sent);
  const active = new Set<number>();
  for (const layer of wanted) {
    const below = [...sent].filter((each) => each <= layer);
    if (sent.size > 0) active.add(below.length > 0 ? Math.max(...below) : lowest);
  }
  return active;
}
