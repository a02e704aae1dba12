import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spool } from '#server/platform/blobs-s3-spool.ts';

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'entente-spool-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const options = () => ({ folder: path.join(scratch, 'uploads'), memoryBytes: 1_000, maxBytes: 10_000 });
const parts = (count: number) => Array.from({ length: count }, () => randomBytes(300));

test.each([
  ['nothing', []],
  ['what fits into memory', parts(3)],
  ['what does not', parts(20)],
])('%s is counted, hashed and read as often as one likes', async (_name, body) => {
  const whole = Buffer.concat(body);
  const spooled = await spool(Readable.from(body), options());
  expect(spooled).toMatchObject({
    size: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
  });
  for (let time = 0; time < 2; time++) {
    expect((await spooled.read(0, spooled.size)).equals(whole)).toBe(true);
    const [start, end] = [Math.floor(whole.length / 3), Math.floor(whole.length / 2)];
    expect((await spooled.read(start, end)).equals(whole.subarray(start, end))).toBe(true);
  }
  await spooled.close();
  await spooled.close();
});

test('the file has no name, whatever happens', async () => {
  const folder = path.join(scratch, 'others');
  const spooled = await spool(Readable.from(parts(20)), { ...options(), folder });
  expect(readdirSync(folder)).toEqual([]);
  await spooled.close();
  await expect(spool(Readable.from(parts(40)), { ...options(), folder })).rejects.toMatchObject({
    code: 'tooLarge',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a body that breaks off is an error, and a small one touches no disk', async () => {
  async function* breaking() {
    yield Buffer.from('half');
    throw new Error('cut off');
  }
  const folder = path.join(scratch, 'never');
  await expect(spool(Readable.from(breaking()), { ...options(), folder })).rejects.toThrow('cut off');
  await (await spool(Buffer.from('small'), { ...options(), folder })).close();
  expect(existsSync(folder)).toBe(false);
});
