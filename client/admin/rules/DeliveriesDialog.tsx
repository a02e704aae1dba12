import { Button, Modal } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Delivery, listDeliveries, testWebhook, type Webhook } from '#shared/contract/rules.ts';
import { hub } from '../../app/hub.ts';
import { Failure, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';
import { useFocusReturn } from '../../app/use-focus-return.ts';
import classes from './rules.module.css';

const freshMs = 5_000;

/** What a webhook was told, newest first; a test is sent from here. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation('rules');
  useFocusReturn(true);
  const input = { webhookId: webhook.id };
  const list = useQuery({
    ...commandQuery(listDeliveries, input),
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  const testing = useMutation({
    mutationFn: () => hub.call(testWebhook, input),
    onSuccess: (delivery) =>
      patchQuery(listDeliveries, input, ({ deliveries }) => ({ deliveries: [delivery, ...deliveries] })),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('webhooks.deliveriesOf', { name: webhook.name })}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Button
        variant="default"
        size="xs"
        leftSection={<IconSend size={16} />}
        loading={testing.isPending}
        onClick={() => testing.mutate()}
      >
        {t('webhooks.test')}
      </Button>
      {testing.isError && <Failure compact error={testing.error} />}
      {list.isPending && <RowsSkeleton rows={4} avatar={false} />}
      {list.isError && <Failure compact error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.deliveries.length === 0 && <p className={classes.soft}>{t('webhooks.noDeliveries')}</p>}
      <ul className={classes.deliveries} aria-live="polite">
        {list.data?.deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </Modal>
  );
}

function DeliveryRow({ delivery: { at, event, state, attempts, failure } }: { delivery: Delivery }) {
  const { t } = useTranslation('rules');
  const { moment } = useFormats();
  return (
    <li>
      <span className={classes.soft}>{moment(at)}</span>
      <span>{t(`events.${event}`)}</span>
      <span data-state={state}>{t(`states.${state}`)}</span>
      {failure && (
        <span className={classes.error}>
          {t('webhooks.attempts', { count: attempts })}{' '}
          {t(`webhooks.failures.${failure.reason}`, { detail: failure.detail })}
        </span>
      )}
    </li>
  );
}
