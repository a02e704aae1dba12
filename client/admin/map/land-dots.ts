import { type Region, regions } from '#shared/contract/regions.ts';
import { land } from './land.ts';
import { height, unproject, width } from './projection.ts';

const step = 7.2;

/** Even-odd rule: a ray to the east crosses the outline an odd number of times. */
function isInside(outline: readonly number[], longitude: number, latitude: number): boolean {
  let inside = false;
  for (let at = 0, before = outline.length - 2; at < outline.length; before = at, at += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [
      outline[at],
      outline[at + 1],
      outline[before],
      outline[before + 1],
    ];
    const crosses = y1 > latitude !== y2 > latitude;
    if (crosses && longitude < ((x2 - x1) * (latitude - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

export const regionAt = (longitude: number, latitude: number): Region | undefined =>
  land.find(({ outline }) => isInside(outline, longitude, latitude))?.region;

/**
 * One SVG path a region: a line of no length for each dot, which round ends make a circle. Rows are shifted by half a step, so
 * that coasts do not show the grid.
 */
function draw(): Record<Region, string> {
  const paths = Object.fromEntries(regions.map((region) => [region, ''])) as Record<Region, string>;
  for (let row = 0, y = step / 2; y < height; row += 1, y += step * 0.87)
    for (let x = (row % 2) * (step / 2); x < width; x += step) {
      const { longitude, latitude } = unproject({ x, y });
      const region = regionAt(longitude, latitude);
      if (region) paths[region] += `M${x.toFixed(1)} ${y.toFixed(1)}h0`;
    }
  return paths;
}

let drawn: Record<Region, string> | undefined;
export function landDots(): Record<Region, string> {
  drawn ??= draw();
  return drawn;
}
