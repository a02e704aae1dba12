import sharp from 'sharp';
import { sniff } from '#server/platform/sniff.ts';
import { AppError } from '#shared/contract/errors.ts';

/** Pixels on each side of a stored picture. */
export const avatarSize = 256;
/** As many as a 50 megapixel camera takes; a small file that unpacks into more is refused before it is unpacked. */
const maxPixels = 50_000_000;

// libvips has threads of its own; one of them is enough beside calls.
sharp.concurrency(1);
sharp.cache(false);

/** Other formats never reach a decoder. */
const formats = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** A square WebP without metadata, upright. `invalid` when the bytes are no picture we take. */
export async function makeAvatar(bytes: Buffer): Promise<Buffer> {
  if (!formats.has(sniff(bytes))) throw notAPicture();
  try {
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(avatarSize, avatarSize, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (cause) {
    throw notAPicture(cause);
  }
}

const notAPicture = (cause?: unknown) =>
  new AppError('invalid', 'The file is not a PNG, JPEG or WebP picture.', {
    details: { reason: 'notAPicture' },
    ...(cause === undefined ? {} : { cause }),
  });
