import type { types } from 'mediasoup-client';
import type { HubClient } from '#shared/client.ts';
import { closeProducer, setProducerPaused, type Source } from '#shared/contract/media.ts';
import { cameraEncodings, cameraLayers } from './simulcast.ts';
import { asProducerId, type InRoom, type MediaSession } from './media-session.ts';

/** What this tab wants to send under a name of its own: `microphone`, `camera`, `screen:1`, `screenAudio:1`. */
export type Outgoing = {
  source: Source;
  track: MediaStreamTrack | undefined;
  paused: boolean;
};
type Slot = {
  wanted: Outgoing | undefined;
  producer: types.Producer | undefined;
  /** The captured track behind the producer's own, which for a microphone is a clone. */
  origin: MediaStreamTrack | undefined;
  /** Simulcast layers of the producer, which its capture's size decides. */
  layers: number;
  busy: boolean;
};
type SendingOptions = {
  hub: HubClient;
  ids: InRoom;
  session: MediaSession;
  failed: (key: string, error: unknown) => void;
};

/** Makes the producers of one session match what is wanted, one step after the other for each source. */
export function createSending({ hub, ids, session, failed }: SendingOptions) {
  const slots = new Map<string, Slot>();
  const { send, device } = session;

  async function settle(key: string, slot: Slot): Promise<void> {
    if (slot.busy || session.closed) return;
    slot.busy = true;
    try {
      let more = true;
      while (more && !session.closed) more = await step(slot);
    } catch (error) {
      if (!session.closed) failed(key, error);
    } finally {
      slot.busy = false;
    }
  }

  /** Does the next thing that is missing; false when nothing is. */
  async function step(slot: Slot): Promise<boolean> {
    const { wanted, producer } = slot;
    if (!producer) {
      if (wanted?.track?.readyState !== 'live') return false;
      await start(slot, wanted, wanted.track);
      return true;
    }
    if (!wanted) {
      await stop(slot, producer);
      return false;
    }
    const silent = wanted.paused || !wanted.track;
    if (silent && !producer.paused) return pause(producer);
    if (slot.origin !== wanted.track) {
      // Another camera with another size: its layers are settled when the producer is made.
      if (wanted.track && layersOf(wanted) !== slot.layers) return stop(slot, producer);
      return replace(slot, producer, wanted);
    }
    if (!silent && producer.paused) return resume(producer);
    return false;
  }

  async function stop(slot: Slot, producer: types.Producer): Promise<true> {
    slot.producer = undefined;
    slot.origin = undefined;
    producer.close();
    await hub.call(closeProducer, { ...ids, producerId: asProducerId(producer.id) });
    return true;
  }

  async function start(slot: Slot, wanted: Outgoing, track: MediaStreamTrack): Promise<void> {
    const own = ownTrack(wanted, track);
    own.enabled = !wanted.paused;
    slot.origin = track;
    slot.layers = layersOf(wanted);
    const producer = await send.produce({
      track: own,
      stopTracks: own !== track,
      disableTrackOnPause: true,
      zeroRtpOnPause: false,
      appData: { source: wanted.source, paused: wanted.paused },
      ...settingsOf(wanted.source, device, slot.layers),
    });
    slot.producer = producer;
  }

  async function pause(producer: types.Producer): Promise<true> {
    producer.pause();
    await hub.call(setProducerPaused, { ...ids, producerId: asProducerId(producer.id), paused: true });
    return true;
  }

  async function resume(producer: types.Producer): Promise<true> {
    producer.resume();
    await hub.call(setProducerPaused, { ...ids, producerId: asProducerId(producer.id), paused: false });
    return true;
  }

  async function replace(slot: Slot, producer: types.Producer, wanted: Outgoing): Promise<boolean> {
    const { track } = wanted;
    if (track && track.readyState !== 'live') return false;
    await producer.replaceTrack({ track: track ? ownTrack(wanted, track) : null });
    slot.origin = track;
    return true;
  }

  return {
    want(key: string, wanted: Outgoing | undefined): void {
      const slot = slots.get(key) ?? {
        wanted,
        producer: undefined,
        origin: undefined,
        layers: 1,
        busy: false,
      };
      slot.wanted = wanted;
      slots.set(key, slot);
      void settle(key, slot);
    },
    /** Tries again what failed while the connection was away. */
    settle(): void {
      for (const [key, slot] of slots) void settle(key, slot);
    },
    /** Whether all that can be sent is sent. */
    isSettled: (): boolean =>
      [...slots.values()].every(
        ({ wanted, producer, busy }) =>
          !busy && (producer !== undefined || wanted?.track?.readyState !== 'live'),
      ),
    /** The hub paused a producer (a host muted me): says what is true there, without telling it again. */
    pausedByHub(key: string): void {
      slots.get(key)?.producer?.pause();
    },
    producers: (): { producer: types.Producer; source: Source }[] =>
      [...slots.values()].flatMap(({ producer, wanted }) =>
        producer && wanted ? [{ producer, source: wanted.source }] : [],
      ),
  };
}
export type Sending = ReturnType<typeof createSending>;

/** A microphone is sent as a clone: muting silences the clone, while the original still tells that somebody talks. */
function ownTrack({ source }: Outgoing, track: MediaStreamTrack): MediaStreamTrack {
  return source === 'microphone' ? track.clone() : track;
}

function layersOf({ source, track }: Outgoing): number {
  if (source !== 'camera' || !track) return 1;
  const { width = 1280, height = 720 } = track.getSettings();
  return cameraLayers(width, height);
}

function settingsOf(
  source: Source,
  device: MediaSession['device'],
  layers: number,
): Partial<types.ProducerOptions> {
  switch (source) {
    case 'microphone':
      return { codecOptions: { opusDtx: true, opusFec: true, opusStereo: false } };
    case 'screenAudio':
      return { codecOptions: { opusFec: true, opusStereo: true, opusMaxAverageBitrate: 128_000 } };
    case 'camera':
      return {
        ...vp8(device),
        encodings: cameraEncodings(layers),
        codecOptions: { videoGoogleStartBitrate: 800 },
      };
    case 'screen':
      return {
        ...vp8(device),
        encodings: [{ maxBitrate: 3_000_000, maxFramerate: 30 }],
        codecOptions: { videoGoogleStartBitrate: 1_500 },
      };
  }
}

function vp8(device: MediaSession['device']): Partial<types.ProducerOptions> {
  const codec = device.sendRtpCapabilities.codecs?.find(
    ({ mimeType }) => mimeType.toLowerCase() === 'video/vp8',
  );
  return codec ? { codec } : {};
}
