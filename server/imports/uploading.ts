import { Readable } from 'node:stream';
import type { Blobs } from '#server/platform/blobs.ts';
import { piecesOf } from '#server/platform/read-body.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type ImportFormat, maxImportBytes } from '#shared/contract/imports.ts';

const headBytes = 4_096;

/** Stores a file as it comes and says what it is; refuses what is no text in UTF-8. */
export async function keepFile(
  blobs: Blobs,
  key: string,
  body: Readable,
): Promise<{ size: number; sha256: string; format: ImportFormat }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head = '';
  async function* checked(): AsyncGenerator<Buffer> {
    for await (const piece of piecesOf(body, maxImportBytes)) {
      const text = decode(piece);
      if (head.length < headBytes) head += text.slice(0, headBytes);
      yield piece;
    }
    decode();
  }
  function decode(piece?: Buffer): string {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw refused('encoding', 'The file is not in UTF-8: save it as "CSV UTF-8" and try again.', cause);
    }
  }
  try {
    const stored = await blobs.put(key, Readable.from(checked()), { contentType: 'text/plain' });
    if (stored.size === 0) throw refused('empty', 'The file is empty.');
    return { ...stored, format: formatOf(head) };
  } catch (error) {
    await blobs.delete(key);
    throw error;
  }
}

function formatOf(head: string): ImportFormat {
  if (!head.trimStart().startsWith('<')) return 'csv';
  if (/<rss\b/i.test(head)) return 'awesomeSupport';
  throw refused('unreadable', 'This is neither a table nor an export of WordPress.');
}

const refused = (reason: string, message: string, cause?: unknown) =>
  new AppError('invalid', message, { cause, details: { reason } });
