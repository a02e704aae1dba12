import type { Readable } from 'node:stream';
import { AppError } from '#shared/contract/errors.ts';

export type BlobInfo = {
  key: string;
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  contentType: string;
  modifiedAt: Date;
};

/** `size` is that of the whole blob, also when `stream` gives a part. The stream has to be read or destroyed. */
export type BlobContent = { stream: Readable; size: number; contentType: string };
/** Bytes `start` to `end`, both inclusive, as in an HTTP range. */
export type ByteRange = { start: number; end: number };

/** Bytes that are too large for a row: uploads, recordings, previews. Disk or any S3. */
export interface Blobs {
  /**
   * Replaces what is there. A reader sees the old or the new bytes, never a mixture. Rejects when `body` fails, with
   * 'tooLarge' when it has more than `maxBytes`; then nothing has changed.
   */
  put(
    key: string,
    body: Readable | Buffer,
    options: { contentType: string; maxBytes?: number },
  ): Promise<{ size: number; sha256: string }>;
  /** A range that begins after the last byte is 'invalid'. */
  get(key: string, range?: ByteRange): Promise<BlobContent | undefined>;
  stat(key: string): Promise<BlobInfo | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Sorted by key (bytewise); `next` is the `after` of the following page. */
  list(
    prefix: string,
    page?: { after?: string; limit?: number },
  ): Promise<{ keys: string[]; next: string | undefined }>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const segment = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Keys are lower-case segments joined by '/', such as `files/0192f0c1.../original`. The alphabet is that narrow
 * because keys become file names: no case to fold, nothing to escape, no way up.
 */
export function checkBlobKey(key: string): string {
  const fits = key.length <= 512 && key.split('/').every((part) => segment.test(part));
  if (!fits) throw new AppError('invalid', `"${key.slice(0, 100)}" is not a blob key`);
  return key;
}
