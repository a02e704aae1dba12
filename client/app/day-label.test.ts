import { expect, it } from 'vitest';
import { dayLabel } from './day-label.ts';

const words = { locale: 'en', timeZone: 'Europe/Paris', today: 'Today', yesterday: 'Yesterday' };
const now = new Date('2026-03-02T08:00:00Z');
const label = (day: string, locale = 'en') => dayLabel(new Date(day), now, { ...words, locale });

it('names days as people do, in the zone of the reader', () => {
  expect(label('2026-03-01T23:30:00Z')).toBe('Today');
  expect(label('2026-03-01T20:00:00Z')).toBe('Yesterday');
  expect(label('2026-02-27T12:00:00Z')).toBe('Friday, February 27');
  expect(label('2025-12-31T12:00:00Z', 'fr')).toBe('Mercredi 31 décembre 2025');
});
