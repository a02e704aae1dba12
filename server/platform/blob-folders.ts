import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** No key contains it, so a blob `a` and a folder of blobs `a/…` can stand side by side. */
const suffix = '~';

export const pathOf = (root: string, key: string): string => path.join(root, `${key}${suffix}`);

/** Renames into place and makes the new name durable. Deleting may remove the folder meanwhile. */
export async function moveInto(source: string, target: string): Promise<void> {
  const folder = path.dirname(target);
  for (let attempt = 1; ; attempt++) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await rename(source, target);
      return await syncFolder(folder);
    } catch (error) {
      if (!isMissing(error) || attempt === 5) throw error;
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Upwards from a deleted blob, as far as nothing else is there. */
export async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let current = folder; current.startsWith(`${root}${path.sep}`); current = path.dirname(current)) {
    const removed = await rmdir(current).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** What an upload left behind that was cut off by a crash. Younger files may belong to a running upload. */
export async function removeLeftovers(folder: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > olderThanMs) await rm(file, { force: true });
  }
}

/** All keys that start with `prefix` and come after `after`, in bytewise order. Enters no folder in vain. */
export async function* walkKeys(
  root: string,
  { prefix, after }: { prefix: string; after: string },
  folder = '',
): AsyncGenerator<string> {
  for (const entry of await sortedEntries(path.join(root, folder))) {
    const name = `${folder}${entry}`;
    if (!entry.endsWith('/')) {
      if (name.startsWith(prefix) && name > after) yield name;
    } else if (mayHold(name, prefix, after)) yield* walkKeys(root, { prefix, after }, name);
  }
}

const mayHold = (folder: string, prefix: string, after: string): boolean =>
  (folder.startsWith(prefix) || prefix.startsWith(folder)) && (folder > after || after.startsWith(folder));

/** Folders as `name/`: that is how they sort among keys. */
async function sortedEntries(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const names = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [`${entry.name}/`];
    return entry.name.endsWith(suffix) ? [entry.name.slice(0, -suffix.length)] : [];
  });
  return names.sort((a, b) => (a < b ? -1 : 1));
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
