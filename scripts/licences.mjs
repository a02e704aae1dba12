// Every package that is installed must have a licence that an Apache-2.0 product may be shipped with.
import { existsSync, readFileSync } from 'node:fs';

const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-3.0',
  'Unlicense',
  'Python-2.0',
  'PSF-2.0',
  'Zlib',
  'OFL-1.1',
  'PostgreSQL',
  'WTFPL',
  'MPL-2.0',
  'LGPL-3.0-or-later',
]);
/** Packages that state nothing machine-readable: what their licence file says. */
const stated = { 'xmlhttprequest-ssl': 'MIT' };

/** `(MIT OR Apache-2.0) AND ISC`: an OR needs one side, an AND both. */
function isAllowed(expression) {
  const bare = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' AND ')) return bare.split(' AND ').every(isAllowed);
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return allowed.has(bare.replaceAll(/[()]/g, ''));
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = [];
let checked = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.link) continue;
  const name = path.replace(/^.*node_modules\//, '');
  const manifest = existsSync(`${path}/package.json`)
    ? JSON.parse(readFileSync(`${path}/package.json`, 'utf8'))
    : entry;
  const licence =
    stated[name] ??
    (typeof manifest.license === 'string'
      ? manifest.license
      : (manifest.license?.type ?? entry.license ?? ''));
  checked += 1;
  if (!isAllowed(licence)) problems.push(`${name} ${entry.version}: ${licence || 'states no licence'}`);
}

for (const problem of problems) console.error(problem);
console.log(`${checked} packages checked, ${problems.length} with a licence that does not fit`);
process.exitCode = problems.length === 0 ? 0 : 1;
