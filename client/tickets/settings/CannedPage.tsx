import { ActionIcon, Button } from '@mantine/core';
import { IconMessageBolt, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CannedReply, deleteCannedReply, listCannedReplies } from '#shared/contract/desk.ts';
import { Chip } from '../../app/Chip.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useAtDesk } from '../use-tickets.ts';
import { CannedDialog } from './CannedDialog.tsx';
import classes from './CannedPage.module.css';

/** What the desk answers again and again: one's own replies and those that everybody has. */
export function CannedPage() {
  const { t } = useTranslation(['tickets', 'common']);
  const navigate = useNavigate();
  const canned = useQuery({ ...commandQuery(listCannedReplies, {}), enabled: useAtDesk() });
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null);
  const [removing, setRemoving] = useState<CannedReply | null>(null);
  const replies = canned.data?.replies ?? [];
  const add = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('canned.add')}
    </Button>
  );
  const remove = async ({ id }: CannedReply) => {
    await hub.call(deleteCannedReply, { id });
    patchQuery(listCannedReplies, {}, (old) => ({ replies: old.replies.filter((reply) => reply.id !== id) }));
  };
  return (
    <Page>
      <PageHeader
        title={t('canned.title')}
        onBack={() => void navigate({ to: '/tickets', search: {} })}
        actions={replies.length > 0 && add}
      />
      <PageBody width="reading">
        {canned.isPending && <RowsSkeleton rows={4} avatar={false} />}
        {canned.isError && <Failure error={canned.error} onRetry={() => void canned.refetch()} />}
        {canned.isSuccess && replies.length === 0 && (
          <EmptyState icon={<IconMessageBolt size={24} />} title={t('canned.empty')} action={add}>
            {t('canned.emptyHint')}
          </EmptyState>
        )}
        <ul className={classes.list}>
          {replies.map((reply) => (
            <li key={reply.id} className={classes.reply}>
              <div className={classes.words}>
                <span className={classes.name}>
                  {reply.name} <Chip>{t(reply.shared ? 'canned.shared' : 'canned.own')}</Chip>
                </span>
                <span className={classes.body}>{reply.body}</span>
              </div>
              {reply.canEdit && (
                <>
                  <ActionIcon
                    aria-label={`${t('canned.edit')}: ${reply.name}`}
                    onClick={() => setEditing(reply)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`${t('common:actions.delete')}: ${reply.name}`}
                    onClick={() => setRemoving(reply)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </>
              )}
            </li>
          ))}
        </ul>
      </PageBody>
      {editing !== null && (
        <CannedDialog reply={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      <ConfirmDialog
        opened={removing !== null}
        title={t('canned.delete')}
        confirm={t('common:actions.delete')}
        danger
        onConfirm={async () => removing && (await remove(removing))}
        onClose={() => setRemoving(null)}
      >
        {t('canned.deleteText', { name: removing?.name ?? '' })}
      </ConfirmDialog>
    </Page>
  );
}
