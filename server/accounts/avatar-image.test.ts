import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { avatarSize, makeAvatar } from './avatar-image.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3b82f6' } });

test.each(['png', 'jpeg', 'webp'] as const)('takes %s and makes it a square WebP', async (format) => {
  const bytes = await picture(640, 480).toFormat(format).toBuffer();
  const { format: stored, width, height } = await sharp(await makeAvatar(bytes)).metadata();
  expect({ stored, width, height }).toEqual({ stored: 'webp', width: avatarSize, height: avatarSize });
});

test('drops metadata and turns the picture upright', async () => {
  const left = picture(32, 64).composite([
    { input: { create: { width: 32, height: 32, channels: 3, background: '#ff0000' } }, gravity: 'north' },
  ]);
  const bytes = await left
    .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'Somebody at home' } } })
    .jpeg()
    .toBuffer();
  const avatar = await makeAvatar(bytes);
  const { exif, orientation } = await sharp(avatar).metadata();
  expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined });
  const { data, info } = await sharp(avatar).raw().toBuffer({ resolveWithObject: true });
  const redAt = (x: number) => data[(128 * info.width + x) * info.channels] ?? 0;
  // Orientation 6 turns it a quarter to the right: what was on top is on the right now.
  expect(redAt(250)).toBeGreaterThan(200);
  expect(redAt(5)).toBeLessThan(100);
});

test.each([
  ['text', Buffer.from('hello')],
  ['nothing', Buffer.alloc(0)],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['a PNG signature and nothing behind', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])],
])('refuses %s', async (_name, bytes) => {
  await expect(makeAvatar(bytes)).rejects.toMatchObject({ code: 'invalid' });
});

test('refuses a picture that is cut off', async () => {
  const bytes = await picture(640, 480).jpeg().toBuffer();
  await expect(makeAvatar(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({ code: 'invalid' });
});

test('refuses a small file that would unpack into too many pixels', async () => {
  const bomb = await picture(16, 16).png().toBuffer();
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  await expect(makeAvatar(bomb)).rejects.toMatchObject({
    code: 'invalid',
    cause: { message: expect.stringContaining('pixel limit') },
  });
});
