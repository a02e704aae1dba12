/** Step 3: the client's production build, when something it is made of has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envWithTools, inRoot } from './paths.mjs';
import { openLog, run } from './run.mjs';

const sources = ['client', 'shared'];
const lockfile = inRoot('package-lock.json');
const stamp = inRoot('.setup', 'client');
const page = inRoot('dist', 'client', 'index.html');

export const client = {
  name: 'client',

  isReady: () => existsSync(page) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(),

  async make() {
    const before = fingerprint();
    await run('client', 'vite build', ['vite', 'build', '--config', 'client/vite.config.ts'], {
      log: openLog('client'),
      env: envWithTools(),
      telling: /^error during build/,
      advice: 'The error above names the file to mend.',
    });
    mkdirSync(inRoot('.setup'), { recursive: true });
    writeFileSync(stamp, before);
  },
};

/** Names, sizes and times, not contents: a few milliseconds for thousands of files. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...sources.flatMap(filesBelow), lockfile]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : inRoot(folder, entry.name),
    )
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .sort();
}
