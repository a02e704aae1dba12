import { type FileHandle, mkdir, open, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import { headerBytes, readHeader, writeBlobFile } from './blob-file.ts';
import {
  isMissing,
  moveInto,
  pathOf,
  removeEmptyFolders,
  removeLeftovers,
  walkKeys,
} from './blob-folders.ts';
import { type BlobInfo, type Blobs, type ByteRange, checkBlobKey } from './blobs.ts';
import { newId } from './ids.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/** Blobs as files below `root`. Several processes may share the folder. */
export async function createDiskBlobs(root: string): Promise<Blobs> {
  const objects = path.join(root, 'objects');
  const uploads = path.join(root, 'uploads');
  for (const folder of [objects, uploads]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftovers(uploads, dayMs);
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const fileOf = (key: string): string => {
    if (closed) throw new AppError('unavailable', 'the blob store has closed');
    return pathOf(objects, checkBlobKey(key));
  };

  async function store(...[key, body, options]: Parameters<Blobs['put']>) {
    const target = fileOf(key);
    const upload = path.join(uploads, newId());
    try {
      const { size, sha256 } = await writeBlobFile(upload, body, options);
      await moveInto(upload, target);
      return { size, sha256 };
    } catch (error) {
      await rm(upload, { force: true });
      throw error;
    }
  }

  const close = async () => {
    closed = true;
    await Promise.allSettled(running);
  };

  return {
    put(key, body, options) {
      const put = store(key, body, options);
      running.add(put);
      return put.finally(() => running.delete(put));
    },

    async get(key, range) {
      const file = await openIfThere(fileOf(key));
      if (!file) return undefined;
      try {
        const { size, contentType } = await readHeader(file);
        const { start, end } = checkRange(range, size);
        const stream = file.createReadStream({ start: headerBytes + start, end: headerBytes + end });
        return { stream, size, contentType };
      } catch (error) {
        await file.close();
        throw error;
      }
    },

    async stat(key): Promise<BlobInfo | undefined> {
      const file = await openIfThere(fileOf(key));
      if (!file) return undefined;
      try {
        return { key, ...(await readHeader(file)), modifiedAt: (await file.stat()).mtime };
      } finally {
        await file.close();
      }
    },

    async delete(key) {
      const file = fileOf(key);
      await unlink(file).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
      await removeEmptyFolders(objects, path.dirname(file));
    },

    async list(prefix, { after = '', limit = 1_000 } = {}) {
      const keys: string[] = [];
      for await (const key of walkKeys(objects, { prefix, after })) {
        if (keys.length === limit) return { keys, next: keys.at(-1) };
        keys.push(key);
      }
      return { keys, next: undefined };
    },

    close,
    [Symbol.asyncDispose]: close,
  };
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** An empty blob has no last byte: it is read from the end of the header on, which gives nothing. */
function checkRange(range: ByteRange | undefined, size: number): ByteRange {
  if (!range) return { start: 0, end: Math.max(size, 1) - 1 };
  const end = Math.min(range.end, size - 1);
  const fits = Number.isInteger(range.start) && Number.isInteger(range.end) && range.start >= 0;
  if (!fits || range.start > end)
    throw new AppError('invalid', `no bytes ${range.start}-${range.end} of ${size}`);
  return { start: range.start, end };
}
