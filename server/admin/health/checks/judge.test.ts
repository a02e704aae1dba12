import { expect, test } from 'vitest';
import type { QueueId } from '#shared/contract/ids.ts';
import type { NodeLoad } from '#server/media/media.commands.ts';
import { judgeCertificate } from './certificates.ts';
import { judgeClocks } from './clock.ts';
import { judgeConnectors } from './connectors.ts';
import { checkDisk, judgeDisk } from './disk.ts';
import { judgeMedia } from './media.ts';
import { judgeVersions } from './versions.ts';

const short = ({ status, reason }: { status: string; reason: string }) => `${status} ${reason}`;

test.each([
  [[{ node: 'a', skewMs: 1_999 }], 'ok fine'],
  [[{ node: 'a', skewMs: -2_001 }], 'warning skewed'],
  [
    [
      { node: 'a', skewMs: 5 },
      { node: 'b', skewMs: 300_000 },
    ],
    'failed skewed',
  ],
  [
    [
      { node: 'a', error: 'timeout' },
      { node: 'b', skewMs: 0 },
    ],
    'warning silent',
  ],
  [
    [
      { node: 'a', error: 'timeout' },
      { node: 'b', skewMs: 61_000 },
    ],
    'failed skewed',
  ],
])('clocks %j', (skews, verdict) => {
  expect(short(judgeClocks(skews))).toBe(verdict);
});

test.each([
  [0.16, 'ok fine'],
  [0.14, 'warning low'],
  [0.04, 'failed full'],
])('a disk with %d free', (free, verdict) => {
  expect(short(judgeDisk(free * 1e12, 1e12))).toBe(verdict);
});

test('the disk of a data folder that was never needed is that of the folder above', async () => {
  const [there, above] = [await checkDisk('/tmp/no/such/folder')(), await checkDisk('/tmp')()];
  expect(there.status).toBe(above.status);
  expect(there.facts['freeBytes']).toBeGreaterThan(0);
});

const now = new Date('2026-01-01T00:00:00Z');
test.each([
  ['2026-03-01T00:00:00Z', false, 'ok fine'],
  ['2026-03-01T00:00:00Z', true, 'warning selfSigned'],
  ['2026-01-10T00:00:00Z', false, 'warning expires'],
  ['2025-12-31T23:00:00Z', false, 'failed expired'],
])('a certificate until %s (own: %s)', (until, isOwn, verdict) => {
  expect(short(judgeCertificate({ host: 'h', validTo: new Date(until), isOwn }, now))).toBe(verdict);
});

const own = { version: '1.0.0', busProtocol: 1 };
test.each([
  [[{ name: 'a', ...own }], 'ok fine'],
  [[{ name: 'a', version: '', busProtocol: 0 }], 'ok fine'],
  [[{ name: 'a', version: '1.1.0', busProtocol: 1 }], 'warning mixed'],
  [[{ name: 'a', version: '2.0.0', busProtocol: 2 }], 'warning protocol'],
])('versions %j', (nodes, verdict) => {
  expect(short(judgeVersions(own, nodes))).toBe(verdict);
});

const load = (changes: Partial<NodeLoad> = {}): NodeLoad => ({
  node: 'n',
  name: 'n',
  region: 'eu',
  state: 'active',
  version: '1.0.0',
  busProtocol: 1,
  startedAt: '',
  addresses: [],
  probe: null,
  capacity: 100,
  roomsVersion: 0,
  lossShare: 0,
  peers: [],
  accepting: true,
  trouble: null,
  workers: 1,
  cpu: 0,
  rooms: 0,
  participants: 0,
  producers: 0,
  consumers: 0,
  packetsPerSecond: 0,
  bitrate: 0,
  ...changes,
});
test.each([
  [[], 'failed noNode'],
  [[load()], 'ok fine'],
  [[load({ state: 'cordoned' })], 'failed noneAccepting'],
  [[load({ accepting: false, trouble: 'workers die' })], 'failed noneAccepting'],
  [[load(), load({ region: 'na', state: 'draining', participants: 3 })], 'warning regionShut'],
  [[load({ participants: 95 })], 'warning full'],
])('media nodes, case %#', (loads, verdict) => {
  expect(short(judgeMedia(loads))).toBe(verdict);
});

test('connectors: a key that is refused comes before one that fails, and paused ones do not count', () => {
  const now = new Date('2026-03-01T10:00:00Z');
  const connector = (enabled: boolean, trouble: 'refused' | 'failing' | null) => ({
    settings: {
      kind: 'atera' as const,
      name: `${trouble}`,
      url: 'https://a.example',
      queueId: '' as QueueId,
      intervalMinutes: 5,
      enabled,
    },
    trouble,
    failingSince: trouble && '2026-03-01T09:00:00Z',
  });
  const judge = (...all: ReturnType<typeof connector>[]) => judgeConnectors(all, now);
  expect(short(judge())).toBe('off none');
  expect(short(judge(connector(false, 'refused')))).toBe('off none');
  expect(short(judge(connector(true, null)))).toBe('ok fine');
  expect(judge(connector(true, null), connector(true, 'failing'))).toEqual({
    status: 'warning',
    reason: 'failing',
    facts: { connector: 'failing', connectors: 2, sinceMs: 3_600_000 },
  });
  expect(short(judge(connector(true, 'failing'), connector(true, 'refused')))).toBe('failed refused');
});
