import { Button } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Connector, deleteConnector } from '#shared/contract/connectors.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { toast } from '../../app/toast.ts';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { ConnectorDialog } from './ConnectorDialog.tsx';
import { ConnectorRow } from './ConnectorRow.tsx';
import classes from './Connectors.module.css';
import { connectorsQuery, refresh } from './connectors.core.ts';

/** The systems whose tickets are mirrored into the desk, and how that goes. */
export function ConnectorsPage() {
  const { t } = useTranslation('admin');
  const [editing, setEditing] = useState<Connector | 'new'>();
  const [removing, setRemoving] = useState<Connector | null>(null);
  const list = useQuery(connectorsQuery());
  const connectors = list.data?.connectors ?? [];
  const add = (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('connectors.add')}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t('sections.connectors')}
        onBack={useBack()}
        actions={connectors.length > 0 && add}
      />
      <PageBody width="full">
        {list.isPending && <RowsSkeleton rows={4} avatar={false} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && connectors.length === 0 && (
          <EmptyState icon={<IconPlug size={24} />} title={t('connectors.none')} action={add}>
            {t('connectors.noneHint')}
          </EmptyState>
        )}
        {connectors.length > 0 && (
          <div className={table.scroll}>
            <table className={table.table} aria-label={t('sections.connectors')}>
              <thead>
                <tr>
                  <th scope="col">{t('connectors.name')}</th>
                  <th scope="col">{t('connectors.state')}</th>
                  <th scope="col" className={table.number}>
                    {t('connectors.tickets')}
                  </th>
                  <th scope="col">{t('connectors.syncedAt')}</th>
                  <th scope="col">
                    <span className={classes.hidden}>{t('connectors.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {connectors.map((connector) => (
                  <ConnectorRow
                    key={connector.id}
                    connector={connector}
                    onEdit={() => setEditing(connector)}
                    onRemove={() => setRemoving(connector)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </PageBody>
      {editing && (
        <ConnectorDialog
          connector={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDialog
        opened={removing !== null}
        title={t('connectors.removeTitle', { name: removing?.settings.name ?? '' })}
        confirm={t('common:actions.remove')}
        danger
        onConfirm={async () => {
          if (removing === null) return;
          await hub.call(deleteConnector, { connectorId: removing.id });
          void refresh();
          toast(t('connectors.removed', { name: removing.settings.name }));
        }}
        onClose={() => setRemoving(null)}
      >
        {t('connectors.removeText', { count: removing?.tickets ?? 0 })}
      </ConfirmDialog>
    </Page>
  );
}
