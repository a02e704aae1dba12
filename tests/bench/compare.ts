import type { Bench, Metric } from './area.ts';

/** One measurement. `problem`: the server did not do its work right, which scores 0. `isVoid`: the driver was the limit. */
export type Sample = { value: number; problem?: string; isVoid?: string };
export type Contestant = { measure(): Promise<Sample> };

/** A round that was void is repeated, but not for ever. */
const attemptsPerRound = 3;

/** Ours, theirs, ours, theirs: what the machine does meanwhile hits both. */
export async function compare(
  bench: Bench,
  metric: Metric,
  own: Contestant,
  peer: Contestant,
): Promise<void> {
  if (bench.only && !bench.only.has(metric.name)) return;
  const samples: { own: number[]; peer: number[] } = { own: [], peer: [] };
  for (let round = 1; round <= bench.rounds; round++) {
    samples.own.push(await measure(bench, `${metric.name}, round ${round}: ours`, own));
    samples.peer.push(await measure(bench, `${metric.name}, round ${round}: ${metric.peer}`, peer));
  }
  bench.report({ metric, ...samples });
}

async function measure(bench: Bench, label: string, contestant: Contestant): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const { value, problem, isVoid } = await contestant.measure();
    if (problem) {
      bench.note(`${label}: 0, because ${problem}`);
      return 0;
    }
    if (!isVoid) {
      bench.note(`${label}: ${value.toPrecision(4)}`);
      return value;
    }
    bench.note(`${label}: void, ${isVoid}`);
    if (attempt === attemptsPerRound) throw new Error(`${label}: void ${attempt} times: ${isVoid}`);
  }
}
