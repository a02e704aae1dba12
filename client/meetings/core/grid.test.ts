import { describe, expect, test } from 'vitest';
import { bestGrid, pageOf, pageSize, selfOnFirstPage } from './grid.ts';

const camera = { gap: 8, aspect: { min: 16 / 9, max: 16 / 9 } };
const flexible = { gap: 8, aspect: { min: 1.2, max: 16 / 9 } };

describe('the grid', () => {
  test('one tile fills a 16:9 window', () => {
    expect(bestGrid({ width: 1280, height: 720 }, 1, camera)).toEqual({
      columns: 1,
      rows: 1,
      tile: { width: 1280, height: 720 },
    });
  });

  test.each([
    [2, 2, 1],
    [3, 2, 2],
    [4, 2, 2],
    [5, 3, 2],
    [6, 3, 2],
    [9, 3, 3],
    [25, 5, 5],
  ])('%i tiles in a wide window are %i columns and %i rows', (count, columns, rows) => {
    expect(bestGrid({ width: 1280, height: 720 }, count, camera)).toMatchObject({ columns, rows });
  });

  test('a tall window stacks two tiles', () => {
    expect(bestGrid({ width: 390, height: 700 }, 2, camera)).toMatchObject({ columns: 1, rows: 2 });
  });

  test('tiles grow into space that a fixed aspect would waste', () => {
    const fixed = bestGrid({ width: 1280, height: 720 }, 2, camera).tile;
    const grown = bestGrid({ width: 1280, height: 720 }, 2, flexible).tile;
    expect(grown.width).toBe(fixed.width);
    expect(grown.height).toBeGreaterThan(fixed.height);
    expect(grown.width / grown.height).toBeGreaterThanOrEqual(1.19);
  });

  test('never leaves its area', () => {
    for (let count = 1; count <= 25; count += 1) {
      for (const area of [
        { width: 1280, height: 640 },
        { width: 390, height: 600 },
        { width: 900, height: 200 },
      ]) {
        const { columns, rows, tile } = bestGrid(area, count, flexible);
        expect(columns * rows).toBeGreaterThanOrEqual(count);
        expect(tile.width * columns + 8 * (columns - 1)).toBeLessThanOrEqual(area.width);
        expect(tile.height * rows + 8 * (rows - 1)).toBeLessThanOrEqual(area.height);
      }
    }
  });

  test('survives no area at all', () => {
    expect(bestGrid({ width: 0, height: 0 }, 3, camera).tile).toEqual({ width: 0, height: 0 });
  });
});

describe('pages', () => {
  test('hold at most 25 tiles and fewer in a small window', () => {
    expect(pageSize({ width: 1920, height: 1080 })).toBe(25);
    expect(pageSize({ width: 390, height: 600 })).toBe(10);
    expect(pageSize({ width: 10, height: 10 })).toBe(1);
  });

  test('oneself is always on the first one', () => {
    const people = [1, 2, 3, 4, 5].map((id) => ({ id, self: id === 5 }));
    expect(selfOnFirstPage(people, 3).map(({ id }) => id)).toEqual([1, 2, 5, 3, 4]);
    expect(selfOnFirstPage(people, 5)).toBe(people);
  });

  test('a page that no longer exists shows the last one', () => {
    expect(pageOf([1, 2, 3, 4, 5], 2, 9)).toEqual({ items: [5], pages: 3 });
    expect(pageOf([], 2, 0)).toEqual({ items: [], pages: 1 });
  });
});
