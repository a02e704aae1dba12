import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Account } from './account.ts';
import { canReach } from './reach.ts';

/** For data and programs that the database account cannot reach where they are. */
export const systemFolder = '/var/lib/entente';

/** `cluster` is PostgreSQL's data directory; its name carries the major version, an upgrade needs both. */
export type Folders = { base: string; cluster: string; sockets: string };

/** sockaddr_un holds 107 bytes; PostgreSQL appends `/.s.PGSQL.5432`, the lock `/hub.lock`. */
const longestSocketFolder = 107 - '/.s.PGSQL.5432'.length;

export function prepareFolders(dataDir: string, account: Account): Folders {
  const wanted = path.join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  letThrough(dataDir, account);
  const base = canReach(dataDir, account) ? wanted : moveOut(dataDir, wanted);
  const inside = path.join(base, 'run');
  const sockets = Buffer.byteLength(inside) <= longestSocketFolder ? inside : shortFolder(base);
  for (const folder of [base, sockets]) makePrivate(folder, account);
  return { base, cluster: path.join(base, '18'), sockets };
}

/** Others may walk through the data folder, not list it; what is in there is private by itself. */
function letThrough(dataDir: string, account: Account): void {
  const { uid, mode } = lstatSync(dataDir);
  if (uid === process.getuid?.() && !canReach(dataDir, account)) chmodSync(dataDir, mode | 0o011);
}

function moveOut(dataDir: string, wanted: string): string {
  const moved = path.join(systemFolder, `data-${hash(dataDir)}`);
  mkdirSync(wanted, { recursive: true });
  mkdirSync(systemFolder, { recursive: true, mode: 0o711 });
  writeFileSync(
    path.join(wanted, 'MOVED.txt'),
    `The database account cannot reach this folder: a folder above it is private to root.\nThe database is in ${moved}.\n`,
  );
  return moved;
}

function shortFolder(base: string): string {
  const candidates = [os.tmpdir(), '/tmp'].map((folder) => path.join(folder, `entente-${hash(base)}`));
  const short = candidates.find((folder) => Buffer.byteLength(folder) <= longestSocketFolder);
  if (short) return short;
  throw new Error(
    `No folder is short enough for a socket (${longestSocketFolder} bytes): set TMPDIR to a shorter one.`,
  );
}

/** Anybody may make folders below /tmp: one that somebody else made first is refused, never used. */
function makePrivate(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const ours = stat.uid === account.uid || stat.uid === process.getuid?.();
  if (!ours || !stat.isDirectory())
    throw new Error(
      `${folder} belongs to user id ${stat.uid}, but PostgreSQL runs as ${account.uid}: change its owner or remove it.`,
    );
  if (stat.uid !== account.uid) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
