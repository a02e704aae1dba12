import { describe, expect, it } from 'vitest';
import { strengthOf } from './password-strength.ts';

describe('strengthOf', () => {
  it('calls fewer than ten characters short', () => {
    expect(strengthOf('x7#Kp2!qz')).toBe('short');
  });
  it.each(['aaaaaaaaaaaa', '1234567890', 'password123', 'azertyuiop1', 'abcdefghijkl'])(
    'thinks little of "%s": repetition, rows of keys, words everybody tries',
    (password) => expect(strengthOf(password)).toBe('weak'),
  );
  it('thinks little of one’s own name', () => {
    expect(strengthOf('lovelaceada1', ['Ada Lovelace'])).toBe('weak');
  });
  it('likes length', () => {
    expect(strengthOf('correct horse battery staple')).toBe('strong');
    expect(strengthOf('tG7#pK2!vQ9z')).toBe('good');
    expect(strengthOf('marron-bleue')).toBe('fair');
  });
});
