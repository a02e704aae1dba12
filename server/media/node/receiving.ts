import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, ConsumerLayers, RtpCapabilities as Theirs } from 'mediasoup/types';
import type { ConsumerId, ProducerId } from '#shared/contract/ids.ts';
import type { ConsumerOptions, RtpCapabilities, RtpParameters } from '#shared/contract/media.ts';
import { guard } from './guard.ts';
import type { Lane } from './lanes.ts';
import type { Link } from './link.ts';
import type { View, Way } from './way.ts';

type Tuning = {
  id: ConsumerId;
  paused: boolean;
  spatialLayer?: number | undefined;
  temporalLayer?: number | undefined;
};
/** A producer of somebody else, and how it gets into a lane. */
export type Offered = { producerId: ProducerId; reach(lane: Lane): Promise<Way> };

const ways = new WeakMap<Consumer, Way>();
/** The layers that were asked for last, whether or not the worker has heard of it yet. */
const wishes = new WeakMap<Consumer, ConsumerLayers>();

/** Consumers for all that is offered and can be received; the rest is left out. */
export async function startConsumers(
  link: Link,
  offered: Offered[],
  rtpCapabilities: RtpCapabilities,
): Promise<ConsumerOptions[]> {
  const made = await Promise.allSettled(
    offered.map((each) => consumerOf(link, each, rtpCapabilities).then(optionsOf)),
  );
  return made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Asked twice for one producer, the first consumer is the answer to both. */
function consumerOf(link: Link, offered: Offered, rtpCapabilities: RtpCapabilities) {
  const { producerId } = offered;
  const known = link.consuming.get(producerId);
  if (known) return known;
  const made = consume(link, offered, rtpCapabilities);
  link.consuming.set(producerId, made);
  made.catch(() => link.consuming.delete(producerId));
  return made;
}

async function consume(link: Link, { producerId, reach }: Offered, capabilities: RtpCapabilities) {
  const way = await reach(link.lane);
  try {
    const consumer = await guard(link.receive, () =>
      link.receive.consume({ producerId, rtpCapabilities: capabilities as Theirs, paused: true }),
    );
    keep(link, consumer, way);
    return consumer;
  } catch (error) {
    way.release();
    throw error;
  }
}

function keep(link: Link, consumer: Consumer, way: Way): void {
  const { lane } = link;
  ways.set(consumer, way);
  link.received.set(consumer.id as ConsumerId, consumer);
  lane.consumers += 1;
  lane.home.weight += 1;
  // The first packets have come.
  consumer.on('score', () => void seekLayers(consumer));
  // Whatever closes it (its producer, a transport, the worker), the books are closed here and only here.
  consumer.observer.on('close', () => {
    lane.consumers -= 1;
    lane.home.weight -= 1;
    link.received.delete(consumer.id as ConsumerId);
    link.consuming.delete(consumer.producerId as ProducerId);
    way.release();
  });
}

const optionsOf = ({ id, producerId, kind, rtpParameters }: Consumer): ConsumerOptions => ({
  id: id as ConsumerId,
  producerId: producerId as ProducerId,
  kind,
  rtpParameters: rtpParameters as RtpParameters,
});

/** Ids that are gone are skipped; what is already as wanted costs nothing. */
export async function tune(link: Link, wanted: Tuning[]): Promise<void> {
  await Promise.all(
    wanted.map(async (each) => {
      const consumer = link.received.get(each.id);
      if (!consumer) return;
      // One that closes in between is no failure of the batch.
      await tuneOne(consumer, each).catch((error: unknown) => {
        if (!consumer.closed) throw error;
      });
    }),
  );
}

async function tuneOne(consumer: Consumer, { paused, spatialLayer, temporalLayer }: Tuning): Promise<void> {
  const steps: Promise<void>[] = [];
  if (spatialLayer !== undefined && hasLayers(consumer)) {
    const layers = { spatialLayer, ...(temporalLayer === undefined ? {} : { temporalLayer }) };
    const before = wishes.get(consumer);
    if (before?.spatialLayer !== spatialLayer || before.temporalLayer !== temporalLayer) {
      wishes.set(consumer, layers);
      steps.push(consumer.setPreferredLayers(layers));
    }
  }
  if (paused !== consumer.paused) steps.push(paused ? consumer.pause() : consumer.resume());
  await Promise.all(steps);
  void seekLayers(consumer);
  ways.get(consumer)?.look(viewOf(consumer));
}

function viewOf(consumer: Consumer): View | undefined {
  if (consumer.paused) return undefined;
  if (!hasLayers(consumer)) return { layer: 0, current: () => 0, retry: () => {} };
  return {
    // Without a wish mediasoup gives the highest layer.
    layer: wishes.get(consumer)?.spatialLayer ?? Number.MAX_SAFE_INTEGER,
    current: () => consumer.currentLayers?.spatialLayer,
    retry: () => retryLayers(consumer),
  };
}

/** Between looks for layers: the first ones of a stream count as sent once their bitrate is known, some moments later. */
const seekMs = [60, 120, 240, 480];
const seeking = new WeakSet<Consumer>();

/**
 * A consumer that runs before its stream does is given layers with the next estimate of the bandwidth, up to a second later
 * (mediasoup 3.27, `IncreaseLayer`). This is earlier.
 */
async function seekLayers(consumer: Consumer): Promise<void> {
  if (seeking.has(consumer) || !hasLayers(consumer)) return;
  seeking.add(consumer);
  for (const ms of seekMs) {
    await sleep(ms, undefined, { ref: false });
    if (consumer.closed || consumer.paused || consumer.currentLayers) break;
    retryLayers(consumer);
  }
  seeking.delete(consumer);
}

/** The same wish again would change nothing, so another one comes before it; of one spatial layer another temporal one. */
function retryLayers(consumer: Consumer): void {
  const wish = wishes.get(consumer) ?? consumer.preferredLayers;
  if (consumer.closed || !wish) return;
  const spatialLayer = consumer.currentLayers?.spatialLayer ?? (wish.spatialLayer === 0 ? 1 : 0);
  const temporalLayer = wish.temporalLayer === 0 ? 1 : 0;
  // One that closes in between needs no layer.
  for (const layers of [{ spatialLayer, temporalLayer }, wish])
    consumer.setPreferredLayers(layers).catch(() => {});
}

const hasLayers = ({ type }: Consumer) => type === 'simulcast' || type === 'svc';
