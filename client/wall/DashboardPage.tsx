import { IconAdjustments, IconDeviceTv, IconRefresh } from '@tabler/icons-react';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WallBoard } from '#shared/contract/wall.ts';
import { HeaderButton } from '../app/HeaderButton.tsx';
import { useMe } from '../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../app/Page.tsx';
import { Segments } from '../app/Segments.tsx';
import { useFormats } from '../app/time.ts';
import classes from './DashboardPage.module.css';
import { Late, Newest, Promised } from './Lists.tsx';
import { Agents, Clients } from './Loads.tsx';
import { Impacts, Priorities, Responses } from './Shares.tsx';
import { changedAtOf } from './summary.ts';
import { Totals } from './Totals.tsx';
import { Trend } from './Trend.tsx';
import {
  deskFigures,
  type Scene,
  SceneContext,
  useBoards,
  useFiguresOf,
  useNow,
  useWatched,
} from './use-wall.ts';

const WallsDialog = lazy(() => import('./WallsDialog.tsx'));

/** The state of the desk, live: every number leads to its tickets. */
export function DashboardPage() {
  const { t } = useTranslation('wall');
  useWatched(deskFigures);
  const { can } = useMe();
  const router = useRouter();
  const { queue } = useSearch({ from: '/shell/member/tickets/dashboard' });
  const boards = useBoards(deskFigures, queue);
  const error = useFiguresOf(deskFigures, (state) => state.error);
  const [managing, setManaging] = useState(false);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        subtitle={boards && <LastChange boards={boards} />}
        onBack={() => router.history.push('/tickets')}
        actions={
          <>
            <HeaderButton
              icon={<IconRefresh size={16} />}
              label={t('refresh')}
              onClick={deskFigures.refresh}
            />
            <HeaderButton
              icon={<IconDeviceTv size={16} />}
              label={t('fullScreen')}
              onClick={() => void router.navigate({ to: '/wall' })}
            />
            {can.administer && (
              <HeaderButton
                icon={<IconAdjustments size={16} />}
                label={t('manage.title')}
                onClick={() => setManaging(true)}
              />
            )}
          </>
        }
      />
      <PageBody>
        <QueueSelect chosen={queue} />
        {!boards && error !== null && <Failure error={error} onRetry={deskFigures.refresh} />}
        {!boards && error === null && <RowsSkeleton rows={8} avatar={false} />}
        {boards?.length === 0 && <EmptyState title={t('noQueue')} />}
        {boards && boards.length > 0 && <Board boards={boards} />}
      </PageBody>
      <Suspense fallback={null}>{managing && <WallsDialog onClose={() => setManaging(false)} />}</Suspense>
    </Page>
  );
}

function Board({ boards }: { boards: readonly WallBoard[] }) {
  const now = useNow();
  const { timeZone } = useMe();
  const scene = useMemo<Scene>(() => ({ boards, now, timeZone, hasLinks: true }), [boards, now, timeZone]);
  return (
    <SceneContext value={scene}>
      <div className={classes.dashboard}>
        <Totals />
        <div className={classes.grid}>
          <Priorities half="open" />
          <Priorities half="pending" />
          <div className={classes.stack}>
            <Impacts />
            <Responses />
          </div>
        </div>
        <div className={classes.pair}>
          <Late reading="owed" />
          <Late reading="old" />
          <Promised />
          <Newest list="opened" />
          <Newest list="pending" />
        </div>
        <Trend />
        <div className={classes.pair}>
          <Clients rows={12} />
          <Agents rows={12} />
        </div>
        <Newest list="alerts" />
      </div>
    </SceneContext>
  );
}

function LastChange({ boards }: { boards: readonly WallBoard[] }) {
  const { t } = useTranslation('wall');
  const formats = useFormats();
  const at = changedAtOf(boards);
  return at && <span>{t('changedAt', { time: formats.moment(at) })}</span>;
}

function QueueSelect({ chosen }: { chosen: string | undefined }) {
  const { t } = useTranslation('wall');
  const navigate = useNavigate({ from: '/tickets/dashboard' });
  const all = useBoards(deskFigures, undefined) ?? [];
  if (all.length < 2) return null;
  return (
    <div className={classes.queues}>
      <Segments
        label={t('queue')}
        value={chosen ?? ''}
        options={[
          { value: '', label: t('allQueues') },
          ...all.map(({ queueId, name }) => ({ value: queueId as string, label: name })),
        ]}
        onChange={(value) => void navigate({ search: value === '' ? {} : { queue: value }, replace: true })}
      />
    </div>
  );
}
