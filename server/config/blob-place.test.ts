import { expect, test } from 'vitest';
import { blobPlace } from './blob-place.ts';

const parse = (text: string) => blobPlace().parse(text);
const problemOf = (text: string) => blobPlace().safeParse(text).error?.issues[0]?.message;

test('a folder', () => {
  expect(parse('file:///mnt/some%20files')).toEqual({ kind: 'disk', dir: '/mnt/some files' });
});

test('a bucket, with TLS unless it is said otherwise', () => {
  expect(parse('s3://KEY:se%2Fcr%2Bet@s3.example.org/entente?region=eu-1')).toEqual({
    kind: 's3',
    endpoint: 'https://s3.example.org',
    bucket: 'entente',
    region: 'eu-1',
    accessKey: 'KEY',
    secretKey: 'se/cr+et',
  });
  expect(parse('s3+http://KEY:secret@127.0.0.1:9000/some.bucket')).toMatchObject({
    endpoint: 'http://127.0.0.1:9000',
    bucket: 'some.bucket',
    region: 'us-east-1',
  });
});

test.each([
  ['files', /^an address such as file:/],
  ['https://KEY:hunter2@s3.example.org/entente', /^an address such as file:/],
  ['s3://KEY:hunt/er2@s3.example.org/entente', /written as %2F$/],
  ['file://server/files', /a folder on this machine/],
  ['s3://s3.example.org/entente', /with an access key and its secret/],
  ['s3://KEY@s3.example.org/entente', /with an access key and its secret/],
  ['s3://KEY:hunter2%@s3.example.org/entente', /percent-encoded/],
  ['s3://KEY:hunter2@s3.example.org', /the name of one bucket/],
  ['s3://KEY:hunter2@s3.example.org/x', /the name of one bucket/],
  ['s3://KEY:hunter2@s3.example.org/one/two', /the name of one bucket/],
  ['s3://KEY:hunter2@s3.example.org/entente?tls=off', /no other parameter than region/],
  ['s3://KEY:hunter2@s3.example.org/entente?region=', /no other parameter than region/],
])('%s is told what it must be', (text, must) => {
  expect(problemOf(text)).toMatch(must);
  expect(problemOf(text)).not.toMatch(/hunt/);
});
