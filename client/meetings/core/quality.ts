export type QualityLevel = 'good' | 'fair' | 'poor';
export type QualityReason =
  | 'loss'
  | 'delay'
  | 'jitter'
  | 'frozen'
  | 'bandwidth'
  | 'processor'
  | 'interrupted';
export type Quality = { level: QualityLevel; reason?: QualityReason };

/** Counters of one stream at one moment, as `getStats` gives them. Times in milliseconds. */
export type Sample = {
  at: number;
  kind: 'audio' | 'video';
  packets: number;
  lost: number;
  bytes: number;
  jitterMs: number;
  rttMs?: number | undefined;
  framesPerSecond?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  freezes?: number | undefined;
  limitedBy?: 'none' | 'cpu' | 'bandwidth' | 'other' | undefined;
};
/** What one stream did between two samples. */
export type Rates = {
  kind: 'audio' | 'video';
  lossRatio: number;
  jitterMs: number;
  rttMs?: number | undefined;
  kbps: number;
  packetsPerSecond: number;
  framesPerSecond?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  froze: boolean;
  limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
};

export function ratesBetween(before: Sample, after: Sample): Rates {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000);
  const packets = Math.max(0, after.packets - before.packets);
  const lost = Math.max(0, after.lost - before.lost);
  return {
    kind: after.kind,
    lossRatio: lost + packets === 0 ? 0 : lost / (lost + packets),
    jitterMs: after.jitterMs,
    rttMs: after.rttMs,
    kbps: (Math.max(0, after.bytes - before.bytes) * 8) / 1000 / seconds,
    packetsPerSecond: packets / seconds,
    framesPerSecond: after.framesPerSecond,
    width: after.width,
    height: after.height,
    froze: (after.freezes ?? 0) > (before.freezes ?? 0),
    limitedBy: after.limitedBy ?? 'none',
  };
}

type Limits = { fair: number; poor: number };
/** Opus hides about 5 % of loss and conversation suffers above 300 ms of round trip (ITU-T G.114: 150 ms one way). */
const limits: Readonly<Record<'loss' | 'delay' | 'jitter', Limits>> = {
  loss: { fair: 0.03, poor: 0.1 },
  delay: { fair: 300, poor: 600 },
  jitter: { fair: 40, poor: 100 },
};

export function judgeRates(rates: Rates): Quality {
  const measured = [
    graded('loss', rates.lossRatio),
    graded('delay', rates.rttMs ?? 0),
    graded('jitter', rates.jitterMs),
  ];
  if (rates.froze) measured.push({ level: 'fair', reason: 'frozen' });
  if (rates.limitedBy === 'bandwidth') measured.push({ level: 'fair', reason: 'bandwidth' });
  if (rates.limitedBy === 'cpu') measured.push({ level: 'fair', reason: 'processor' });
  return worst(measured);
}

function graded(reason: keyof typeof limits, value: number): Quality {
  if (value >= limits[reason].poor) return { level: 'poor', reason };
  return value >= limits[reason].fair ? { level: 'fair', reason } : { level: 'good' };
}

const rank: Readonly<Record<QualityLevel, number>> = { good: 0, fair: 1, poor: 2 };

/** The first of the worst ones; `good` of none. */
export function worst(all: readonly Quality[]): Quality {
  let found: Quality = { level: 'good' };
  for (const one of all) if (rank[one.level] > rank[found.level]) found = one;
  return found;
}
