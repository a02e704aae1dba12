import { Button } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endOtherSessions, endSession, listSessions, type Session } from '#shared/contract/accounts.ts';
import { Chip } from '../app/Chip.tsx';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { Failure, RowsSkeleton } from '../app/Page.tsx';
import { commandQuery, patchQuery } from '../app/query.ts';
import { useFormats } from '../app/time.ts';
import { toast, toastError } from '../app/toast.ts';
import classes from './SessionList.module.css';
import { deviceName, isPhone } from './user-agent.ts';

export const sessionsQuery = () => ({ ...commandQuery(listSessions, {}), staleTime: 10_000 });

const keep = (wanted: (session: Session) => boolean) =>
  patchQuery(listSessions, {}, ({ sessions }) => ({ sessions: sessions.filter(wanted) }));

/** Where I am signed in. */
export function SessionList() {
  const { t } = useTranslation('accounts');
  const list = useQuery(sessionsQuery());
  const [asking, setAsking] = useState(false);
  if (list.isPending) return <RowsSkeleton rows={2} />;
  if (list.isError) return <Failure compact error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data.sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  );
  const endOthers = async () => {
    const { ended } = await hub.call(endOtherSessions, {});
    keep(({ current }) => current);
    toast(t('security.endedOthers', { count: ended }));
  };
  return (
    <>
      {sessions.length > 1 && (
        <Button mb="xs" variant="default" size="xs" onClick={() => setAsking(true)}>
          {t('security.endOthers')}
        </Button>
      )}
      <ul className={classes.list}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <ConfirmDialog
        opened={asking}
        title={t('security.endOthersTitle')}
        confirm={t('security.endOthers')}
        danger
        onConfirm={endOthers}
        onClose={() => setAsking(false)}
      >
        {t('security.endOthersText')}
      </ConfirmDialog>
    </>
  );
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation('accounts');
  const { ago } = useFormats();
  const ending = useMutation({
    mutationFn: () => hub.call(endSession, { sessionId: session.id }),
    onSuccess: () => keep(({ id }) => id !== session.id),
    onError: (error) => toastError(error),
  });
  const Icon = isPhone(session.userAgent) ? IconDeviceMobile : IconDeviceDesktop;
  const name = deviceName(session.userAgent) ?? t('security.program');
  return (
    <li className={classes.row}>
      <span className={classes.icon}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <span className={classes.title} title={session.userAgent}>
          {name} {session.current && <Chip kind="success">{t('security.thisOne')}</Chip>}
        </span>
        <span className={classes.facts}>
          {session.current
            ? session.address
            : `${session.address} · ${t('security.seen', { ago: ago(session.lastSeenAt) })}`}
        </span>
      </div>
      {!session.current && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          loading={ending.isPending}
          onClick={() => ending.mutate()}
          aria-label={t('security.endOne', { name })}
        >
          {t('security.end')}
        </Button>
      )}
    </li>
  );
}
