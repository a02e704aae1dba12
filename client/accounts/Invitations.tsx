import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconLink, IconMail, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteInvitation, type Invitation, listInvitations } from '#shared/contract/accounts.ts';
import { Chip } from '../app/Chip.tsx';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../app/Page.tsx';
import { usePerson } from '../app/people.ts';
import { patchQuery } from '../app/query.ts';
import { useFormats } from '../app/time.ts';
import classes from './Invitations.module.css';
import { InviteDialog } from './InviteDialog.tsx';
import { invitationsQuery } from './people.core.ts';

/** The links that are still good: the content column, wherever it stands. */
export function Invitations({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('accounts');
  const [inviting, setInviting] = useState(false);
  const list = useQuery(invitationsQuery());
  const button = (
    <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
      {t('people.invite')}
    </Button>
  );
  return (
    <>
      <Page>
        <PageHeader
          title={t('people.invitations')}
          onBack={onBack}
          actions={list.data?.invitations.length ? button : undefined}
        />
        <PageBody width="reading">
          {list.isPending && <RowsSkeleton rows={4} />}
          {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
          {list.data?.invitations.length === 0 && (
            <EmptyState icon={<IconMail size={24} />} title={t('invitations.none')} action={button}>
              {t('invitations.noneHint')}
            </EmptyState>
          )}
          {list.data && <InvitationLists invitations={list.data.invitations} />}
        </PageBody>
      </Page>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

const isOpen = ({ maxUses, uses }: Invitation) => maxUses === null || uses < maxUses;

function InvitationLists({ invitations }: { invitations: Invitation[] }) {
  const { t } = useTranslation('accounts');
  const open = invitations.filter(isOpen);
  const used = invitations.filter((invitation) => !isOpen(invitation));
  return (
    <>
      <ul className={classes.list}>
        {open.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      {used.length > 0 && (
        <>
          <h2 className={classes.heading}>{t('invitations.usedUp')}</h2>
          <ul className={classes.list}>
            {used.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation('accounts');
  const { date } = useFormats();
  const creator = usePerson(invitation.createdBy);
  const [asking, setAsking] = useState(false);
  const removal = useMutation({
    mutationFn: () => hub.call(deleteInvitation, { invitationId: invitation.id }),
    onSuccess: () =>
      patchQuery(listInvitations, {}, ({ invitations }) => ({
        invitations: invitations.filter(({ id }) => id !== invitation.id),
      })),
  });
  const { email, maxUses, uses } = invitation;
  const use =
    maxUses === null
      ? t('invitations.usedMany', { count: uses })
      : t('invitations.usedOf', { uses, maxUses });
  return (
    <li className={classes.row}>
      <span className={classes.icon}>{email === null ? <IconLink size={18} /> : <IconMail size={18} />}</span>
      <div className={classes.words}>
        <span className={classes.title}>
          {email ?? t('invitations.anybody')}{' '}
          {invitation.role === 'administrator' && <Chip kind="accent">{t('people.administrator')}</Chip>}
          {invitation.role === 'customer' && <Chip>{t('people.kindOf.customer')}</Chip>}
        </span>
        <span className={classes.facts}>
          {[
            creator && t('invitations.by', { name: creator.displayName }),
            use,
            t('invitations.until', { date: date(invitation.expiresAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <Tooltip label={t('invitations.revoke')}>
        <ActionIcon
          aria-label={t('invitations.revokeOf', { name: email ?? t('invitations.anybody') })}
          onClick={() => setAsking(true)}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        title={t('invitations.revokeTitle')}
        confirm={t('invitations.revoke')}
        danger
        onConfirm={() => removal.mutateAsync()}
        onClose={() => setAsking(false)}
      >
        {t('invitations.revokeText')}
      </ConfirmDialog>
    </li>
  );
}
