import sharp from 'sharp';
import { expect, test } from 'vitest';
import { deleteAvatar, meChanged, personChanged, putAvatar } from '#shared/contract/accounts.ts';
import { raw } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company } from './seeds/accounts.ts';

const picture = (background: string) =>
  sharp({ create: { width: 300, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
const blob = (bytes: Buffer) => new Blob([new Uint8Array(bytes)], { type: 'image/png' });

test('a picture is stored as a small square and seen by colleagues', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ben, chloe] = await hub.connect('ben', 'chloe');
  const atBen = ben.next(meChanged);
  const atChloe = chloe.next(personChanged);
  const me = await ben.request(putAvatar, { body: blob(await picture('#3b82f6')) });
  expect(me.avatarUrl).toMatch(new RegExp(`^/avatars/${hub.seed.ben}/[0-9a-f]{32}\\.webp$`));
  expect((await atBen).me.avatarUrl).toBe(me.avatarUrl);
  expect((await atChloe).person.avatarUrl).toBe(me.avatarUrl);

  const { cookie } = hub.world.get('chloe');
  const response = await fetch(`${hub.url}${me.avatarUrl}`, { headers: { cookie } });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  const { format, width, height } = await sharp(await response.arrayBuffer()).metadata();
  expect({ format, width, height }).toEqual({ format: 'webp', width: 256, height: 256 });
});

test('a new picture has a new address, and the old one is gone', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ben] = await hub.connect('ben');
  const { cookie } = hub.world.get('ben');
  const look = async (url: string | null) =>
    (await fetch(`${hub.url}${url}`, { headers: { cookie } })).status;
  const first = await ben.request(putAvatar, { body: blob(await picture('#ff0000')) });
  const second = await ben.request(putAvatar, { body: blob(await picture('#00ff00')) });
  expect(second.avatarUrl).not.toBe(first.avatarUrl);
  expect([await look(first.avatarUrl), await look(second.avatarUrl)]).toEqual([404, 200]);
  expect((await ben.request(deleteAvatar)).avatarUrl).toBeNull();
  expect(await look(second.avatarUrl)).toBe(404);
});

test('strangers see no picture, and guessed names lead nowhere', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ben] = await hub.connect('ben');
  const { avatarUrl } = await ben.request(putAvatar, { body: blob(await picture('#ff0000')) });
  expect(await raw(hub.url, 'GET', avatarUrl ?? '')).toMatchObject({
    status: 401,
    body: { error: { code: 'unauthenticated' } },
  });
  const { cookie } = hub.world.get('ben');
  const name = 'a'.repeat(32);
  for (const path of [
    `/avatars/${hub.seed.ben}/${name}.webp`,
    `/avatars/${hub.seed.ben}/..%2f..%2fsecret.webp`,
    `/avatars/..%2f..%2f/${name}.webp`,
  ])
    expect(await raw(hub.url, 'GET', path, { headers: { cookie } })).toMatchObject({ status: 404 });
});

test('what is no picture, or too large a one, is refused with its reason', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ben] = await hub.connect('ben');
  const put = (bytes: Buffer) => ben.request(putAvatar, { body: blob(bytes) });
  await expect(put(Buffer.from('<svg/>'))).rejects.toMatchObject({
    code: 'invalid',
    details: { reason: 'notAPicture' },
  });
  await expect(put(Buffer.alloc(0))).rejects.toMatchObject({ code: 'invalid' });
  await expect(put(Buffer.alloc(6 * 1024 * 1024))).rejects.toMatchObject({ code: 'tooLarge' });
  const { cookie } = hub.world.get('ben');
  const json = { body: { a: 1 }, headers: { cookie } };
  expect(await raw(hub.url, 'PUT', '/api/v1/me/avatar', json)).toMatchObject({ status: 400 });
  expect(await raw(hub.url, 'PUT', '/api/v1/me/avatar')).toMatchObject({ status: 401 });
  expect(await raw(hub.url, 'DELETE', '/api/v1/me/avatar')).toMatchObject({ status: 401 });
});

test('uploads are slowed down', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ben] = await hub.connect('ben');
  const put = () => ben.request(putAvatar, { body: blob(Buffer.from('no picture')) });
  for (let count = 0; count < 20; count++) await expect(put()).rejects.toMatchObject({ code: 'invalid' });
  await expect(put()).rejects.toMatchObject({ code: 'tooMany' });
});
