import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LabelField, orderLabels, type TicketLabel } from '#shared/contract/labels.ts';
import { hub } from '../../app/hub.ts';
import { Failure, RowsSkeleton } from '../../app/Page.tsx';
import { toastError } from '../../app/toast.ts';
import { labelsQuery } from '../../tickets/labels.ts';
import { moved } from '../rules/draft.ts';
import rows from '../rules/rules.module.css';
import { LabelDialog } from './LabelDialog.tsx';
import { LabelRow } from './LabelRow.tsx';

/** The desk's own words for one field, in the order in which they are offered. */
export function Labels({ field }: { field: LabelField }) {
  const { t } = useTranslation('desk');
  const list = useQuery(labelsQuery);
  const [editing, setEditing] = useState<TicketLabel | 'new'>();
  const labels = list.data?.labels.filter((label) => label.field === field) ?? [];
  const move = (from: number, to: number) => {
    const labelIds = moved(labels, from, to).map(({ id }) => id);
    // The new order arrives as an event.
    hub.call(orderLabels, { field, labelIds }).catch(toastError);
  };
  return (
    <section>
      <div className={rows.heading}>
        <h2>{t(`labels.${field}.title`)}</h2>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} />}
          onClick={() => setEditing('new')}
        >
          {t(`labels.${field}.add`)}
        </Button>
      </div>
      <p className={rows.facts}>{t(`labels.${field}.hint`)}</p>
      {list.isPending && <RowsSkeleton rows={3} avatar={false} />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      <ul className={rows.list}>
        {labels.map((label, at) => (
          <LabelRow
            key={label.id}
            label={label}
            onUp={at > 0 ? () => move(at, at - 1) : undefined}
            onDown={at < labels.length - 1 ? () => move(at, at + 1) : undefined}
            onEdit={() => setEditing(label)}
          />
        ))}
      </ul>
      {editing && (
        <LabelDialog
          field={field}
          label={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  );
}
