/** Size of the map's own coordinates; the picture scales. */
export const width = 1000;
export const height = 440;
const west = -172;
const east = 183;
const north = 76;
const south = -56;
/** Degrees of latitude are drawn a little taller than those of longitude, as the eye is used to from other maps. */
const parallels = 1.2;

const scale = Math.min(width / (east - west), height / ((north - south) * parallels));
const left = (width - (east - west) * scale) / 2;

export type Point = { x: number; y: number };
export const project = (longitude: number, latitude: number): Point => ({
  x: left + (longitude - west) * scale,
  y: (north - latitude) * parallels * scale,
});
export const unproject = ({ x, y }: Point): { longitude: number; latitude: number } => ({
  longitude: (x - left) / scale + west,
  latitude: north - y / (parallels * scale),
});
