import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError, readSettings } from './config.ts';
import type { Environment } from './env.ts';
import { secretFileVariables } from './secret-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'entente-secret-files-'));
  writeFileSync(path.join(folder, 'url'), 'postgres://entente:hunter2@db/entente\n');
  writeFileSync(path.join(folder, 'wrong'), 'mysql://root:hunter2@db');
  writeFileSync(path.join(folder, 'empty'), ' \n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (env: Environment): readonly string[] => {
  try {
    readSettings(env, folder);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

test('every secret, and nothing else, can be in a file', () => {
  expect(secretFileVariables).toContain('DATABASE_URL_FILE');
  expect(secretFileVariables).toContain('ENTENTE_TURN_SECRET_FILE');
  expect(secretFileVariables).not.toContain('ENTENTE_PORT_FILE');
  const { settings, warnings } = readSettings({ DATABASE_URL_FILE: 'url' }, folder);
  expect(settings.database.url).toBe('postgres://entente:hunter2@db/entente');
  expect(warnings).toEqual([]);
});

test('a file that is not there, an empty one and one beside the variable are told', () => {
  for (const file of ['missing', 'empty'])
    expect(problemsOf({ DATABASE_URL_FILE: file })).toEqual([
      `DATABASE_URL_FILE is "${path.join(folder, file)}": it must be a file the hub can read, and not empty.`,
    ]);
  expect(problemsOf({ DATABASE_URL_FILE: 'url', DATABASE_URL: 'postgres://db/x' })).toEqual([
    'DATABASE_URL_FILE is set beside DATABASE_URL: remove one of the two.',
  ]);
});

test('what is wrong in a file is not shown', () => {
  expect(problemsOf({ DATABASE_URL_FILE: 'wrong' })).toEqual([
    'DATABASE_URL is wrong: it must be an address such as postgres://user:password@host/database.',
  ]);
});

test('a file for what is no secret is a misspelt name', () => {
  const { warnings } = readSettings({ ENTENTE_PORT_FILE: 'url', ENTENTE_TURN_SECRETS_FILE: 'url' }, folder);
  expect(warnings).toHaveLength(2);
});
