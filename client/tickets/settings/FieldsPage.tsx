import { ActionIcon, Button } from '@mantine/core';
import { IconForms, IconPencil, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteField, listFields, orderFields, type TicketField } from '#shared/contract/fields.ts';
import { moved } from '../../admin/rules/draft.ts';
import { Chip } from '../../app/Chip.tsx';
import { DeleteButton } from '../../admin/kit/DeleteButton.tsx';
import { hub } from '../../app/hub.ts';
import { MoveButtons, type Moves } from '../../admin/kit/MoveButtons.tsx';
import { EmptyState, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, patchQuery, queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { labelOf } from '../fields/use-ticket-fields.ts';
import { FieldDialog } from './FieldDialog.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import classes from './SettingsPage.module.css';

/** What administrators want to know of tickets beyond what every ticket has. */
export function FieldsPage() {
  const { t } = useTranslation('desk');
  const query = useQuery(commandQuery(listFields, {}));
  const [editing, setEditing] = useState<TicketField | 'new' | null>(null);
  const fields = query.data?.fields ?? [];
  const ordering = useMutation({
    mutationFn: (ordered: TicketField[]) => hub.call(orderFields, { keys: ordered.map(({ key }) => key) }),
    onMutate: (ordered) => patchQuery(listFields, {}, () => ({ fields: ordered })),
    onError: (error) => {
      toastError(error);
      void queryClient.invalidateQueries({ queryKey: [listFields.name] });
    },
  });
  const add = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('fields.add')}
    </Button>
  );
  const remove = async ({ key }: TicketField) => {
    await hub.call(deleteField, { key });
    patchQuery(listFields, {}, (old) => ({ fields: old.fields.filter((field) => field.key !== key) }));
  };
  return (
    <SettingsPage actions={fields.length > 0 && add}>
      {query.isPending && <RowsSkeleton rows={4} avatar={false} />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && fields.length === 0 && (
        <EmptyState icon={<IconForms size={24} />} title={t('fields.empty')} action={add}>
          {t('fields.emptyHint')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {fields.map((field, at) => (
          <FieldItem
            key={field.key}
            field={field}
            onUp={at > 0 ? () => ordering.mutate(moved(fields, at, at - 1)) : undefined}
            onDown={at < fields.length - 1 ? () => ordering.mutate(moved(fields, at, at + 1)) : undefined}
            onEdit={() => setEditing(field)}
            onDelete={() => remove(field)}
          />
        ))}
      </ul>
      {editing !== null && (
        <FieldDialog field={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </SettingsPage>
  );
}

type ItemProps = Moves & { field: TicketField; onEdit: () => void; onDelete: () => Promise<void> };

function FieldItem({ field, onEdit, onDelete, ...moves }: ItemProps) {
  const { t } = useTranslation(['desk', 'tickets']);
  const name = labelOf(field);
  const marks = (['requiredToSolve', 'shownToCustomers', 'archived'] as const).filter((mark) => field[mark]);
  return (
    <li className={classes.item} data-off={field.archived}>
      <div className={classes.words}>
        <span className={classes.name}>
          {name}{' '}
          {marks.map((mark) => (
            <Chip key={mark}>{t(`fields.marks.${mark}`)}</Chip>
          ))}
        </span>
        <span className={classes.body}>
          {t(`fields.kinds.${field.kind}`)} · {field.key}
        </span>
      </div>
      <MoveButtons {...moves} name={name} words={{ up: t('fields.up'), down: t('fields.down') }} />
      <ActionIcon aria-label={`${t('tickets:canned.edit')}: ${name}`} onClick={onEdit}>
        <IconPencil size={16} />
      </ActionIcon>
      <DeleteButton name={name} onDelete={onDelete}>
        {t('fields.deleteText')}
      </DeleteButton>
    </li>
  );
}
