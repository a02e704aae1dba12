import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Blobs } from '#server/platform/blobs.ts';

const text = { contentType: 'text/plain' };
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function read(
  blobs: Blobs,
  key: string,
  range?: { start: number; end: number },
): Promise<string | undefined> {
  const content = await blobs.get(key, range);
  return content && (await buffer(content.stream)).toString();
}

/** What every blob store promises. `createStore` gives an empty one that cleans up when disposed. */
export function describeBlobs(name: string, createStore: () => Promise<Blobs>): void {
  describe(`blobs: ${name}`, () => {
    describeContent(createStore);
    describeKeys(createStore);
  });
}

function describeContent(createStore: () => Promise<Blobs>): void {
  test('what is put can be got, with its size, hash and type', async () => {
    await using blobs = await createStore();
    const bytes = randomBytes(300_000);
    const put = await blobs.put('files/a', bytes, { contentType: 'image/png' });
    expect(put).toEqual({ size: 300_000, sha256: sha256(bytes) });
    const got = await blobs.get('files/a');
    expect(got).toMatchObject({ size: 300_000, contentType: 'image/png' });
    expect((await buffer(got?.stream ?? Readable.from([]))).equals(bytes)).toBe(true);
    const stat = await blobs.stat('files/a');
    expect(stat).toMatchObject({ key: 'files/a', ...put, contentType: 'image/png' });
    expect(Math.abs(Date.now() - (stat?.modifiedAt.getTime() ?? 0))).toBeLessThan(5_000);
  });

  test('a stream is stored as it comes; nothing at all is a blob too', async () => {
    await using blobs = await createStore();
    const parts = Array.from({ length: 50 }, () => randomBytes(20_000));
    const put = await blobs.put('streamed', Readable.from(parts), text);
    expect(put).toEqual({ size: 1_000_000, sha256: sha256(Buffer.concat(parts)) });
    await blobs.put('empty', Buffer.alloc(0), text);
    expect(await read(blobs, 'empty')).toBe('');
    expect(await blobs.stat('empty')).toMatchObject({ size: 0 });
  });

  test('a range gives its bytes, both ends included', async () => {
    await using blobs = await createStore();
    await blobs.put('digits', Buffer.from('0123456789'), text);
    expect(await read(blobs, 'digits', { start: 2, end: 4 })).toBe('234');
    expect(await read(blobs, 'digits', { start: 9, end: 99 })).toBe('9');
    for (const range of [
      { start: 10, end: 11 },
      { start: 4, end: 2 },
      { start: -1, end: 2 },
    ])
      await expect(blobs.get('digits', range)).rejects.toMatchObject({ code: 'invalid' });
    const part = await blobs.get('digits', { start: 2, end: 4 });
    expect(part?.size).toBe(10);
    part?.stream.destroy();
  });

  test('replacing is all or nothing: a reader that began keeps the old bytes', async () => {
    await using blobs = await createStore();
    const [old, fresh] = [Buffer.alloc(2_000_000, 'o'), Buffer.alloc(2_000_000, 'n')];
    await blobs.put('key', old, text);
    const reading = await blobs.get('key');
    await blobs.put('key', fresh, text);
    expect((await buffer(reading?.stream ?? Readable.from([]))).equals(old)).toBe(true);
    expect(await read(blobs, 'key')).toBe(fresh.toString());
  });

  test('a body that breaks off or is too large changes nothing', async () => {
    await using blobs = await createStore();
    await blobs.put('key', Buffer.from('before'), text);
    async function* breaking() {
      yield Buffer.from('half');
      await sleep(5);
      throw new Error('the upload was cut off');
    }
    await expect(blobs.put('key', Readable.from(breaking()), text)).rejects.toThrow('cut off');
    await expect(blobs.put('key', Buffer.alloc(11), { ...text, maxBytes: 10 })).rejects.toMatchObject({
      code: 'tooLarge',
    });
    await expect(blobs.put('other', Readable.from(breaking()), text)).rejects.toThrow('cut off');
    expect(await read(blobs, 'key')).toBe('before');
    expect((await blobs.list('')).keys).toEqual(['key']);
  });

  test('of many that write one key at once, one wins whole', async () => {
    await using blobs = await createStore();
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(bodies.map((body) => blobs.put('contested', Buffer.from(body), text)));
    expect(bodies).toContain(await read(blobs, 'contested'));
  });
}

function describeKeys(createStore: () => Promise<Blobs>): void {
  test('what is not there is undefined, and deleting it is no error', async () => {
    await using blobs = await createStore();
    await blobs.put('here/a', Buffer.from('x'), text);
    expect(await blobs.get('here/b')).toBeUndefined();
    expect(await blobs.stat('here')).toBeUndefined();
    await blobs.delete('here/b');
    await blobs.delete('here/a');
    await blobs.delete('here/a');
    expect(await blobs.get('here/a')).toBeUndefined();
    expect((await blobs.list('')).keys).toEqual([]);
  });

  test.each([
    '',
    '/',
    '/etc/passwd',
    '../outside',
    'a/../b',
    'a//b',
    'a/',
    '.',
    '.hidden',
    'Upper',
    'with space',
    'nul\0',
    'back\\slash',
    'é',
    'a'.repeat(101),
    Array.from({ length: 20 }, () => 'a'.repeat(40)).join('/'),
  ])('%j is no key', async (key) => {
    await using blobs = await createStore();
    const invalid = { code: 'invalid' };
    await expect(blobs.put(key, Buffer.from('x'), text)).rejects.toMatchObject(invalid);
    await expect(blobs.get(key)).rejects.toMatchObject(invalid);
    await expect(blobs.stat(key)).rejects.toMatchObject(invalid);
    await expect(blobs.delete(key)).rejects.toMatchObject(invalid);
  });

  test('lists by prefix, in order, in pages', async () => {
    await using blobs = await createStore();
    const keys = ['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'a/c', 'a0', 'ab/x', 'b/1', 'b/10', 'b/2'];
    for (const key of keys.toReversed()) await blobs.put(key, Buffer.from(key), text);
    expect(await blobs.list('')).toEqual({ keys, next: undefined });
    expect((await blobs.list('a/')).keys).toEqual(['a/b', 'a/b/c', 'a/c']);
    expect((await blobs.list('b/1')).keys).toEqual(['b/1', 'b/10']);
    expect((await blobs.list('../')).keys).toEqual([]);
    expect(await read(blobs, 'a')).toBe('a');
    for (const limit of [1, 2, 3, 5, 11]) expect(await pages(blobs, limit)).toEqual(keys);
  });

  test('after closing nothing works', async () => {
    const blobs = await createStore();
    const put = blobs.put('key', Buffer.alloc(1_000_000), text);
    await blobs.close();
    await expect(put).resolves.toMatchObject({ size: 1_000_000 });
    await blobs[Symbol.asyncDispose]();
    await expect(blobs.get('key')).rejects.toMatchObject({ code: 'unavailable' });
  });
}

async function pages(blobs: Blobs, limit: number): Promise<string[]> {
  const all: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const { keys, next } = await blobs.list('', { after, limit });
    expect(keys.length).toBeLessThanOrEqual(limit);
    all.push(...keys);
    after = next;
  }
  return all;
}
