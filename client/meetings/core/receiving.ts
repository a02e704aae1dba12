import type { types } from 'mediasoup-client';
import type { HubClient } from '#shared/client.ts';
import type { ConsumerId, NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import {
  type ConsumerOptions,
  closeConsumers,
  consume,
  RtpCapabilities,
  type Source,
  tuneConsumers,
} from '#shared/contract/media.ts';
import { sameTuning, type Tuning, tuningFor } from './layers.ts';
import type { InRoom, MediaSession } from './media-session.ts';
import type { RoomState, Spot, Stream } from './room-state.ts';
import type { Views } from './views.ts';

export type Incoming = {
  id: ConsumerId;
  producerId: ProducerId;
  participantId: ParticipantId;
  source: Source;
  spot: Spot;
  consumer: types.Consumer;
};
type Known = Pick<Stream, 'source' | 'spot' | 'node' | 'age' | 'paused'> & { participantId: ParticipantId };
type ReceivingOptions = {
  hub: HubClient;
  ids: InRoom;
  session: MediaSession;
  views: Views;
  isMuted: (participantId: ParticipantId) => boolean;
  /** The set of streams changed. */
  changed: () => void;
  failed: (error: unknown) => void;
};

const tuneAfterMs = 50;
/** What the hub leaves out (a producer that just ended, a worker that is busy) is asked for again, not endlessly. */
const mostAttempts = 6;
const askAgainAfterMs = 400;
/** After all attempts were in vain, as when a node hung all the while. */
const startOverAfterMs = 3_000;
const perConsume = 200;
const perTune = 400;

/** Receives what the others send: all that is new in one request, each at the size at which it is shown. */
export function createReceiving(options: ReceivingOptions) {
  const { hub, ids, session, views, isMuted, changed, failed } = options;
  const rtpCapabilities = RtpCapabilities.parse(session.device.recvRtpCapabilities);
  const known = new Map<ProducerId, Known>();
  const incoming = new Map<ProducerId, Incoming>();
  const attempts = new Map<ProducerId, number>();
  const tuned = new Map<ConsumerId, Tuning>();
  let consuming = false;
  let tuning = false;
  let tuneTimer: ReturnType<typeof setTimeout> | undefined;
  let askTimer: ReturnType<typeof setTimeout> | undefined;

  /** Follows the room: asks for what is new and drops what is gone. */
  function update(room: RoomState): void {
    const present = new Set<ProducerId>();
    for (const participant of room.participants) {
      if (participant.id === ids.participantId) continue;
      for (const producer of participant.producers) {
        present.add(producer.id);
        // A camera that is off is asked for when it comes on; a muted microphone at once, for the first syllable.
        if (producer.paused && producer.kind === 'video' && !known.has(producer.id)) continue;
        const { source, spot, node, age, paused } = producer;
        if (age !== 'gone' && known.get(producer.id)?.age === 'gone') renew(producer.id);
        known.set(producer.id, { participantId: participant.id, source, spot, node, age, paused });
      }
    }
    for (const producerId of known.keys()) if (!present.has(producerId)) forget(producerId);
    void ask();
  }

  /** What came of it ended on the way, though the producer is the same. */
  function renew(producerId: ProducerId): void {
    const stream = incoming.get(producerId);
    forget(producerId);
    if (stream) drop(stream.id);
  }

  function askAnew(producerIds: readonly ProducerId[]): void {
    for (const producerId of producerIds) {
      const about = known.get(producerId);
      if (!about) continue;
      renew(producerId);
      known.set(producerId, about);
    }
    void ask();
  }

  function forget(producerId: ProducerId): void {
    known.delete(producerId);
    attempts.delete(producerId);
    const stream = incoming.get(producerId);
    if (!stream) return;
    incoming.delete(producerId);
    tuned.delete(stream.id);
    stream.consumer.close();
    changed();
  }

  /** Those never asked for, or with `again` all that are not here. */
  function missing(again: boolean): { id: ProducerId; node: NodeId }[] {
    const most = again ? mostAttempts : 1;
    return [...known]
      .filter(([id, { age }]) => age !== 'gone' && !incoming.has(id) && (attempts.get(id) ?? 0) < most)
      .slice(0, perConsume)
      .map(([id, { node }]) => ({ id, node }));
  }

  async function ask(again = false): Promise<void> {
    if (consuming) return;
    consuming = true;
    try {
      for (let wanted = missing(again); wanted.length > 0 && !session.closed; wanted = missing(false)) {
        for (const { id } of wanted) attempts.set(id, (attempts.get(id) ?? 0) + 1);
        const { consumers } = await hub.call(consume, { ...ids, producers: wanted, rtpCapabilities });
        await Promise.all(consumers.map(receive));
        changed();
        await tune();
      }
    } catch (error) {
      if (!session.closed) failed(error);
    } finally {
      consuming = false;
    }
    if (missing(true).length > 0) askAgain(askAgainAfterMs);
    else if ([...known].some(([id, { age }]) => age !== 'gone' && !incoming.has(id)))
      askAgain(startOverAfterMs);
  }

  function askAgain(ms: number): void {
    askTimer ??= setTimeout(() => {
      askTimer = undefined;
      if (ms === startOverAfterMs) attempts.clear();
      if (!session.closed) void ask(true);
    }, ms);
  }

  async function receive({ id, producerId, kind, rtpParameters }: ConsumerOptions): Promise<void> {
    const about = known.get(producerId);
    if (!about || session.closed) return drop(id);
    const consumer = await session.receive.consume({
      id,
      producerId,
      kind,
      rtpParameters: rtpParameters as types.RtpParameters,
      // Sound and picture of one person share a stream, so that the browser keeps lips and voice together.
      streamId: about.source.startsWith('screen') ? `${about.participantId}-screen` : about.participantId,
    });
    if (!known.has(producerId) || session.closed) {
      consumer.close();
      return drop(id);
    }
    const { participantId, source, spot } = about;
    incoming.set(producerId, { id, producerId, participantId, source, spot, consumer });
  }

  function drop(id: ConsumerId): void {
    hub.call(closeConsumers, { ...ids, consumerIds: [id] }).catch(() => undefined);
  }

  function scheduleTune(): void {
    tuneTimer ??= setTimeout(() => {
      tuneTimer = undefined;
      void tune();
    }, tuneAfterMs);
  }

  /** Tells the hub all that changed about what is seen and heard here, in one call. */
  async function tune(): Promise<void> {
    if (tuning || session.closed) return;
    const changes = [...incoming.values()].flatMap((stream) => {
      const before = tuned.get(stream.id);
      const muted = isMuted(stream.participantId);
      const next = tuningFor({ ...stream, muted }, views.viewOf(stream.spot), before);
      return sameTuning(before, next) ? [] : [{ id: stream.id, next }];
    });
    if (changes.length === 0) return;
    tuning = true;
    const batch = changes.slice(0, perTune);
    try {
      await hub.call(tuneConsumers, { ...ids, consumers: batch.map(({ id, next }) => ({ id, ...next })) });
      for (const { id, next } of batch) tuned.set(id, next);
      tuning = false;
      scheduleTune();
    } catch (error) {
      tuning = false;
      if (!session.closed) failed(error);
    }
  }

  return {
    update,
    tune: scheduleTune,
    /** Tries again what failed while the connection was away. */
    settle(): void {
      attempts.clear();
      void ask();
      scheduleTune();
    },
    streams: (): readonly Incoming[] => [...incoming.values()],
    /** Off screen or muted here: nothing of it is asked for. */
    isPaused: (id: ConsumerId): boolean => tuned.get(id)?.paused === true,
    /** Something should arrive of it. */
    isAwaited: ({ id, producerId }: Incoming): boolean =>
      tuned.get(id)?.paused === false && isExpected(known.get(producerId)),
    /** Nothing arrives of it any more: its end may have got lost on the way here. It is asked for as if it were new. */
    askAnew: ({ producerId }: Incoming): void => askAnew([producerId]),
    /** Everything that comes from that node, which somebody says has ended, or may work from now on. */
    askAnewFrom(node: NodeId): void {
      askAnew([...known].filter(([, about]) => about.node === node).map(([producerId]) => producerId));
    },
    close(): void {
      clearTimeout(tuneTimer);
      clearTimeout(askTimer);
    },
  };
}
const isExpected = (about: Known | undefined): boolean =>
  about !== undefined && !about.paused && about.age !== 'gone';

export type Receiving = ReturnType<typeof createReceiving>;
