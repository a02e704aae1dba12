import { statfs } from 'node:fs/promises';
import type { Check } from '../outcome.ts';

const [lowAt, fullAt] = [0.15, 0.05];

/** Space where the data folder is, of this hub's machine. */
export const checkDisk =
  (folder: string): Check<'disk'> =>
  async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return judgeDisk(bavail * bsize, blocks * bsize);
  };

export function judgeDisk(freeBytes: number, totalBytes: number) {
  const freeShare = Math.round((freeBytes / Math.max(1, totalBytes)) * 1000) / 1000;
  const facts = { freeBytes, freeShare };
  if (freeShare < fullAt) return { status: 'failed', reason: 'full', facts } as const;
  if (freeShare < lowAt) return { status: 'warning', reason: 'low', facts } as const;
  return { status: 'ok', reason: 'fine', facts } as const;
}
