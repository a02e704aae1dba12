import { IconLinkOff } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createWallClient } from '#shared/wall-client.ts';
import { setLocale } from '../app/i18n.ts';
import { EmptyState } from '../app/Page.tsx';
import { createScreenFigures, isOutdated } from './wall.core.ts';
import { useFiguresOf } from './use-wall.ts';
import { WallScreen } from './WallScreen.tsx';

/** After an update of the hub the page is loaded anew: a little apart, so that not all screens ask at once. */
const reloadAfterMs = 5_000;

export function ScreenPage() {
  const { t } = useTranslation('wall');
  const { secret } = useParams({ from: '/wall/$secret' });
  const figures = useMemo(() => createScreenFigures(() => createWallClient({ secret })), [secret]);
  const settings = useFiguresOf(figures, (state) => state.settings);
  const error = useFiguresOf(figures, (state) => state.error);
  const locale = settings?.locale;
  useEffect(() => {
    if (locale) void setLocale(locale);
  }, [locale]);
  useEffect(() => {
    if (!isOutdated(error)) return;
    const timer = setTimeout(() => location.reload(), reloadAfterMs * (1 + Math.random()));
    return () => clearTimeout(timer);
  }, [error]);
  if (error !== null && !isOutdated(error))
    return (
      <main id="content">
        <EmptyState isPage icon={<IconLinkOff size={28} />} title={t('screen.refused')}>
          {t('screen.refusedHint')}
        </EmptyState>
      </main>
    );
  return <WallScreen figures={figures} settings={settings} />;
}
