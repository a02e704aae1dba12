import { expect, test } from 'vitest';
import { parseRedisUrl } from './redis-url.ts';

const plain = {
  kind: 'single',
  tls: false,
  username: undefined,
  password: undefined,
  name: '',
  database: 0,
  prefix: 'entente',
  sentinelPassword: undefined,
};

test.each([
  ['redis://redis.example.org', { hosts: [{ host: 'redis.example.org', port: 6379 }] }],
  [
    'rediss://hub:p%40ss@10.0.0.7:6380/3?prefix=acme',
    {
      hosts: [{ host: '10.0.0.7', port: 6380 }],
      tls: true,
      username: 'hub',
      password: 'p@ss',
      database: 3,
      prefix: 'acme',
    },
  ],
  ['redis://:secret@[::1]:6379', { hosts: [{ host: '::1', port: 6379 }], password: 'secret' }],
  [
    'redis+sentinel://:secret@one:26379,two,three:1/mymaster?sentinelPassword=other',
    {
      kind: 'sentinel',
      hosts: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 26379 },
        { host: 'three', port: 1 },
      ],
      password: 'secret',
      name: 'mymaster',
      sentinelPassword: 'other',
    },
  ],
  [
    'rediss+cluster://one:7001,two:7002',
    {
      kind: 'cluster',
      hosts: [
        { host: 'one', port: 7001 },
        { host: 'two', port: 7002 },
      ],
      tls: true,
    },
  ],
])('%s', (text, expected) => {
  expect(parseRedisUrl(text)).toEqual({ ...plain, ...expected });
});

test.each([
  ['http://redis', /an address such as redis:\/\/host:6379/],
  ['redis+swarm://one', /an address such as/],
  ['redis://', /hosts such as/],
  ['redis://one:0', /hosts such as/],
  ['redis://one:70000', /hosts such as/],
  ['redis://one,two', /one host after redis:\/\//],
  ['redis://one/name', /a number after the slash/],
  ['redis://pa%ss@one', /percent-encoded/],
  ['redis+sentinel://one', /name of the master/],
  ['redis+cluster://one/2', /without anything after the hosts/],
  ['redis://one?prefx=a', /without "prefx"/],
  ['redis://one?prefix={a}', /prefix of 1 to 40/],
])('%s is refused with a sentence', (text, sentence) => {
  expect(parseRedisUrl(text)).toEqual({ mustBe: expect.stringMatching(sentence) });
});
