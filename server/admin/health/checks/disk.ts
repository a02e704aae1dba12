import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from '../outcome.ts';

const [lowAt, fullAt] = [0.15, 0.05];

/** Space where the data folder is, or would be: a hub that keeps everything elsewhere has none. Of this hub's machine. */
export const checkDisk =
  (folder: string): Check<'disk'> =>
  async () => {
    const { bavail, blocks, bsize } = await diskOf(folder);
    return judgeDisk(bavail * bsize, blocks * bsize);
  };

async function diskOf(folder: string): Promise<{ bavail: number; blocks: number; bsize: number }> {
  try {
    return await statfs(folder);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing || dirname(folder) === folder) throw error;
    return await diskOf(dirname(folder));
  }
}

export function judgeDisk(freeBytes: number, totalBytes: number) {
  const freeShare = Math.round((freeBytes / Math.max(1, totalBytes)) * 1000) / 1000;
  const facts = { freeBytes, freeShare };
  if (freeShare < fullAt) return { status: 'failed', reason: 'full', facts } as const;
  if (freeShare < lowAt) return { status: 'warning', reason: 'low', facts } as const;
  return { status: 'ok', reason: 'fine', facts } as const;
}
