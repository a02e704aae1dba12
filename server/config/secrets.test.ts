import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecrets } from './secrets.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'entente-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keys are made once, private, and the same ever after', async () => {
  const file = path.join(folder, 'new', 'secrets.json');
  const first = await openSecrets(file);
  expect([first.sessionPepper.length, first.encryptionKey.length]).toEqual([32, 32]);
  expect(first.sessionPepper.equals(first.encryptionKey)).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await openSecrets(file)).toEqual(first);
});

test('of many that start at once, all use the same keys and nothing is left behind', async () => {
  const file = path.join(folder, 'secrets.json');
  const all = await Promise.all(Array.from({ length: 10 }, () => openSecrets(file)));
  expect(new Set(all.map((secrets) => secrets.encryptionKey.toString('hex'))).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});

test('a damaged file is refused, never replaced', async () => {
  const file = path.join(folder, 'secrets.json');
  for (const content of ['', '{}', '{"sessionPepper":"AAAA","encryptionKey":"AAAA"}']) {
    writeFileSync(file, content);
    await expect(openSecrets(file)).rejects.toThrow('restore it from a backup');
  }
});

test('a file others may read is made private', async () => {
  const file = path.join(folder, 'secrets.json');
  await openSecrets(file);
  chmodSync(file, 0o644);
  await openSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
