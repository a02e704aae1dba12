import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Blobs } from '#server/platform/blobs.ts';
import { createDiskBlobs } from '#server/platform/blobs-disk.ts';
import { openBlobs } from '#server/platform/open-blobs.ts';
import { describeBlobs } from './acceptance/blobs.ts';

const makeFolder = () => mkdtempSync(path.join(os.tmpdir(), 'entente-blobs-'));

describeBlobs('on disk', async (): Promise<Blobs> => {
  const root = makeFolder();
  const blobs = await createDiskBlobs(root);
  const dispose = async () => {
    await blobs.close();
    rmSync(root, { recursive: true, force: true });
  };
  return { ...blobs, [Symbol.asyncDispose]: dispose };
});

test('deleting leaves no empty folder, a failed upload no file', async () => {
  const root = makeFolder();
  await using blobs = await createDiskBlobs(root);
  await blobs.put('a/b/c/d', Buffer.from('x'), { contentType: 'text/plain' });
  await blobs.put('a/e', Buffer.from('x'), { contentType: 'text/plain' });
  await blobs.delete('a/b/c/d');
  expect(readdirSync(path.join(root, 'objects', 'a'))).toEqual(['e~']);
  await expect(blobs.put('a/f', Buffer.alloc(2), { contentType: 'a', maxBytes: 1 })).rejects.toThrow(
    'more than 1 bytes',
  );
  expect(readdirSync(path.join(root, 'uploads'))).toEqual([]);
  rmSync(root, { recursive: true });
});

test('uploads cut off by a crash are removed at the next start, running ones are not', async () => {
  const root = makeFolder();
  await (await createDiskBlobs(root)).close();
  const [old, young] = [path.join(root, 'uploads', 'old'), path.join(root, 'uploads', 'young')];
  for (const file of [old, young]) writeFileSync(file, 'half');
  const twoDaysAgo = Date.now() / 1_000 - 2 * 86_400;
  utimesSync(old, twoDaysAgo, twoDaysAgo);
  await using blobs = await createDiskBlobs(root);
  expect(readdirSync(path.join(root, 'uploads'))).toEqual(['young']);
  expect((await blobs.list('')).keys).toEqual([]);
  rmSync(root, { recursive: true });
});

test('the store that BLOB_URL names is opened; one that does not answer is told without its secret', async () => {
  const root = makeFolder();
  const disk = await openBlobs({ blobs: { kind: 'disk', dir: path.join(root, 'files') }, dataDir: root });
  await disk.close();
  expect(readdirSync(root)).toEqual(['files']);
  const bucket = { bucket: 'entente', region: 'us-east-1', accessKey: 'KEY', secretKey: 'hunter2' };
  const opening = openBlobs({
    blobs: { kind: 's3', endpoint: 'http://127.0.0.1:1', ...bucket },
    dataDir: root,
  });
  await expect(opening).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1, the S3 server of BLOB_URL, does not answer \(ECONNREFUSED\)\.$/,
  );
  rmSync(root, { recursive: true });
});
