import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WallSettings } from '#shared/contract/wall.ts';
import { usePageTitle } from '../app/title.ts';
import { useIdle } from './use-idle.ts';
import { useRotation } from './use-rotation.ts';
import { type Scene, SceneContext, useBoards, useFiguresOf, useNow, useWatched } from './use-wall.ts';
import type { LiveFigures } from './wall.core.ts';
import { WallBar } from './WallBar.tsx';
import { pages } from './wall-pages.tsx';
import { usePausing, useWallOptions } from './wall-options.ts';
import classes from './WallScreen.module.css';

/** Of a screen, or of an employee's own tab, which has no name. */
type Shown = Pick<WallSettings, 'pages' | 'secondsPerPage' | 'timeZone'> & { name?: string };

/** Full screen: dark, numbers first, one page after the other. */
export function WallScreen({ figures, settings }: { figures: LiveFigures; settings: Shown | undefined }) {
  const { t } = useTranslation('wall');
  useWatched(figures);
  const boards = useBoards(figures, undefined);
  const isLive = useFiguresOf(figures, (state) => state.isLive);
  const idle = useIdle();
  const title = settings?.name ?? t('title');
  usePageTitle(title);
  return (
    <main
      id="content"
      tabIndex={-1}
      className={classes.wall}
      data-mantine-color-scheme="dark"
      data-idle={idle || undefined}
    >
      <VisuallyHidden component="h1" data-page-title tabIndex={-1}>
        {title}
      </VisuallyHidden>
      {settings && boards ? (
        <Pages figures={figures} settings={settings} boards={boards} title={title} isLive={isLive} />
      ) : (
        <p className={classes.waiting} role="status">
          {t('screen.connecting')}
        </p>
      )}
    </main>
  );
}

type Props = {
  figures: LiveFigures;
  settings: Shown;
  boards: Scene['boards'];
  title: string;
  isLive: boolean;
};

function Pages({ figures, settings, boards, title, isLive }: Props) {
  const { t } = useTranslation('wall');
  const now = useNow();
  const options = useWallOptions(settings.pages);
  const { page, turn, show } = useRotation(options.pages.length, settings.secondsPerPage, options.isPaused);
  usePausing(show, page, options);
  const name = options.pages[page] ?? 'overview';
  const Shown = pages[name];
  const { timeZone } = settings;
  const scene = useMemo<Scene>(() => ({ boards, now, timeZone, hasLinks: false }), [boards, now, timeZone]);
  return (
    <SceneContext value={scene}>
      <WallBar
        title={title}
        page={name}
        turn={turn}
        seconds={settings.secondsPerPage}
        isLive={isLive}
        options={options}
        allPages={settings.pages}
        onShow={(wanted) => show(options.pages.indexOf(wanted))}
        onRefresh={figures.refresh}
      />
      <div key={name} className={classes.page} role="region" aria-label={t(`pages.${name}`)}>
        <Shown />
      </div>
    </SceneContext>
  );
}
