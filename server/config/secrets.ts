import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

/** Keys that live outside the database. Both are 32 bytes. */
export type Secrets = {
  /** Mixed into the hash of session tokens, so that a stolen database alone opens no session. */
  sessionPepper: Buffer;
  /** AES-256 key for what is encrypted at rest. */
  encryptionKey: Buffer;
};

const Key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32);
const SecretsFile = z.object({ sessionPepper: Key, encryptionKey: Key });

/** Reads the keys; makes them on the first start of an installation. */
export async function openSecrets(file: string): Promise<Secrets> {
  const text = (await readIfThere(file)) ?? (await create(file));
  const parsed = SecretsFile.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`${file} does not hold the keys of an installation: restore it from a backup.`);
  return parsed.data;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    // Fails where the file is mounted read only, as secrets of containers are.
    await chmod(file, 0o600).catch(() => {});
    return text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Linked into place: of two hubs that start at once on a shared folder, both use the keys of the first. */
async function create(file: string): Promise<string> {
  const key = () => randomBytes(32).toString('base64');
  const half = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o711 });
  await writeFile(half, `${JSON.stringify({ sessionPepper: key(), encryptionKey: key() }, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  await link(half, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(half);
  return readFile(file, 'utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
