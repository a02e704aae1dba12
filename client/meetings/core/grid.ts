export type Size = { width: number; height: number };
export type Grid = { columns: number; rows: number; tile: Size };
type GridOptions = {
  gap: number;
  /** Width through height of a tile may lie between these; a camera's picture is cropped to it. */
  aspect: { min: number; max: number };
};

const cameraAspect = 16 / 9;

/**
 * The columns and rows that show people best in the given area. A tile is scored by the width of the 16:9 picture it can show
 * whole and by its area, so that among nearly equal grids the one wins whose tiles grow into space that would stay empty.
 */
export function bestGrid(area: Size, count: number, { gap, aspect }: GridOptions): Grid {
  let best: { grid: Grid; score: number } | undefined;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    if (columns > 1 && Math.ceil(count / (columns - 1)) === rows) continue;
    const tile = fit(cell(area, columns, rows, gap), aspect);
    const score = Math.min(tile.width, tile.height * cameraAspect) * Math.sqrt(tile.width * tile.height);
    if (!best || score > best.score) best = { grid: { columns, rows, tile }, score };
  }
  return best?.grid ?? { columns: 1, rows: 1, tile: fit(area, aspect) };
}

function cell(area: Size, columns: number, rows: number, gap: number): Size {
  return {
    width: Math.max(0, (area.width - gap * (columns - 1)) / columns),
    height: Math.max(0, (area.height - gap * (rows - 1)) / rows),
  };
}

/** The largest box within the given one whose aspect lies in the range, in whole pixels. */
function fit({ width, height }: Size, { min, max }: GridOptions['aspect']): Size {
  if (width > height * max) return { width: Math.floor(height * max), height: Math.floor(height) };
  if (width < height * min) return { width: Math.floor(width), height: Math.floor(width / min) };
  return { width: Math.floor(width), height: Math.floor(height) };
}

/** Tiles beyond this many go to further pages. */
export const tilesPerPage = 25;

/** The most tiles of one page in an area: never smaller than can be recognised. */
export function pageSize(area: Size): number {
  const smallest = { width: 150, height: 112 };
  const room = Math.floor(area.width / smallest.width) * Math.floor(area.height / smallest.height);
  return Math.max(1, Math.min(tilesPerPage, room));
}

export function pageOf<T>(
  items: readonly T[],
  size: number,
  page: number,
): { items: readonly T[]; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const index = Math.min(Math.max(0, page), pages - 1);
  return { items: items.slice(index * size, (index + 1) * size), pages };
}

/** Oneself, usually last, is on the first page: one wants to see whether one is seen. */
export function selfOnFirstPage<T extends { self: boolean }>(
  items: readonly T[],
  size: number,
): readonly T[] {
  const self = items.findLast((item) => item.self);
  if (!self || items.length <= size) return items;
  const others = items.filter((item) => item !== self);
  return [...others.slice(0, size - 1), self, ...others.slice(size - 1)];
}
