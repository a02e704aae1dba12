import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3Place } from '#server/config/blob-place.ts';
import type { Blobs } from '#server/platform/blobs.ts';
import { createS3Blobs } from '#server/platform/blobs-s3.ts';
import { createS3Clients, defaultLimits, type S3Limits } from '#server/platform/blobs-s3-client.ts';
import { describeBlobs } from './acceptance/blobs.ts';
import { noDebianRoots } from './debian-roots.ts';
import { type Radosgw, startRadosgw } from './radosgw.ts';
import { type S3Proxy, startS3Proxy } from './s3-proxy.ts';

const text = { contentType: 'text/plain' };
const large = 12 * 1024 * 1024;
const isPart = ({ url }: { url: string }) => url.includes('partNumber');

describe.skipIf(noDebianRoots)(`S3${noDebianRoots ? ` (${noDebianRoots})` : ''}`, () => {
  let radosgw: Radosgw;
  let spoolDir = '';
  beforeAll(async () => {
    radosgw = await startRadosgw();
    spoolDir = mkdtempSync(path.join(os.tmpdir(), 'entente-spool-'));
  });
  afterAll(async () => {
    await radosgw[Symbol.asyncDispose]();
    rmSync(spoolDir, { recursive: true, force: true });
  });

  const open = (place: S3Place, limits: S3Limits = defaultLimits): Promise<Blobs> =>
    createS3Blobs(place, { spoolDir, limits });

  /** A store whose requests pass a proxy that fails on demand. */
  async function openBehind(limits?: S3Limits): Promise<{ blobs: Blobs; proxy: S3Proxy; place: S3Place }> {
    const proxy = await startS3Proxy(radosgw.port);
    const place = await radosgw.createBucket();
    return { proxy, place, blobs: await open({ ...place, endpoint: proxy.endpoint }, limits) };
  }

  async function unfinishedUploads(place: S3Place): Promise<number> {
    const clients = createS3Clients(place, defaultLimits);
    const { Uploads } = await clients.again.send(new ListMultipartUploadsCommand({ Bucket: place.bucket }));
    clients.close();
    return Uploads?.length ?? 0;
  }

  describeBlobs('in a bucket', async () => open(await radosgw.createBucket()));

  describe('large bodies', () => {
    test('go in parts, through a file that nobody sees, and replace what was there', async () => {
      await using blobs = await open(await radosgw.createBucket());
      await blobs.put('recording', Buffer.from('before'), text);
      const parts = Array.from({ length: 12 }, () => randomBytes(large / 12));
      const put = await blobs.put('recording', Readable.from(parts), { contentType: 'video/webm' });
      const sha256 = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
      expect(put).toEqual({ size: large, sha256 });
      expect(await blobs.stat('recording')).toMatchObject({ ...put, contentType: 'video/webm' });
      const got = await blobs.get('recording');
      expect((await buffer(got?.stream ?? Readable.from([]))).equals(Buffer.concat(parts))).toBe(true);
      const middle = await blobs.get('recording', { start: large / 2, end: large / 2 + 9 });
      const bytes = await buffer(middle?.stream ?? Readable.from([]));
      expect(bytes.toString('hex')).toBe(parts[6]?.subarray(0, 10).toString('hex'));
      expect(existsSync(spoolDir) && readdirSync(spoolDir)).toEqual([]);
    });

    test('are never whole in memory', async () => {
      await using blobs = await open(await radosgw.createBucket());
      const size = 160 * 1024 * 1024;
      const before = process.memoryUsage().arrayBuffers;
      let peak = 0;
      const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 5);
      async function* body() {
        for (let sent = 0; sent < size; sent += 1024 * 1024) yield Buffer.alloc(1024 * 1024, sent);
      }
      await blobs.put('recording', Readable.from(body()), text);
      const got = await blobs.get('recording');
      let read = 0;
      for await (const chunk of got?.stream ?? Readable.from([])) read += (chunk as Buffer).length;
      clearInterval(timer);
      expect(read).toBe(size);
      expect(peak - before).toBeLessThan(size / 2);
    }, 60_000);

    test('of two writers of one key, one wins whole', async () => {
      await using blobs = await open(await radosgw.createBucket());
      const bodies = [Buffer.alloc(large, 'a'), Buffer.alloc(large, 'b')];
      await Promise.all(bodies.map((body) => blobs.put('contested', body, text)));
      const got = await buffer((await blobs.get('contested'))?.stream ?? Readable.from([]));
      expect(bodies.some((body) => body.equals(got))).toBe(true);
      expect(await blobs.stat('contested')).toMatchObject({ size: large });
    });
  });

  describe('at start', () => {
    test('a bucket that is not there, a wrong key and no server are told in a sentence', async () => {
      const place = await radosgw.createBucket();
      await expect(open({ ...place, bucket: 'nobodys' })).rejects.toThrow(
        `the bucket "nobodys" does not exist at ${place.endpoint}. Create it, or correct BLOB_URL.`,
      );
      await expect(open({ ...place, secretKey: 'hunter2' })).rejects.toThrow(
        `${place.endpoint} refuses the access key of BLOB_URL for the bucket "${place.bucket}" (SignatureDoesNotMatch).`,
      );
      await expect(open({ ...place, accessKey: 'NOBODY' })).rejects.toThrow(/refuses the access key/);
      await expect(open({ ...place, endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(
        'http://127.0.0.1:1, the S3 server of BLOB_URL, does not answer (ECONNREFUSED).',
      );
    });
  });

  describe('when the server fails', () => {
    test('a read that breaks off or stands still ends with an error, never as a short blob', async () => {
      const { blobs, proxy } = await openBehind({ ...defaultLimits, idleMs: 400 });
      await using _proxy = proxy;
      await using _blobs = blobs;
      await blobs.put('recording', randomBytes(large), text);
      const read = async () => await buffer((await blobs.get('recording'))?.stream ?? Readable.from([]));
      proxy.decide(() => ({ cutAfter: 100_000 }));
      await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
      proxy.decide(() => ({ stallAfter: 100_000 }));
      await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/^(timeout|unavailable)$/) });
      proxy.decide(() => 'pass');
      expect(await read()).toHaveLength(large);
    });

    test('a write that fails half-way changes nothing and leaves no parts', async () => {
      const { blobs, proxy, place } = await openBehind();
      await using _proxy = proxy;
      await using _blobs = blobs;
      await blobs.put('recording', Buffer.from('before'), text);
      proxy.decide((request) =>
        isPart(request) && request.url.includes('partNumber=2') ? 'refuse' : 'pass',
      );
      for (const key of ['recording', 'other'])
        await expect(blobs.put(key, Buffer.alloc(large), text)).rejects.toMatchObject({
          code: 'unavailable',
        });
      proxy.decide(() => 'pass');
      expect((await buffer((await blobs.get('recording'))?.stream ?? Readable.from([]))).toString()).toBe(
        'before',
      );
      expect((await blobs.list('')).keys).toEqual(['recording']);
      expect(await unfinishedUploads(place)).toBe(0);
    });

    test('a server killed during a write has the old blob when it is back', async () => {
      const { blobs, proxy } = await openBehind();
      await using _proxy = proxy;
      await using _blobs = blobs;
      await blobs.put('recording', Buffer.from('before'), text);
      let killed: Promise<void> | undefined;
      proxy.decide((request) => {
        if (request.url.includes('partNumber=2')) killed ??= radosgw.kill();
        return 'pass';
      });
      await expect(blobs.put('recording', Buffer.alloc(large), text)).rejects.toMatchObject({
        code: 'unavailable',
      });
      await killed;
      proxy.decide(() => 'pass');
      await expect(blobs.get('recording')).rejects.toMatchObject({ code: 'unavailable' });
      await radosgw.start();
      expect((await buffer((await blobs.get('recording'))?.stream ?? Readable.from([]))).toString()).toBe(
        'before',
      );
    });

    test('silence ends with a timeout', async () => {
      const { blobs, proxy } = await openBehind({ ...defaultLimits, answerMs: 200 });
      await using _proxy = proxy;
      await using _blobs = blobs;
      proxy.decide(() => 'silence');
      await expect(blobs.stat('recording')).rejects.toMatchObject({ code: 'timeout' });
      await expect(blobs.list('')).rejects.toMatchObject({ code: 'timeout' });
    });

    test('only what may happen twice is tried again', async () => {
      const { blobs, proxy, place } = await openBehind();
      await using _proxy = proxy;
      await using _blobs = blobs;
      await blobs.put('recording', Buffer.from('before'), text);
      /** The first request of each kind is refused. */
      const failFirst = () => {
        const met = new Set<string>();
        proxy.seen.length = 0;
        proxy.decide(({ method, url }) => {
          const kind = `${method} ${url.replace(/uploadId=[^&]+/, '')}`;
          if (met.has(kind)) return 'pass';
          met.add(kind);
          return 'refuse';
        });
      };
      failFirst();
      await blobs.put('small', Buffer.from('x'), text);
      expect(await blobs.stat('small')).toMatchObject({ size: 1 });
      (await blobs.get('small'))?.stream.destroy();
      expect((await blobs.list('')).keys).toEqual(['recording', 'small']);
      await blobs.delete('small');
      expect(proxy.seen.map(({ method }) => method).join(' ')).toBe(
        'PUT PUT HEAD HEAD GET GET GET GET DELETE DELETE',
      );
      failFirst();
      await expect(blobs.put('recording', Buffer.alloc(large), text)).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(proxy.seen.map(({ method }) => method)).toEqual(['POST']);
      expect(await unfinishedUploads(place)).toBe(0);
    });
  });
});
