import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiToken, deleteToken, listTokens } from '#shared/contract/accounts.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { EmptyState, Failure, RowsSkeleton } from '../app/Page.tsx';
import { commandQuery, patchQuery } from '../app/query.ts';
import { useFormats } from '../app/time.ts';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import classes from './SessionList.module.css';

/** Keys with which programs act in my name. */
export function TokensSection() {
  const { t } = useTranslation('accounts');
  const list = useQuery(commandQuery(listTokens, {}));
  const [creating, setCreating] = useState(false);
  const button = (
    <Button
      variant={list.data?.tokens.length === 0 ? 'filled' : 'default'}
      size="xs"
      leftSection={<IconPlus size={16} />}
      onClick={() => setCreating(true)}
    >
      {t('tokens.create')}
    </Button>
  );
  return (
    <>
      {list.isPending && <RowsSkeleton rows={2} />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.tokens.length === 0 && (
        <EmptyState icon={<IconKey size={24} />} title={t('tokens.none')} action={button}>
          {t('tokens.noneHint')}
        </EmptyState>
      )}
      {list.data && list.data.tokens.length > 0 && (
        <>
          <ul className={classes.list}>
            {list.data.tokens.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </ul>
          <div style={{ marginTop: 16 }}>{button}</div>
        </>
      )}
      <NewTokenDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const { t } = useTranslation('accounts');
  const { date, ago } = useFormats();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await hub.call(deleteToken, { tokenId: token.id });
    patchQuery(listTokens, {}, ({ tokens }) => ({ tokens: tokens.filter(({ id }) => id !== token.id) }));
  };
  return (
    <li className={classes.row}>
      <span className={classes.icon}>
        <IconKey size={18} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <span className={classes.title}>{token.name}</span>
        <span className={classes.facts}>
          {token.lastUsedAt === null
            ? t('tokens.neverUsed')
            : t('tokens.used', { ago: ago(token.lastUsedAt) })}
          {' · '}
          {token.expiresAt === null
            ? t('tokens.forever')
            : t('tokens.until', { date: date(token.expiresAt) })}
        </span>
        <span className={`${classes.facts} ${classes.mono}`}>{token.scopes.join(', ')}</span>
      </div>
      <Tooltip label={t('common:actions.delete')}>
        <ActionIcon aria-label={t('tokens.deleteOne', { name: token.name })} onClick={() => setAsking(true)}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        title={t('tokens.deleteTitle', { name: token.name })}
        confirm={t('common:actions.delete')}
        danger
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        {t('tokens.deleteText')}
      </ConfirmDialog>
    </li>
  );
}
