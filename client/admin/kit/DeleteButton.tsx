import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';

type Props = {
  name: string;
  /** Why it has to stay. */
  blocked?: string | undefined;
  onDelete: () => Promise<unknown>;
  /** What goes with it, and what stays. */
  children: string;
};

/** Deletes one of a list, once somebody has read what that means. */
export function DeleteButton({ name, blocked, onDelete, children }: Props) {
  const { t } = useTranslation('common');
  const [asking, setAsking] = useState(false);
  const isBlocked = blocked !== undefined;
  return (
    <>
      <Tooltip label={blocked ?? t('actions.delete')}>
        <ActionIcon
          aria-label={t('actions.deleteOne', { name })}
          // A disabled button could not say why.
          aria-disabled={isBlocked}
          data-disabled={isBlocked}
          onClick={() => setAsking(!isBlocked)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        title={t('actions.deleteTitle', { name })}
        confirm={t('actions.delete')}
        danger
        onConfirm={onDelete}
        onClose={() => setAsking(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
