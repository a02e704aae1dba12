import { expect, test } from 'vitest';
import type { PersonId } from '#shared/contract/ids.ts';
import { iceServersFor } from './ice-servers.ts';

const person = '0192f0c1-0000-7000-8000-000000000001' as PersonId;
const noon = new Date('2026-11-21T12:00:00Z');

test('without TURN there is no server', () => {
  expect(iceServersFor(undefined, person, noon)).toEqual([]);
});

test('the password is the one coturn computes from the shared secret', () => {
  const turn = { urls: ['turn:turn.example.org:3478'], secret: 'north' };
  // printf '1795305600:0192f0c1-0000-7000-8000-000000000001' | openssl dgst -sha1 -hmac north -binary | base64
  expect(iceServersFor(turn, person, noon)).toEqual([
    { urls: turn.urls, username: `1795305600:${person}`, credential: '0PWu/eq1B6k6ETgv29r5+ASJhdY=' },
  ]);
});
