import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { nothing } from '#shared/contract/define.ts';

/** Answers with a file that is written as it is read. */
export async function download(
  response: Response,
  parts: AsyncIterable<string>,
  { name, type }: { name: string; type: string },
): Promise<typeof nothing> {
  response.set({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
  // Whoever goes away in the middle ends the reading, and nobody has to hear of it.
  await pipeline(Readable.from(parts), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  return nothing;
}
