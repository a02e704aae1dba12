import { describe, expect, test } from 'vitest';
import { judgeRates, type Rates, ratesBetween, type Sample, worst } from './quality.ts';

const sample = (changes: Partial<Sample>): Sample => ({
  at: 0,
  kind: 'video',
  packets: 0,
  lost: 0,
  bytes: 0,
  jitterMs: 0,
  ...changes,
});
const rates = (changes: Partial<Rates>): Rates => ({
  kind: 'video',
  lossRatio: 0,
  jitterMs: 0,
  kbps: 500,
  packetsPerSecond: 50,
  froze: false,
  limitedBy: 'none',
  ...changes,
});

describe('rates', () => {
  test('are per second between two samples', () => {
    const found = ratesBetween(
      sample({ at: 1000, packets: 100, lost: 10, bytes: 10_000 }),
      sample({ at: 3000, packets: 190, lost: 20, bytes: 60_000, freezes: 1 }),
    );
    expect(found).toMatchObject({ lossRatio: 0.1, kbps: 200, packetsPerSecond: 45, froze: true });
  });

  test('a counter that starts anew gives no negative rate', () => {
    expect(ratesBetween(sample({ packets: 500, bytes: 9000 }), sample({ at: 2000 }))).toMatchObject({
      lossRatio: 0,
      kbps: 0,
    });
  });
});

describe('the verdict', () => {
  test.each([
    [{ lossRatio: 0.01, rttMs: 40 }, { level: 'good' }],
    [{ lossRatio: 0.05 }, { level: 'fair', reason: 'loss' }],
    [
      { lossRatio: 0.2, rttMs: 400 },
      { level: 'poor', reason: 'loss' },
    ],
    [{ rttMs: 700 }, { level: 'poor', reason: 'delay' }],
    [{ jitterMs: 60 }, { level: 'fair', reason: 'jitter' }],
    [{ froze: true }, { level: 'fair', reason: 'frozen' }],
    [{ limitedBy: 'cpu' }, { level: 'fair', reason: 'processor' }],
  ] as const)('%j is %j', (changes, expected) => {
    expect(judgeRates(rates(changes))).toEqual(expected);
  });

  test('the worst one counts', () => {
    expect(
      worst([{ level: 'fair', reason: 'delay' }, { level: 'poor', reason: 'loss' }, { level: 'good' }]),
    ).toEqual({
      level: 'poor',
      reason: 'loss',
    });
    expect(worst([])).toEqual({ level: 'good' });
  });
});
