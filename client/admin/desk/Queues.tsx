import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueSetup } from '#shared/contract/desk.ts';
import { Failure, RowsSkeleton } from '../../app/Page.tsx';
import rows from '../rules/rules.module.css';
import { QueueDialog } from './QueueDialog.tsx';
import { QueueRow } from './QueueRow.tsx';
import { queuesQuery } from './queues.core.ts';

/** Where tickets wait, for whom, and by which rules. */
export function Queues() {
  const { t } = useTranslation('desk');
  const list = useQuery(queuesQuery);
  const [editing, setEditing] = useState<QueueSetup | 'new'>();
  return (
    <section>
      <div className={rows.heading}>
        <h2>{t('queues.title')}</h2>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEditing('new')}
        >
          {t('queues.add')}
        </Button>
      </div>
      {list.isPending && <RowsSkeleton rows={3} avatar={false} />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={rows.list}>
        {list.data?.queues.map((queue) => (
          <QueueRow key={queue.id} queue={queue} onEdit={() => setEditing(queue)} />
        ))}
      </ul>
      {editing && (
        <QueueDialog queue={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </section>
  );
}
