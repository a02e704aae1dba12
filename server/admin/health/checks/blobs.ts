import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Blobs } from '#server/platform/blobs.ts';
import { newId } from '#server/platform/ids.ts';
import { type Check, timed } from '../outcome.ts';

const slowMs = 1_000;

/** Writes a kilobyte, reads it back and removes it. */
export const checkBlobs =
  (blobs: Blobs): Check<'blobs'> =>
  async () => {
    const key = `health/${newId()}`;
    const written = randomBytes(1024);
    let read: Buffer | undefined;
    const ms = await timed(async () => {
      await blobs.put(key, written, { contentType: 'application/octet-stream' });
      const content = await blobs.get(key);
      read = content && (await buffer(content.stream));
      await blobs.delete(key);
    });
    if (!read?.equals(written)) return { status: 'failed', reason: 'damaged', facts: {} };
    return ms > slowMs
      ? { status: 'warning', reason: 'slow', facts: { ms } }
      : { status: 'ok', reason: 'fine', facts: { ms } };
  };
