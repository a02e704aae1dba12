import { expect, test } from 'vitest';
import { MeetingCode } from '#shared/contract/meetings.ts';
import { newMeetingCode } from './code.ts';

test('codes have the form of the contract and do not repeat', () => {
  const codes = Array.from({ length: 2_000 }, newMeetingCode);
  for (const code of codes) expect(MeetingCode.safeParse(code).success).toBe(true);
  expect(codes.join('')).not.toMatch(/[ilo]/);
  expect(new Set(codes).size).toBe(codes.length);
});
