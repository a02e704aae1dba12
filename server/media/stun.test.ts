import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answeredTransaction, stunAnswer, stunRequest } from './stun.ts';

const from = { address: '192.0.2.1', port: 32_853 };
const transactionId = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');

test('the mapped address is the one of the test vectors (RFC 5769 section 2.2)', () => {
  const answer = stunAnswer(stunRequest(transactionId), from);
  expect(answer?.toString('hex')).toBe('0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643');
});

test('a request of a browser with attributes it need not understand is answered, in the same 32 bytes', () => {
  // SOFTWARE (0x8022) "abc", padded to four bytes.
  const request = Buffer.concat([stunRequest(transactionId), Buffer.from('8022000361626300', 'hex')]);
  request.writeUInt16BE(8, 2);
  expect(stunAnswer(request, from)).toHaveLength(32);
});

test('what is malformed, or something else, gets no answer', () => {
  const valid = stunRequest(transactionId);
  const changed = (at: number, ...bytes: number[]) => {
    const copy = Buffer.from(valid);
    Buffer.from(bytes).copy(copy, at);
    return copy;
  };
  const withAttribute = (hex: string) => {
    const whole = Buffer.concat([valid, Buffer.from(hex, 'hex')]);
    whole.writeUInt16BE(whole.length - 20, 2);
    return whole;
  };
  for (const message of [
    Buffer.alloc(0),
    valid.subarray(0, 19),
    changed(0, 0x01, 0x01), // a response: two responders must not talk to each other for ever
    changed(0, 0x00, 0x03), // Allocate, of TURN
    changed(4, 0, 0, 0, 0), // no cookie
    changed(2, 0, 4), // says more than there is
    Buffer.concat([valid, Buffer.alloc(4)]), // there is more than it says
    withAttribute('80220008'), // an attribute past the end
    withAttribute('00060000'), // USERNAME must be understood
    Buffer.concat([valid, Buffer.alloc(1_000)]),
  ])
    expect(stunAnswer(message, from)).toBeUndefined();
  expect(stunAnswer(valid, { address: '2001:db8::1', port: 1 })).toBeUndefined();
});

test('nobody gets more than 32 bytes, whatever they send', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, isLike) => {
      const message = isLike ? Buffer.concat([stunRequest(transactionId), bytes]) : Buffer.from(bytes);
      expect(stunAnswer(message, from)?.length ?? 0).toBeLessThanOrEqual(32);
    }),
  );
});

test('an answer names its transaction; anything else is none', () => {
  const id = randomBytes(12);
  const answer = stunAnswer(stunRequest(id), from) ?? Buffer.alloc(0);
  expect(answeredTransaction(answer)).toBe(id.toString('latin1'));
  expect(answeredTransaction(stunRequest(id))).toBeUndefined();
  expect(answeredTransaction(answer.subarray(0, 30))).toBeUndefined();
});
