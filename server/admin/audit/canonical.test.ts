import { expect, test } from 'vitest';
import { canonical, hashOf, type Sealed, zeroHash } from './canonical.ts';

test('names are sorted by UTF-16 code units, values written as ECMAScript does (RFC 8785 section 3.2)', () => {
  const letters = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(canonical(letters)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  );
  expect(canonical({ b: { z: 1e21, a: -0 }, a: 'x/y', c: 4.5, d: true, e: null })).toBe(
    '{"a":"x/y","b":{"a":0,"z":1e+21},"c":4.5,"d":true,"e":null}',
  );
});

test('every part of an entry changes its hash', () => {
  const entry: Sealed = {
    id: '0192f0c1-0000-7000-8000-000000000001',
    seq: 7,
    at: '2026-01-02T03:04:05.678Z',
    actor: null,
    action: 'people.suspended',
    target: { kind: 'person', id: 'p', name: 'Ben' },
    facts: { count: 1 },
    address: '192.0.2.7',
  };
  const changed: Sealed[] = [
    { ...entry, id: '0192f0c1-0000-7000-8000-000000000002' },
    { ...entry, seq: 8 },
    { ...entry, at: '2026-01-02T03:04:05.679Z' },
    { ...entry, action: 'people.restored' },
    { ...entry, target: { kind: 'person', id: 'p', name: 'Bea' } },
    { ...entry, target: null },
    { ...entry, facts: { count: 2 } },
    { ...entry, facts: {} },
    { ...entry, address: null },
  ];
  const hashes = [entry, ...changed].map((each) => hashOf(zeroHash, each).toString('hex'));
  hashes.push(hashOf(Buffer.alloc(32, 1), entry).toString('hex'));
  expect(new Set(hashes).size).toBe(hashes.length);
});
