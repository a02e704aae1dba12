import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bestGrid, pageOf, pageSize, selfOnFirstPage } from '../core/grid.ts';
import type { Tile } from '../core/tiles.ts';
import classes from './GridView.module.css';
import { TileView } from './TileView.tsx';
import { useSize } from './use-size.ts';

type Props = { tiles: readonly Tile[]; pinned: string | undefined; pin: (key: string | undefined) => void };

const gap = 8;
/** Tiles of a wide window are wide; in a tall one they may be tall, as phones hold them. */
const aspects = { wide: { min: 1.34, max: 16 / 9 }, tall: { min: 0.72, max: 16 / 9 } };

/** Everybody alike, as large as the window allows; further pages beyond 25. */
export function GridView({ tiles, pinned, pin }: Props) {
  const { t } = useTranslation('meetings');
  const [ref, area] = useSize<HTMLDivElement>();
  const [page, setPage] = useState(0);
  const size = pageSize(area);
  const { items, pages } = pageOf(selfOnFirstPage(tiles, size), size, page);
  const shown = Math.min(page, pages - 1);
  const aspect = area.width > area.height ? aspects.wide : aspects.tall;
  const { columns, tile } = bestGrid(area, items.length, { gap, aspect });
  const width = columns * tile.width + (columns - 1) * gap;
  return (
    <div className={classes.pager}>
      <div ref={ref} className={classes.area}>
        {area.width > 0 && (
          <ul
            className={classes.grid}
            style={{ width, '--tile-width': `${tile.width}px`, '--tile-height': `${tile.height}px` }}
          >
            {items.map((one) => (
              <li key={one.key} className={classes.cell}>
                <TileView
                  tile={one}
                  place="grid"
                  pinned={pinned === one.key}
                  onPin={tiles.length > 1 ? () => pin(one.key) : undefined}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {pages > 1 && (
        <div className={classes.pages} role="group" aria-label={t('layout.pages')}>
          <ActionIcon
            variant="default"
            radius="xl"
            aria-label={t('layout.previousPage')}
            disabled={shown === 0}
            onClick={() => setPage(shown - 1)}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <span aria-live="polite">{t('layout.page', { page: shown + 1, pages })}</span>
          <ActionIcon
            variant="default"
            radius="xl"
            aria-label={t('layout.nextPage')}
            disabled={shown === pages - 1}
            onClick={() => setPage(shown + 1)}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
