import type { ParticipantId } from '#shared/contract/ids.ts';
import type { Source } from '#shared/contract/media.ts';
import type { MediaSession } from './media-session.ts';
import { judgeRates, type Quality, type Rates, ratesBetween, type Sample, worst } from './quality.ts';
import type { Receiving } from './receiving.ts';
import type { Sending } from './sending.ts';
import { createStalls } from './stalls.ts';

/** `id` is the producer's or consumer's. */
export type StreamReport = { id: string; source: Source; rates: Rates };
export type QualityReport = { quality: Quality; streams: readonly StreamReport[] };

const everyMs = 2_000;
const maxSilentPackets = 2;

type WatchOptions = {
  self: ParticipantId;
  session: MediaSession;
  sending: Sending;
  receiving: Receiving;
  report: (all: ReadonlyMap<ParticipantId, QualityReport>) => void;
};

/**
 * Reads the browser's statistics every two seconds and judges each person's streams, one's own included. Streams that stopped
 * without a word are asked for anew.
 */
export function watchQuality({ self, session, sending, receiving, report }: WatchOptions): () => void {
  const before = new Map<string, Sample>();
  const stalledOf = createStalls();
  const timer = setInterval(() => void measure(), everyMs);
  let busy = false;

  async function measure(): Promise<void> {
    if (busy || session.closed || document.visibilityState === 'hidden') return;
    busy = true;
    try {
      const [sent, received] = await Promise.all([session.send.getStats(), session.receive.getStats()]);
      const arrived = read(received);
      report(judge(read(sent), arrived));
      revive(arrived);
    } catch {
      // The session closed meanwhile.
    } finally {
      busy = false;
    }
  }

  function judge(sent: Stat[], received: Stat[]): Map<ParticipantId, QualityReport> {
    const streams = new Map<ParticipantId, StreamReport[]>();
    const add = (id: ParticipantId, source: Source, key: string, sample: Sample | undefined) => {
      if (!sample) return;
      const last = before.get(key);
      before.set(key, sample);
      if (!last) return;
      const list = streams.get(id) ?? [];
      list.push({ id: key, source, rates: ratesBetween(last, sample) });
      streams.set(id, list);
    };
    for (const { producer, source } of sending.producers()) {
      if (!producer.paused) add(self, source, producer.id, outbound(sent, producer.localId));
    }
    for (const { consumer, participantId, source } of receiving.streams()) {
      add(participantId, source, consumer.id, inbound(received, consumer.track.id));
    }
    return new Map([...streams].map(([id, list]) => [id, { quality: verdict(list), streams: list }]));
  }

  function revive(received: Stat[]): void {
    if (session.stateOf('receive') !== 'connected') return;
    const awaited = receiving
      .streams()
      .filter(receiving.isAwaited)
      .map((stream) => ({
        id: stream.producerId,
        bytes: inbound(received, stream.consumer.track.id)?.bytes ?? 0,
        stream,
      }));
    for (const { stream } of stalledOf(awaited)) receiving.askAnew(stream);
  }

  return () => clearInterval(timer);
}

/** Silence sends almost nothing (DTX), so its loss says nothing. */
function verdict(list: readonly StreamReport[]): Quality {
  const lively = list.filter(({ rates }) => rates.packetsPerSecond > maxSilentPackets);
  return worst(lively.map(({ rates }) => judgeRates(rates)));
}

/** The fields of `getStats` that are used, all of them optional in some browser. */
export type Stat = {
  type: string;
  id: string;
  timestamp: number;
  kind?: 'audio' | 'video';
  mid?: string;
  trackIdentifier?: string;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  bytesSent?: number;
  bytesReceived?: number;
  jitter?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
  framesPerSecond?: number;
  framesDecoded?: number;
  frameWidth?: number;
  frameHeight?: number;
  freezeCount?: number;
  localId?: string;
  qualityLimitationReason?: 'none' | 'cpu' | 'bandwidth' | 'other';
};

export function read(report: RTCStatsReport): Stat[] {
  const stats: Stat[] = [];
  report.forEach((stat: Stat) => stats.push(stat));
  return stats;
}

const rttOf = (stats: readonly Stat[]): number | undefined => {
  const pair = stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true);
  return pair?.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000;
};

function inbound(stats: readonly Stat[], trackId: string): Sample | undefined {
  const found = stats.find(
    ({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === trackId,
  );
  if (!found) return undefined;
  return {
    at: found.timestamp,
    kind: found.kind ?? 'video',
    packets: found.packetsReceived ?? 0,
    lost: found.packetsLost ?? 0,
    bytes: found.bytesReceived ?? 0,
    jitterMs: (found.jitter ?? 0) * 1000,
    rttMs: rttOf(stats),
    framesPerSecond: found.framesPerSecond,
    width: found.frameWidth,
    height: found.frameHeight,
    freezes: found.freezeCount,
  };
}

/** All simulcast layers of one source count together; the largest one gives the size. */
function outbound(stats: readonly Stat[], mid: string): Sample | undefined {
  const layers = stats.filter((stat) => stat.type === 'outbound-rtp' && stat.mid === mid);
  const [first] = layers;
  if (!first) return undefined;
  const ids = new Set(layers.map(({ id }) => id));
  const remote = stats.filter((stat) => stat.type === 'remote-inbound-rtp' && ids.has(stat.localId ?? ''));
  const sum = (list: readonly Stat[], pick: (stat: Stat) => number | undefined) =>
    list.reduce((total, stat) => total + (pick(stat) ?? 0), 0);
  const most = (list: readonly Stat[], pick: (stat: Stat) => number | undefined) =>
    list.reduce((top, stat) => Math.max(top, pick(stat) ?? 0), 0);
  const largest = layers.reduce(
    (top, stat) => ((stat.frameWidth ?? 0) > (top.frameWidth ?? 0) ? stat : top),
    first,
  );
  return {
    at: first.timestamp,
    kind: first.kind ?? 'video',
    packets: sum(layers, ({ packetsSent }) => packetsSent),
    lost: sum(remote, ({ packetsLost }) => packetsLost),
    bytes: sum(layers, ({ bytesSent }) => bytesSent),
    jitterMs: most(remote, ({ jitter }) => jitter) * 1000,
    rttMs: rttOf(stats) ?? most(remote, ({ roundTripTime }) => roundTripTime) * 1000,
    framesPerSecond: largest.framesPerSecond,
    width: largest.frameWidth,
    height: largest.frameHeight,
    limitedBy: layers.some(({ qualityLimitationReason: reason }) => reason === 'cpu')
      ? 'cpu'
      : largest.qualityLimitationReason,
  };
}
