import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, publicUrlOf, readSettings } from './config.ts';
import type { Environment } from './env.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'entente-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (env: Environment) => readSettings(env, folder);
const problemsOf = (env: Environment): readonly string[] => {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('without any variable', () => {
  test('a single machine that plays all roles', () => {
    const { settings, warnings } = read({});
    expect(settings).toMatchObject({
      port: 3000,
      roles: ['hub', 'media'],
      dataDir: path.join(folder, 'data'),
      blobs: { kind: 'disk', dir: path.join(folder, 'data', 'files') },
      secretsFile: path.join(folder, 'data', 'secrets.json'),
      database: { url: undefined, account: 'entente-db', connections: 10 },
      tls: { mode: 'off' },
      trustProxy: false,
      media: { listenAddress: '0.0.0.0', port: 40_000, workers: os.availableParallelism() },
    });
    expect(settings.media.announcedAddresses).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});

describe('values', () => {
  test('are read and typed', () => {
    const { settings } = read({
      ENTENTE_PORT: '8443',
      ENTENTE_ROLES: ' media , media',
      ENTENTE_HUB_URL: 'https://hub.example.org/, http://10.0.0.2:3000',
      ENTENTE_PUBLIC_URL: 'https://hub.example.org/',
      ENTENTE_MEDIA_ANNOUNCED_ADDRESS: '203.0.113.7, media.example.org',
      ENTENTE_TURN_URLS: 'turn:a.example.org:3478',
      ENTENTE_TURN_SECRET: 'shared',
      BLOB_URL: 'file:///mnt/some%20files',
    });
    expect(settings).toMatchObject({
      port: 8443,
      roles: ['media'],
      hubUrls: ['https://hub.example.org', 'http://10.0.0.2:3000'],
      publicUrl: 'https://hub.example.org',
      media: { announcedAddresses: ['203.0.113.7', 'media.example.org'] },
      turn: { urls: ['turn:a.example.org:3478'], secret: 'shared' },
      blobs: { kind: 'disk', dir: '/mnt/some files' },
    });
  });

  test.each([
    ['off', false],
    ['2', 2],
    ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
  ])('ENTENTE_TRUST_PROXY=%s', (text, value) => {
    expect(read({ ENTENTE_TRUST_PROXY: text }).settings.trustProxy).toEqual(value);
  });

  test('one that is set to nothing counts as not set', () => {
    expect(read({ ENTENTE_PORT: '', ENTENTE_TURN_SECRET: ' ' }).settings).toMatchObject({
      port: 3000,
      turn: undefined,
    });
  });

  test('trunks have ports beside those of the workers, unless those are any', () => {
    const trunkPorts = (env: Record<string, string>) => read(env).settings.media.trunkPorts;
    expect(trunkPorts({})).toEqual({ min: 41_000, max: 41_999 });
    expect(trunkPorts({ ENTENTE_MEDIA_PORT: '0' })).toBeUndefined();
    expect(trunkPorts({ ENTENTE_MEDIA_TRUNK_PORTS: '5000-5009' })).toEqual({ min: 5_000, max: 5_009 });
  });

  test('media is announced on loopback when only this machine can reach the hub', () => {
    expect(read({ ENTENTE_HOST: '127.0.0.1' }).settings.media.announcedAddresses).toEqual(['127.0.0.1']);
  });
});

describe('mistakes', () => {
  test('are told all at once, in a sentence each', () => {
    const problems = problemsOf({
      ENTENTE_PORT: 'abc',
      ENTENTE_ROLES: 'hub,phone',
      ENTENTE_TRUST_PROXY: 'yes',
      ENTENTE_LOG_LEVEL: 'loud',
      ENTENTE_MEDIA_ADDRESS: 'localhost',
      ENTENTE_DATABASE_ACCOUNT: 'Robert; drop',
    });
    expect(problems).toEqual([
      'ENTENTE_PORT is "abc": it must be a whole number from 0 to 65535.',
      'ENTENTE_TRUST_PROXY is "yes": it must be off, a number of proxies from 1 to 10, or a list of addresses such as 10.0.0.0/8.',
      'ENTENTE_DATABASE_ACCOUNT is "Robert; drop": it must be the name of a system account, such as entente-db.',
      'ENTENTE_MEDIA_ADDRESS is "localhost": it must be an IP address.',
      'ENTENTE_ROLES is "hub,phone": it must be a list of hub, media.',
      'ENTENTE_LOG_LEVEL is "loud": it must be one of fatal, error, warn, info, debug, trace, silent.',
    ]);
  });

  test.each(['65536', '-1', '1e3', '3000.5', '0x10', '99999999999999999999'])('a port of %s', (port) => {
    expect(problemsOf({ ENTENTE_PORT: port })).toHaveLength(1);
  });

  test.each(['41000', '0-5', '42000-41000', '41000-70000', 'a-b'])('trunk ports of %s', (range) => {
    expect(problemsOf({ ENTENTE_MEDIA_TRUNK_PORTS: range })).toEqual([
      `ENTENTE_MEDIA_TRUNK_PORTS is "${range}": it must be a range of ports such as 41000-41999.`,
    ]);
  });

  test('do not show secrets', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://root:hunter2@db',
      ENTENTE_METRICS_TOKEN: 'hunter2',
      REDIS_URL: 'redis://:hunter2@one:6379,two:6379',
    });
    expect(problems).toHaveLength(3);
    expect(problems).toContain(
      'REDIS_URL is wrong: it must be one host after redis://; several need redis+sentinel:// or redis+cluster://.',
    );
    expect(problems.join()).not.toContain('hunter2');
  });

  test('of variables that need each other', () => {
    expect(problemsOf({ ENTENTE_TLS_CERT: '/nowhere', ENTENTE_TURN_SECRET: 'x' })).toEqual([
      'ENTENTE_TLS_CERT is set without ENTENTE_TLS_KEY: a certificate needs both.',
      'ENTENTE_TURN_SECRET is set without ENTENTE_TURN_URLS: TURN needs both.',
    ]);
    expect(problemsOf({ ENTENTE_TLS_CERT: '/nowhere', ENTENTE_TLS_KEY: '/nowhere' })).toHaveLength(2);
  });

  test('of processes that could not find each other', () => {
    const hub = 'https://hub.example.org';
    expect(problemsOf({ ENTENTE_ROLES: 'media' })).toEqual([
      'ENTENTE_ROLES is media alone, but this node does not know its hub: set ENTENTE_HUB_URL, or REDIS_URL in a private network.',
    ]);
    expect(problemsOf({ ENTENTE_HUB_URL: hub })).toEqual([
      'ENTENTE_HUB_URL is set, but this process is a hub itself: remove it, or set ENTENTE_ROLES to media.',
    ]);
    expect(
      problemsOf({ ENTENTE_ROLES: 'media', ENTENTE_HUB_URL: hub, REDIS_URL: 'redis://redis' }),
    ).toHaveLength(1);
    expect(
      problemsOf({ ENTENTE_ROLES: 'media', REDIS_URL: 'redis://redis', ENTENTE_JOIN_TOKEN: 'enj_x' }),
    ).toEqual(['ENTENTE_JOIN_TOKEN is set without ENTENTE_HUB_URL: a node joins the hub of that address.']);
    expect(problemsOf({ ENTENTE_JOIN_TOKEN: 'enj_x' })).toHaveLength(1);
    expect(problemsOf({ ENTENTE_ROLES: 'media', ENTENTE_HUB_URL: `${hub},ftp://hub` })).toHaveLength(1);
    expect(problemsOf({ ENTENTE_ROLES: 'media', ENTENTE_HUB_URL: hub })).toEqual([]);
    expect(problemsOf({ ENTENTE_ROLES: 'hub' })).toEqual([]);
  });

  test('misspelt names are named, with the nearest known one', () => {
    expect(read({ ENTENTE_PROT: '1', ENTENTE_BANANA: '1', PATH: '/bin' }).warnings).toEqual([
      'ENTENTE_PROT is not a known variable and has no effect. Did you mean ENTENTE_PORT?',
      'ENTENTE_BANANA is not a known variable and has no effect.',
    ]);
  });
});

describe('the configuration file', () => {
  const write = (content: string): string => {
    const file = path.join(folder, 'some.json');
    writeFileSync(file, content);
    return file;
  };

  test('gives values, the environment wins', () => {
    const file = write('{ "ENTENTE_PORT": 1234, "ENTENTE_ROLES": ["media"], "ENTENTE_DATA": "/srv/x" }');
    const { settings } = read({ ENTENTE_CONFIG: file, ENTENTE_PORT: '4321', ENTENTE_HUB_URL: 'http://hub' });
    expect(settings).toMatchObject({ port: 4321, roles: ['media'], dataDir: '/srv/x' });
  });

  test('is found in the working directory', () => {
    const file = path.join(folder, 'entente.config.json');
    writeFileSync(file, '{ "ENTENTE_PORT": 77 }');
    expect(read({}).settings.port).toBe(77);
    rmSync(file);
  });

  test('must be there when named, and must be an object of simple values', () => {
    expect(problemsOf({ ENTENTE_CONFIG: 'missing.json' })).toEqual([
      `ENTENTE_CONFIG: ${path.join(folder, 'missing.json')} does not exist.`,
    ]);
    expect(problemsOf({ ENTENTE_CONFIG: write('{') })[0]).toContain('not valid JSON');
    expect(problemsOf({ ENTENTE_CONFIG: write('[1]') })[0]).toContain('an object of names and simple values');
    expect(problemsOf({ ENTENTE_CONFIG: write('{"ENTENTE_PORT": {}}') })).toHaveLength(1);
  });
});

test('the address people use follows from host, port and certificate', () => {
  const url = (env: Environment, port: number) => publicUrlOf(read(env).settings, port);
  expect(url({ ENTENTE_HOST: '127.0.0.1' }, 3000)).toBe('http://localhost:3000');
  expect(url({ ENTENTE_HOST: '0.0.0.0' }, 3000)).toBe('http://localhost:3000');
  expect(url({ ENTENTE_HOST: 'hub.example.org', ENTENTE_TLS: 'self-signed' }, 443)).toBe(
    'https://hub.example.org',
  );
  expect(url({ ENTENTE_HOST: '2001:db8::1' }, 80)).toBe('http://[2001:db8::1]');
  expect(url({ ENTENTE_PUBLIC_URL: 'https://x.example' }, 3000)).toBe('https://x.example');
});
