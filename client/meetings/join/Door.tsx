import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconVideoOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '#shared/contract/errors.ts';
import { useMaybeMe } from '../../app/hub.ts';
import { EmptyState, Failure } from '../../app/Page.tsx';
import { usePageTitle } from '../../app/title.ts';
import classes from './Door.module.css';

type DoorProps = {
  /** Names the tab. */
  title: string;
  /** For a screen reader, where the page itself shows no heading. */
  heading?: string;
  children: ReactNode;
};

/** The calm page before a call: everything in the middle, nothing around it. */
export function Door({ title, heading, children }: DoorProps) {
  usePageTitle(title);
  return (
    <div className={classes.door}>
      <div className={classes.inner}>
        {heading !== undefined && (
          <VisuallyHidden component="h1" tabIndex={-1} data-page-title>
            {heading}
          </VisuallyHidden>
        )}
        {children}
      </div>
    </div>
  );
}

export function DoorSkeleton() {
  const { t } = useTranslation('common');
  return (
    <div className={classes.columns} aria-busy="true">
      <VisuallyHidden>{t('shell.loading')}</VisuallyHidden>
      <Skeleton className={classes.picture} radius="lg" />
      <div className={classes.words}>
        <Skeleton height={24} width="70%" />
        <Skeleton height={12} width="45%" />
        <Skeleton height={48} mt="md" />
      </div>
    </div>
  );
}

/** The link leads nowhere, or the hub cannot be asked. */
export function NoMeeting({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation('meetings');
  const me = useMaybeMe();
  const gone = error instanceof AppError && (error.code === 'notFound' || error.code === 'invalid');
  return (
    <Door title={t('join.title')} heading={t('join.title')}>
      {gone ? (
        <EmptyState
          icon={<IconVideoOff size={24} />}
          title={t('join.unknownTitle')}
          action={
            me !== null &&
            me.kind !== 'guest' && (
              <Button renderRoot={(props) => <Link to="/meetings" {...props} />}>
                {t('join.toMeetings')}
              </Button>
            )
          }
        >
          {t('join.unknownText')}
        </EmptyState>
      ) : (
        <Failure error={error} onRetry={retry} />
      )}
    </Door>
  );
}
