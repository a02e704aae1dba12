import { ActionIcon, Button, Switch, Tooltip } from '@mantine/core';
import { IconListDetails, IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWebhook, listWebhooks, saveWebhook, type Webhook } from '#shared/contract/rules.ts';
import { hub } from '../../app/hub.ts';
import { EmptyState, Failure, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { DeleteButton } from '../kit/DeleteButton.tsx';
import { DeliveriesDialog } from './DeliveriesDialog.tsx';
import classes from './rules.module.css';
import { WebhookDialog } from './WebhookDialog.tsx';

const refresh = () => queryClient.invalidateQueries({ queryKey: [listWebhooks.name] });

/** Programs elsewhere that hear of tickets. */
export function Webhooks() {
  const { t } = useTranslation('rules');
  const list = useQuery({ ...commandQuery(listWebhooks, {}), staleTime: 0 });
  const [editing, setEditing] = useState<Webhook | 'new'>();
  const webhooks = list.data?.webhooks ?? [];
  const button = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing('new')}
    >
      {t('webhooks.create')}
    </Button>
  );
  return (
    <section>
      <div className={classes.heading}>
        <h2>{t('webhooks.title')}</h2>
        {webhooks.length > 0 && button}
      </div>
      {list.isPending && <RowsSkeleton rows={2} avatar={false} />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && webhooks.length === 0 && (
        <EmptyState icon={<IconWebhook size={24} />} title={t('webhooks.none')} action={button}>
          {t('webhooks.noneHint')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {webhooks.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} onEdit={() => setEditing(webhook)} />
        ))}
      </ul>
      {editing && (
        <WebhookDialog
          webhook={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  );
}

function WebhookRow({ webhook, onEdit }: { webhook: Webhook; onEdit: () => void }) {
  const { t } = useTranslation('rules');
  const [showsDeliveries, showDeliveries] = useState(false);
  const { id, name, url, events, enabled } = webhook;
  const enable = (checked: boolean) =>
    void hub.call(saveWebhook, { id, name, url, events, enabled: checked }).then(refresh).catch(toastError);
  return (
    <li className={classes.row} data-off={!enabled}>
      <Switch
        aria-label={t('webhooks.enabled', { name })}
        checked={enabled}
        onChange={({ currentTarget: { checked } }) => enable(checked)}
      />
      <div className={classes.words}>
        <button type="button" className={classes.open} onClick={onEdit}>
          {name}
        </button>
        <span className={classes.facts}>{url}</span>
        <span className={classes.facts}>{events.map((event) => t(`events.${event}`)).join(' · ')}</span>
      </div>
      <div className={classes.tools}>
        <Tooltip label={t('webhooks.deliveries')}>
          <ActionIcon aria-label={t('webhooks.deliveriesOf', { name })} onClick={() => showDeliveries(true)}>
            <IconListDetails size={16} />
          </ActionIcon>
        </Tooltip>
        <DeleteButton name={name} onDelete={() => hub.call(deleteWebhook, { webhookId: id }).then(refresh)}>
          {t('webhooks.deleteText')}
        </DeleteButton>
      </div>
      {showsDeliveries && <DeliveriesDialog webhook={webhook} onClose={() => showDeliveries(false)} />}
    </li>
  );
}
