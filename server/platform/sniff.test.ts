import { expect, test } from 'vitest';
import { isProgram, sniff } from './sniff.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['\x89PNG\r\n\x1a\nrest', 'image/png'],
  ['\xff\xd8\xff\xe0rest', 'image/jpeg'],
  ['GIF89a<script>alert(1)</script>', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['RIFF\x10\0\0\0WAVEfmt ', 'audio/wav'],
  ['%PDF-1.7', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\0\0\0\x20ftypisom', 'video/mp4'],
  ['<!doctype html><script>alert(1)</script>', 'text/plain'],
  ['<svg onload="alert(1)"/>', 'text/plain'],
  ['#!/bin/sh', 'text/plain'],
  ['MZ is how this letter begins', 'text/plain'],
  ['caf\xc3\xa9', 'text/plain'],
  ['caf\xe9 in another alphabet', 'application/octet-stream'],
  ['\0\x01\x02', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('%j is %s', (head, type) => {
  expect(sniff(bytes(head))).toBe(type);
});

test.each(['MZ\x90\0\x03\0', '\x7fELF\x02\x01\x01\0', '\xcf\xfa\xed\xfe\x07\0', '\xca\xfe\xba\xbe\0\0'])(
  '%j is a program',
  (head) => {
    expect(isProgram(sniff(bytes(head)))).toBe(true);
  },
);

test('a letter that is cut in the middle is text all the same', () => {
  expect(sniff(Buffer.concat([Buffer.alloc(511, 'a'), Buffer.from([0xc3])]))).toBe('text/plain');
});
