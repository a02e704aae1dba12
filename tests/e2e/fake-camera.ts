import { writeFile } from 'node:fs/promises';

const usual = { width: 320, height: 180, frameRate: 20 };
const frames = 20;

/** Chroma of the background: what tells one person's picture from another's. */
export type Tint = { u: number; v: number };
const grey: Tint = { u: 108, v: 150 };

export type Size = typeof usual;
/** For a crowd on two cores. */
export const tiny: Size = { width: 160, height: 90, frameRate: 8 };

/** A small moving picture that Chromium plays as a camera: cheap enough for three people on two cores. */
export async function writeFakeCamera(path: string, tint: Tint = grey, size = usual): Promise<string[]> {
  const { width, height, frameRate } = size;
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${frameRate}:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame += 1)
    parts.push(Buffer.from('FRAME\n'), picture(frame, tint, size));
  await writeFile(path, Buffer.concat(parts));
  return [`--use-file-for-fake-video-capture=${path}`];
}

/** Somebody who nods slowly before a lit wall. */
function picture(frame: number, { u, v }: Tint, { width, height }: Size): Buffer {
  const scale = usual.width / width;
  const nod = Math.round(3 * Math.sin((frame / frames) * 2 * Math.PI));
  const isPerson = (x: number, y: number): boolean => {
    const head = ((x - 160) / 30) ** 2 + ((y - 88 - nod) / 38) ** 2 <= 1;
    const body = y > 112 && ((x - 160) / 78) ** 2 + ((y - 182) / 66) ** 2 <= 1;
    return head || body;
  };
  const luma = Buffer.alloc(width * height);
  const [blue, red] = [Buffer.alloc((width * height) / 4, u), Buffer.alloc((width * height) / 4, v)];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [column * scale, row * scale];
      const person = isPerson(x, y);
      luma[row * width + column] = person
        ? 52 + Math.floor(y / 9)
        : 150 + Math.floor(60 * (1 - Math.hypot(x - 110, y - 40) / 340));
      const chroma = (row >> 1) * (width >> 1) + (column >> 1);
      if (person) [blue[chroma], red[chroma]] = [128, 128];
    }
  }
  return Buffer.concat([luma, blue, red]);
}
