import { describe, expect, it } from 'vitest';
import { matchScore } from './match.ts';

describe('matchScore', () => {
  it('prefers the start of the label, then the start of a word, then the middle', () => {
    const scores = ['general', 'my general', 'ungeneral'].map((label) => matchScore('gen', label));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(3);
  });
  it('ignores accents and case', () => {
    expect(matchScore('reunion', 'Réunion d’équipe')).toBeGreaterThan(0);
    expect(matchScore('ÉQUIPE', 'equipe')).toBeGreaterThan(0);
  });
  it('needs every word', () => {
    expect(matchScore('ada love', 'Ada Lovelace')).toBeGreaterThan(0);
    expect(matchScore('ada hopper', 'Ada Lovelace')).toBe(0);
  });
  it('finds initials', () => {
    expect(matchScore('al', 'Ada Lovelace')).toBeGreaterThan(0);
    expect(matchScore('xl', 'Ada Lovelace')).toBe(0);
  });
  it('takes everything for an empty query', () => {
    expect(matchScore(' ', 'anything')).toBeGreaterThan(0);
  });
});
