import type { Readable } from 'node:stream';
import { AppError } from '#shared/contract/errors.ts';

/** Past this multiple of the limit the sender is not worth listening to any longer. */
const patience = 4;

/**
 * Collects a body of at most `maxBytes`, whatever the sender announced. A larger one is read on for a while without
 * being kept, since a sender in the middle of its body does not see the answer.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > maxBytes * patience) break;
  }
  if (size > maxBytes) throw new AppError('tooLarge', `The body may have ${maxBytes} bytes at most.`);
  return Buffer.concat(chunks);
}
