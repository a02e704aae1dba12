import type { AdminNode, NodeHistory } from '#shared/contract/admin.ts';

/** As the hub keeps it: a value every ten seconds, ten minutes long. */
export const stepMs = 10_000;
export const length = 60;
const measures = ['cpu', 'participants', 'bitrate', 'packetsPerSecond'] as const;
export type Measure = (typeof measures)[number];
export type History = Record<Measure, readonly (number | null)[]>;

const empty: History = { cpu: [], participants: [], bitrate: [], packetsPerSecond: [] };

/** Whole steps since 1970: two moments with the same slot share a value. */
export const slotOf = (now: number): number => Math.floor(now / stepMs);

/**
 * Takes a node's figures into its history. Within the slot of the last value they replace it, after it they follow; slots in
 * between in which nothing was heard are null.
 */
export function extend(history: History | undefined, figures: AdminNode['figures'], slots: number): History {
  const old = history ?? empty;
  const next = { ...old };
  for (const measure of measures) next[measure] = append(old[measure], figures?.[measure] ?? null, slots);
  return next;
}

function append(
  values: readonly (number | null)[],
  value: number | null,
  slots: number,
): readonly (number | null)[] {
  if (slots <= 0 && values.length > 0) return [...values.slice(0, -1), value];
  const missed = Array.from({ length: Math.min(length, Math.max(0, slots - 1)) }, () => null);
  return [...values, ...missed, value].slice(-length);
}

export const fromWire = ({ cpu, participants, bitrate, packetsPerSecond }: NodeHistory): History => ({
  cpu,
  participants,
  bitrate,
  packetsPerSecond,
});

/** The largest value heard; undefined when nothing was. */
export function peakOf(values: readonly (number | null)[]): number | undefined {
  const heard = values.filter((value) => value !== null);
  return heard.length === 0 ? undefined : Math.max(...heard);
}
