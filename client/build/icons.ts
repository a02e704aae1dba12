// Draws the PNG icons from favicon.svg: `node client/build/icons.ts`. Its output is committed; run it after changing the logo.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const publicDir = join(import.meta.dirname, '..', 'public');
const logo = await readFile(join(publicDir, 'favicon.svg'), 'utf8');
/** Platforms round or mask these themselves: the square is filled to its edges and the sign keeps clear of them. */
const square = (scale: number) => {
  const inset = (64 - 64 * scale) / 2;
  return logo
    .replace('rx="16"', '')
    .replace('<circle', `<g transform="translate(${inset} ${inset}) scale(${scale})"><circle`)
    .replace('</svg>', '</g></svg>');
};

const draw = (svg: string, size: number, name: string) =>
  sharp(Buffer.from(svg), { density: (72 * size) / 64 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(join(publicDir, 'icons', name));

await draw(logo, 192, 'icon-192.png');
await draw(logo, 512, 'icon-512.png');
await draw(square(0.8), 512, 'maskable-512.png');
await draw(square(0.95), 180, 'apple-touch-icon.png');
