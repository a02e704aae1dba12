import { existsSync } from 'node:fs';
import { debianRoot } from '../scripts/setup/debian-root.mjs';

const areThere = existsSync(debianRoot('sid')) && existsSync(debianRoot('bookworm'));

/** Why what needs a Debian root does not run here, in words for a test's title; undefined when it does. */
export const noDebianRoots =
  areThere && process.getuid?.() === 0
    ? undefined
    : 'skipped: no Debian roots, which set-up makes as root only';
