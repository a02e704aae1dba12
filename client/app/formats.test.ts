import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const at = '2026-03-29T00:30:00.000Z';

describe('createFormats', () => {
  it('speaks the language and lives in the time zone', () => {
    const paris = createFormats('fr', 'Europe/Paris');
    expect(paris.date(at)).toBe('29 mars 2026');
    expect(paris.time(at)).toBe('01:30');
    expect(createFormats('en-GB', 'America/New_York').date(at)).toBe('28 March 2026');
    expect(paris.hour(at)).toBe(1);
  });

  it('follows the change to summer time', () => {
    const { time } = createFormats('en-GB', 'Europe/Paris');
    expect(time('2026-03-29T00:59:00Z')).toBe('01:59');
    expect(time('2026-03-29T01:00:00Z')).toBe('03:00');
  });

  it('says how long ago in the largest unit that fits, and the date beyond a month', () => {
    const { ago } = createFormats('en-GB', 'UTC');
    const now = Date.parse(at);
    const before = (ms: number) => ago(now - ms, now);
    expect(before(20_000)).toBe('now');
    expect(before(5 * 60_000)).toBe('5 minutes ago');
    expect(before(3 * 3_600_000)).toBe('3 hours ago');
    expect(before(26 * 3_600_000)).toBe('yesterday');
    expect(before(40 * 86_400_000)).toBe('17 February 2026');
  });

  it('says an age in few letters, in the unit that fits', () => {
    const [english, french] = [createFormats('en-GB', 'UTC'), createFormats('fr-FR', 'UTC')];
    const now = Date.parse(at);
    const ages = (ms: number) => [english.age(now - ms, now), french.age(now - ms, now)];
    expect(ages(-5_000)).toEqual(['0m', '0min']);
    expect(ages(59 * 60_000)).toEqual(['59m', '59min']);
    expect(ages(47 * 3_600_000)).toEqual(['47h', '47h']);
    expect(ages(12 * 86_400_000)).toEqual(['12d', '12j']);
  });

  it('says how large a file is', () => {
    const { fileSize } = createFormats('en-GB', 'UTC');
    expect([10, 12_300, 3_400_000].map(fileSize)).toEqual(['1 kB', '12 kB', '3.4 MB']);
  });
});
