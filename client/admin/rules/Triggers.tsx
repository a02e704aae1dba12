import { Button } from '@mantine/core';
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTriggers, orderTriggers } from '#shared/contract/rules.ts';
import { hub } from '../../app/hub.ts';
import { EmptyState, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { type Draft, moved, newDraft, toDraft } from './draft.ts';
import classes from './rules.module.css';
import { TriggerDialog } from './TriggerDialog.tsx';
import { TriggerRow } from './TriggerRow.tsx';

/** In the order in which they are asked. */
export function Triggers() {
  const { t } = useTranslation('rules');
  const list = useQuery({ ...commandQuery(listTriggers, {}), staleTime: 0 });
  const [editing, setEditing] = useState<Draft>();
  const triggers = list.data?.triggers ?? [];
  const move = (from: number, to: number) => {
    const sorted = moved(triggers, from, to);
    patchQuery(listTriggers, {}, () => ({ triggers: sorted }));
    hub.call(orderTriggers, { triggerIds: sorted.map(({ id }) => id) }).catch((error: unknown) => {
      toastError(error);
      void list.refetch();
    });
  };
  const button = (
    <Button
      variant={triggers.length === 0 ? 'filled' : 'default'}
      size="xs"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing(newDraft())}
    >
      {t('triggers.create')}
    </Button>
  );
  return (
    <section>
      <div className={classes.heading}>
        <h2>{t('triggers.title')}</h2>
        {triggers.length > 0 && button}
      </div>
      {list.isPending && <RowsSkeleton rows={3} avatar={false} />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && triggers.length === 0 && (
        <EmptyState icon={<IconBolt size={24} />} title={t('triggers.none')} action={button}>
          {t('triggers.noneHint')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {triggers.map((trigger, at) => (
          <TriggerRow
            key={trigger.id}
            trigger={trigger}
            onUp={at > 0 ? () => move(at, at - 1) : undefined}
            onDown={at < triggers.length - 1 ? () => move(at, at + 1) : undefined}
            onEdit={() => setEditing(toDraft(trigger))}
          />
        ))}
      </ul>
      {editing && <TriggerDialog key={editing.id} initial={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}
