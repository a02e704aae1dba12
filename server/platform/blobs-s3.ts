import { PassThrough, type Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { S3Place } from '#server/config/blob-place.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type Blobs, type ByteRange, checkBlobKey } from './blobs.ts';
import {
  checkBucket,
  createS3Clients,
  defaultLimits,
  failureOf,
  type S3Limits,
  translateS3Error,
} from './blobs-s3-client.ts';
import { spool } from './blobs-s3-spool.ts';
import { partBytes, removeLeftovers, upload } from './blobs-s3-upload.ts';

export type S3BlobsOptions = {
  /** A folder of this machine where large bodies are gathered before they are sent. */
  spoolDir: string;
  limits?: S3Limits;
};

/** Blobs as objects of a bucket, each with its SHA-256 in its metadata. Rejects when the bucket cannot be used. */
export async function createS3Blobs(place: S3Place, { spoolDir, limits = defaultLimits }: S3BlobsOptions) {
  const clients = createS3Clients(place, limits);
  const { again } = clients;
  const running = new Set<Promise<unknown>>();
  let closed = false;
  try {
    await checkBucket(clients, place);
  } catch (error) {
    clients.close();
    throw error;
  }
  // Keys without the right to list uploads are good enough for everything else.
  await removeLeftovers(clients, place.bucket).catch(() => {});

  const objectOf = (key: string) => {
    if (closed) throw new AppError('unavailable', 'the blob store has closed');
    return { Bucket: place.bucket, Key: checkBlobKey(key) };
  };

  async function store(...[key, body, { contentType, maxBytes }]: Parameters<Blobs['put']>) {
    const { Bucket: bucket } = objectOf(key);
    const limit = maxBytes ?? Number.POSITIVE_INFINITY;
    const spooled = await spool(body, { folder: spoolDir, memoryBytes: partBytes, maxBytes: limit });
    try {
      await upload(clients, { bucket, key, contentType }, spooled).catch(rethrow);
      return { size: spooled.size, sha256: spooled.sha256 };
    } finally {
      await spooled.close();
    }
  }

  const close = async () => {
    closed = true;
    await Promise.allSettled(running);
    clients.close();
  };

  const blobs: Blobs = {
    put(key, body, options) {
      const put = store(key, body, options);
      running.add(put);
      return put.finally(() => running.delete(put));
    },

    async get(key, range) {
      const Range = range && formatRange(range);
      const found = await again.send(new GetObjectCommand({ ...objectOf(key), Range })).catch(ifMissing);
      if (!found) return undefined;
      const stream = guard(found.Body as Readable);
      const { ContentType: contentType = '', ContentLength = 0, ContentRange } = found;
      const size = range ? Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1]) : ContentLength;
      if (Number.isInteger(size)) return { stream, size, contentType };
      stream.destroy();
      throw new AppError('unavailable', 'the blob store does not know ranges');
    },

    async stat(key) {
      const found = await again.send(new HeadObjectCommand(objectOf(key))).catch(ifMissing);
      if (!found) return undefined;
      const { ContentType: contentType = '', ContentLength: size = 0, LastModified, Metadata } = found;
      const sha256 = Metadata?.['sha256'];
      if (!sha256 || !LastModified)
        throw new AppError('unavailable', `${key} was not stored by this program`);
      return { key, size, sha256, contentType, modifiedAt: LastModified };
    },

    async delete(key) {
      await again.send(new DeleteObjectCommand(objectOf(key))).catch(ifMissing);
    },

    async list(prefix, { after, limit = 1_000 } = {}) {
      const page = { Bucket: place.bucket, Prefix: prefix, StartAfter: after || undefined, MaxKeys: limit };
      const found = await again.send(new ListObjectsV2Command(page)).catch(rethrow);
      const keys = (found.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      return { keys, next: found.IsTruncated ? keys.at(-1) : undefined };
    },

    close,
    [Symbol.asyncDispose]: close,
  };
  return blobs;
}

function rethrow(error: unknown): never {
  throw translateS3Error(error);
}

/** The head of a missing object has no body that could name the reason: 'NotFound'. */
function ifMissing(error: unknown): undefined {
  if (/^(NoSuchKey|NotFound)$/.test(failureOf(error))) return undefined;
  throw translateS3Error(error);
}

/** S3 ignores a range it cannot read and answers with everything. */
function formatRange({ start, end }: ByteRange): string {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start)
    throw new AppError('invalid', `no bytes ${start}-${end}`);
  return `bytes=${start}-${end}`;
}

/** Readers meet the failures of the port, not those of a socket. Destroying the result ends the request. */
function guard(body: Readable): Readable {
  const stream = new PassThrough();
  body.once('error', (error) => stream.destroy(translateS3Error(error) as Error));
  stream.once('close', () => body.destroy());
  return body.pipe(stream);
}
