import { expect, test } from 'vitest';
import { requireMeant } from './linking.service.ts';

const isTaken = (origin: string, host: string, publicUrl?: string): boolean => {
  try {
    requireMeant({ origin, host }, publicUrl);
    return true;
  } catch {
    return false;
  }
};

test('with a public address a proof counts for it, and for the addresses of the machine itself', () => {
  const publicUrl = 'https://hub.example.org';
  expect(isTaken('https://hub.example.org', '10.0.0.9:3000', publicUrl)).toBe(true);
  expect(isTaken('http://127.0.0.1:3000', '127.0.0.1:3000', publicUrl)).toBe(true);
  expect(isTaken('http://localhost:3000', 'localhost:3000', publicUrl)).toBe(true);
  // Somebody in between says which host it was meant for; the name is not ours.
  expect(isTaken('https://evil.example', 'evil.example', publicUrl)).toBe(false);
  expect(isTaken('http://hub.example.org', 'hub.example.org', publicUrl)).toBe(false);
  expect(isTaken('http://198.51.100.99:3000', '198.51.100.99:3000', publicUrl)).toBe(false);
  expect(isTaken('http://127.0.0.1:3000', 'hub.example.org', publicUrl)).toBe(false);
});

test('without one, the address that was dialled has to be the one that was reached', () => {
  expect(isTaken('http://hub:3000', 'hub:3000')).toBe(true);
  expect(isTaken('http://hub:3000', 'other:3000')).toBe(false);
  expect(isTaken('nonsense', 'hub:3000')).toBe(false);
});
