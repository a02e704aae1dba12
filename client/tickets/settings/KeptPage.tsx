import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../app/Chip.tsx';
import { DeleteButton } from '../../admin/kit/DeleteButton.tsx';
import { EmptyState, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import classes from './SettingsPage.module.css';

type Item = { id: string; name: string; shared: boolean; canEdit: boolean };
type Props<T extends Item> = {
  query: UseQueryResult;
  items: readonly T[];
  icon: ReactNode;
  words: { add: string; empty: string; emptyHint: string };
  /** Of one of them, in a line or two. */
  describe: (item: T) => ReactNode;
  onRemove: (item: T) => Promise<unknown>;
  /** A dialog for one of them; null: a new one. */
  Editor: ComponentType<{ item: T | null; onClose: () => void }>;
};

/** What is kept at the desk: one's own and what everybody has. */
export function KeptPage<T extends Item>(props: Props<T>) {
  const { t } = useTranslation('tickets');
  const { query, items, words, Editor } = props;
  const [editing, setEditing] = useState<T | 'new' | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {words.add}
    </Button>
  );
  return (
    <SettingsPage actions={items.length > 0 && add}>
      {query.isPending && <RowsSkeleton rows={4} avatar={false} />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={props.icon} title={words.empty} action={add}>
          {words.emptyHint}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id} className={classes.item}>
            <div className={classes.words}>
              <span className={classes.name}>
                {item.name} <Chip>{t(item.shared ? 'canned.shared' : 'canned.own')}</Chip>
              </span>
              <span className={classes.body}>{props.describe(item)}</span>
            </div>
            {item.canEdit && (
              <>
                <ActionIcon aria-label={`${t('canned.edit')}: ${item.name}`} onClick={() => setEditing(item)}>
                  <IconPencil size={16} />
                </ActionIcon>
                <DeleteButton name={item.name} onDelete={() => props.onRemove(item)}>
                  {t('canned.deleteText', { name: item.name })}
                </DeleteButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {editing !== null && (
        <Editor item={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </SettingsPage>
  );
}
