import sharp from 'sharp';
import { AppError } from '#shared/contract/errors.ts';

/** Pixels on each side of a stored picture. */
export const avatarSize = 256;
/** As many as a 50 megapixel camera takes; a small file that unpacks into more is refused before it is unpacked. */
const maxPixels = 50_000_000;

// libvips has threads of its own; one of them is enough beside calls.
sharp.concurrency(1);
sharp.cache(false);

type Format = 'png' | 'jpeg' | 'webp';

/** What the bytes are, whatever the sender calls them. Other formats never reach a decoder. */
export function sniffImage(bytes: Buffer): Format | undefined {
  if (bytes.subarray(0, 8).equals(pngSignature)) return 'png';
  if (bytes.subarray(0, 3).equals(jpegSignature)) return 'jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return undefined;
}
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegSignature = Buffer.from([0xff, 0xd8, 0xff]);

/** A square WebP without metadata, upright. `invalid` when the bytes are no picture we take. */
export async function makeAvatar(bytes: Buffer): Promise<Buffer> {
  if (!sniffImage(bytes)) throw notAPicture();
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
