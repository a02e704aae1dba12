import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { NodeId } from '#shared/contract/ids.ts';
import { Region } from '#shared/contract/regions.ts';

/** What the hub said when this node joined. */
const Membership = z.object({ nodeId: NodeId, region: Region, label: z.string(), hubUrl: z.string() });
export type Membership = z.infer<typeof Membership>;

const File = z.object({ privateKey: z.string(), membership: Membership.optional() });

export type Identity = {
  privateKey: KeyObject;
  /** The raw 32 bytes in base64url. */
  publicKey: string;
  membership: Membership | undefined;
  /** Remembers it over restarts. */
  joined(membership: Membership): Promise<void>;
};

/**
 * Who this media node is: an Ed25519 key made on its first start and what it became a member of. The key never leaves
 * `node.json`; it is on the disk before the hub hears of it, so that a node that dies while it joins can ask again.
 */
export async function openIdentity(dataDir: string): Promise<Identity> {
  const file = path.join(dataDir, 'node.json');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const known = await read(file);
  const privateKey = known?.privateKey ?? generateKeyPairSync('ed25519').privateKey;
  const save = (membership?: Membership) => write(file, privateKey, membership);
  if (!known) await save();
  return {
    privateKey,
    publicKey: String(createPublicKey(privateKey).export({ format: 'jwk' }).x),
    membership: known?.membership,
    joined: save,
  };
}

async function read(file: string) {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const { privateKey, membership } = File.parse(JSON.parse(text));
    return { privateKey: createPrivateKey(privateKey), membership };
  } catch (cause) {
    throw new Error(
      `${file} does not hold the key of a media node: restore it, or delete it and join with a new token.`,
      { cause },
    );
  }
}

/** Whole or not at all, and private from the first byte on. */
async function write(file: string, key: KeyObject, membership: Membership | undefined): Promise<void> {
  const half = `${file}.new`;
  const privateKey = String(key.export({ format: 'pem', type: 'pkcs8' }));
  const handle = await open(half, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${JSON.stringify({ privateKey, membership }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(half, file);
}
