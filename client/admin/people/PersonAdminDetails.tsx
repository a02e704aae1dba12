import { Button } from '@mantine/core';
import {
  IconHistory,
  IconLogout,
  IconShield,
  IconShieldOff,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminPerson } from '#shared/contract/admin.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { useMe } from '../../app/hub.ts';
import { LinkButton } from '../../app/LinkButton.tsx';
import { Details } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { toast } from '../../app/toast.ts';
import { usePhone } from '../../app/use-phone.ts';
import { Facts, Part } from '../kit/Facts.tsx';
import { setAdmin, setSuspended, signOutEverywhere } from './people-admin.core.ts';
import classes from './PersonAdminDetails.module.css';
import { PersonRole } from './PersonAdminRow.tsx';

/** One account beside the list. */
export function PersonAdminDetails({ row, onClose }: { row: AdminPerson; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'accounts']);
  const { date, dateTime } = useFormats();
  const me = useMe();
  const { person } = row;
  return (
    <Details title={t('accounts:people.profile')} onClose={onClose} takesFocus={usePhone()}>
      <div className={classes.head}>
        <PersonAvatar person={person} size={48} />
        <div>
          <p className={classes.name}>{person.displayName}</p>
          <PersonRole row={row} />
        </div>
      </div>
      <Part title={t('people.account')}>
        <Facts
          facts={[
            row.email !== null && {
              label: t('accounts:fields.email'),
              value: <a href={`mailto:${row.email}`}>{row.email}</a>,
            },
            { label: t('accounts:people.since'), value: date(row.createdAt) },
            {
              label: t('people.columns.seen'),
              value: row.lastSeenAt === null ? t('people.never') : dateTime(row.lastSeenAt),
            },
            {
              label: t('people.columns.sessions'),
              value: String(row.sessions),
              note: t('people.about.sessions'),
            },
          ]}
        />
      </Part>
      <Part title={t('people.administration')}>
        <div className={classes.actions}>
          <LinkButton
            to="/console/audit"
            search={{ by: person.id }}
            variant="default"
            size="xs"
            leftSection={<IconHistory size={16} />}
          >
            {t('people.audit')}
          </LinkButton>
          {person.id !== me.id && <Actions row={row} />}
        </div>
      </Part>
    </Details>
  );
}

function Actions({ row }: { row: AdminPerson }) {
  const { t } = useTranslation(['admin', 'accounts']);
  const [asking, setAsking] = useState<'suspend' | 'admin' | 'signOut' | null>(null);
  const close = () => setAsking(null);
  const name = row.person.displayName;
  const suspendKey = row.suspended ? 'restore' : 'suspend';
  const adminKey = row.isAdmin ? 'dropAdmin' : 'makeAdmin';
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconLogout size={16} />}
        disabled={row.sessions === 0}
        onClick={() => setAsking('signOut')}
      >
        {t('people.signOut.action')}
      </Button>
      {row.person.kind === 'member' && !row.suspended && (
        <Button
          variant="default"
          size="xs"
          leftSection={row.isAdmin ? <IconShieldOff size={16} /> : <IconShield size={16} />}
          onClick={() => setAsking('admin')}
        >
          {t(`accounts:people.${adminKey}.action`)}
        </Button>
      )}
      <Button
        variant="default"
        size="xs"
        className={row.suspended ? '' : (classes.danger ?? '')}
        leftSection={row.suspended ? <IconUserCheck size={16} /> : <IconUserOff size={16} />}
        onClick={() => setAsking('suspend')}
      >
        {t(`accounts:people.${suspendKey}.action`)}
      </Button>
      <ConfirmDialog
        opened={asking === 'signOut'}
        title={t('people.signOut.title', { name })}
        confirm={t('people.signOut.action')}
        onConfirm={async () => {
          const count = await signOutEverywhere(row);
          toast(t('people.signOut.done', { count }));
        }}
        onClose={close}
      >
        {t('people.signOut.text', { count: row.sessions })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'suspend'}
        title={t(`accounts:people.${suspendKey}.title`, { name })}
        confirm={t(`accounts:people.${suspendKey}.action`)}
        danger={!row.suspended}
        onConfirm={() => setSuspended(row, !row.suspended)}
        onClose={close}
      >
        {t(`accounts:people.${suspendKey}.text`)}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'admin'}
        title={t(`accounts:people.${adminKey}.title`, { name })}
        confirm={t(`accounts:people.${adminKey}.action`)}
        onConfirm={() => setAdmin(row, !row.isAdmin)}
        onClose={close}
      >
        {t(`accounts:people.${adminKey}.text`)}
      </ConfirmDialog>
    </>
  );
}
