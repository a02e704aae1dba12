import type { Readable } from 'node:stream';
import { AppError } from '#shared/contract/errors.ts';

/** Past this multiple of the limit the sender is not worth listening to any longer. */
const patience = 4;

/**
 * The pieces of a body of at most `maxBytes`, whatever the sender announced. A larger one is read on for a while, since a
 * sender in the middle of its body does not see the answer, and then refused.
 */
export async function* piecesOf(body: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      size += piece.length;
      if (size <= maxBytes) yield piece;
      if (size > maxBytes * patience) break;
    }
  } catch (cause) {
    throw new AppError('invalid', 'The body ended before its end.', { cause });
  }
  if (size > maxBytes) throw new AppError('tooLarge', `The body may have ${maxBytes} bytes at most.`);
}

export async function readBody(body: Readable, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(body, maxBytes)) pieces.push(piece);
  return Buffer.concat(pieces);
}
