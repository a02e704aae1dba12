import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { run } from './command.ts';

export const superuser = 'hub';

/** Made under another name and renamed when complete: a half-made cluster is never used. */
export async function ensureCluster(
  cluster: string,
  binaries: Binaries,
  account: Account,
  { sync }: { sync: boolean },
): Promise<void> {
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return checkOwner(cluster, account);
  checkUserHasName(account);
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  const options = ['-D', half, '-U', superuser, '--auth=trust', '-E', 'UTF8', '--no-instructions'];
  // The built-in provider needs no locale of the operating system and survives its upgrades.
  const locale = ['--locale-provider=builtin', '--locale=C.UTF-8', '--data-checksums'];
  await run([...account.wrap, binaries.initdb, ...options, ...locale, ...(sync ? [] : ['--no-sync'])], {
    ...account.identity,
    env: binaries.env,
  });
  renameSync(half, cluster);
}

function checkOwner(cluster: string, account: Account): void {
  const owner = statSync(cluster).uid;
  if (owner === account.uid) return;
  throw new Error(
    `The database in ${cluster} belongs to user id ${owner}, but PostgreSQL would run as user id ${account.uid}: ` +
      'start the hub as that user, or change the owner of the folder and all it contains.',
  );
}

/** initdb looks its user up by number, which containers with arbitrary user ids do not have. */
function checkUserHasName(account: Account): void {
  if (account.uid !== process.getuid?.()) return;
  try {
    os.userInfo();
  } catch (cause) {
    throw new Error(
      `User id ${account.uid} has no name on this system, which PostgreSQL needs: set DATABASE_URL.`,
      {
        cause,
      },
    );
  }
}
