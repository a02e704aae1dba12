import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '#shared/contract/errors.ts';
import { newId } from './ids.ts';

/** A body that is complete: counted, hashed, and readable as often as a retry needs it. */
export type Spooled = {
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Bytes from `start` up to but not including `end`. */
  read(start: number, end: number): Promise<Buffer>;
  /** Idempotent. */
  close(): Promise<void>;
};

export type SpoolOptions = {
  /** For bodies larger than `memoryBytes`; made when missing. */
  folder: string;
  memoryBytes: number;
  maxBytes: number;
};

/**
 * Takes a whole body in before the first byte is sent. A body that breaks off or is too large then never reaches the
 * server, and the hash is known when the object's metadata is written, which S3 asks for first.
 */
export async function spool(body: Readable | Buffer, options: SpoolOptions): Promise<Spooled> {
  const { maxBytes, memoryBytes } = options;
  const hash = createHash('sha256');
  const store = createStore(options.folder, memoryBytes);
  let size = 0;
  try {
    // Leaving the loop early destroys the stream.
    for await (const chunk of Buffer.isBuffer(body) ? [body] : (body as AsyncIterable<Buffer>)) {
      size += chunk.length;
      if (size > maxBytes) throw new AppError('tooLarge', `more than ${maxBytes} bytes`);
      hash.update(chunk);
      await store.add(chunk);
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  return { size, sha256: hash.digest('hex'), read: store.read, close: store.close };
}

/** Small bodies stay in memory; the first chunk too many moves all of it to a file. */
function createStore(folder: string, memoryBytes: number) {
  let chunks: Buffer[] = [];
  let held = 0;
  let file: FileHandle | undefined;

  async function add(chunk: Buffer): Promise<void> {
    if (file) return await appendTo(file, chunk);
    chunks.push(chunk);
    held += chunk.length;
    if (held <= memoryBytes || chunks.length === 1) return;
    file = await openNameless(folder);
    for (const each of chunks) await appendTo(file, each);
    chunks = [];
  }

  async function read(start: number, end: number): Promise<Buffer> {
    const [only] = chunks;
    if (!file) return (only && chunks.length === 1 ? only : Buffer.concat(chunks)).subarray(start, end);
    const bytes = Buffer.alloc(end - start);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0) throw new Error('the spooled body is shorter than it was');
      done += bytesRead;
    }
    return bytes;
  }

  async function close(): Promise<void> {
    const open = file;
    file = undefined;
    chunks = [];
    await open?.close();
  }

  return { add, read, close };
}

const appendTo = (file: FileHandle, chunk: Buffer): Promise<void> => file.appendFile(chunk);

/** Unlinked at once, so that nothing is left behind whatever happens to this process. */
async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = path.join(folder, newId());
  const file = await open(name, 'wx+', 0o600);
  await unlink(name);
  return file;
}
