import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { AppError } from '#shared/contract/errors.ts';

// A blob and what is known about it are one file, so that a single rename puts both in place. The first block is JSON,
// padded with spaces and ended by a line feed; the bytes follow.

export const headerBytes = 1_024;

const Header = z.object({ size: z.int().min(0), sha256: z.string().length(64), contentType: z.string() });
export type Header = z.infer<typeof Header>;

export async function readHeader(file: FileHandle): Promise<Header> {
  const block = Buffer.alloc(headerBytes);
  await file.read(block, 0, headerBytes, 0);
  return Header.parse(JSON.parse(block.toString('utf8')));
}

/** Writes a whole file and returns when it is on the disk, not only in the kernel's memory. */
export async function writeBlobFile(
  target: string,
  body: Readable | Buffer,
  { contentType, maxBytes = Number.POSITIVE_INFINITY }: { contentType: string; maxBytes?: number },
): Promise<Header> {
  const file = await open(target, 'wx', 0o600);
  try {
    const written = await writeBytes(file, Buffer.isBuffer(body) ? [body] : body, maxBytes);
    const header = { ...written, contentType };
    await writeAll(file, formatHeader(header), 0);
    await file.sync();
    return header;
  } finally {
    await file.close();
  }
}

/** Counts, limits and hashes what it writes behind the header. Leaving the loop early destroys the stream. */
async function writeBytes(
  file: FileHandle,
  body: Iterable<Buffer> | AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.length > maxBytes) throw new AppError('tooLarge', `more than ${maxBytes} bytes`);
    hash.update(chunk);
    await writeAll(file, chunk, headerBytes + size);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** The kernel may take less than it was given, a nearly full disk for one. */
async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function formatHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  if (json.length >= headerBytes) throw new AppError('invalid', 'the content type is too long');
  const block = Buffer.alloc(headerBytes, ' ');
  json.copy(block);
  block.write('\n', headerBytes - 1);
  return block;
}
