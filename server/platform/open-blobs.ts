import path from 'node:path';
import type { Config } from '#server/config/config.ts';
import type { Blobs } from './blobs.ts';
import { createDiskBlobs } from './blobs-disk.ts';

/** The store that BLOB_URL names. The library for S3 is loaded only where one is used. */
export async function openBlobs({ blobs, dataDir }: Pick<Config, 'blobs' | 'dataDir'>): Promise<Blobs> {
  if (blobs.kind === 'disk') return await createDiskBlobs(blobs.dir);
  const { createS3Blobs } = await import('./blobs-s3.ts');
  return await createS3Blobs(blobs, { spoolDir: path.join(dataDir, 'uploads') });
}
