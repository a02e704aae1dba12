/** Where set-up works. Everything it makes outside of `node_modules` and `dist` lies in `.setup` or in the cache. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const inRoot = (...parts) => join(root, ...parts);

/** What outlives a clone: a worker is built once for all of them. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'entente');

const projectBin = inRoot('node_modules', '.bin');
const searchPath = (process.env.PATH ?? '').split(delimiter);

/** The project's own Node once `npm ci` has brought it, else the one that runs this. */
export function nodeBinary() {
  const own = join(projectBin, 'node');
  return existsSync(own) ? own : process.execPath;
}

/** For the project's tools: their `#!/usr/bin/env node` must find the project's Node. */
export const envWithTools = () => ({ ...process.env, PATH: [projectBin, ...searchPath].join(delimiter) });

/** For npm itself: `npm ci` deletes the folder that the project's Node is in. */
export function envWithoutTools() {
  const others = searchPath.filter((folder) => resolve(folder) !== projectBin);
  return { ...process.env, PATH: others.join(delimiter) };
}

export const onPath = (command) => searchPath.some((folder) => existsSync(join(folder, command)));
