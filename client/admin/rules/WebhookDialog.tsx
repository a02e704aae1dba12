import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WebhookId } from '#shared/contract/ids.ts';
import {
  listWebhooks,
  saveWebhook,
  type Webhook,
  type WebhookEvent,
  webhookEvents,
} from '#shared/contract/rules.ts';
import { CopyField } from '../../app/CopyField.tsx';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { queryClient } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import classes from './rules.module.css';

type Props = { webhook: Webhook | undefined; onClose: () => void };

export function WebhookDialog({ webhook, onClose }: Props) {
  const { t } = useTranslation('rules');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(webhook ? 'webhooks.edit' : 'webhooks.create')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <WebhookForm webhook={webhook} onClose={onClose} />
    </Modal>
  );
}

const isWebAddress = (text: string): boolean => /^https?:\/\/./.test(text) && URL.canParse(text);

function WebhookForm({ webhook, onClose }: Props) {
  const { t } = useTranslation('rules');
  const fields = useFields(
    { name: webhook?.name ?? '', url: webhook?.url ?? '' },
    {
      name: (value) => (value.trim() === '' ? t('editor.nameMissing') : null),
      url: (value) => (isWebAddress(value.trim()) ? null : t('webhooks.urlWrong')),
    },
  );
  const [events, setEvents] = useState<WebhookEvent[]>(webhook?.events ?? [...webhookEvents]);
  const [id] = useState(() => webhook?.id ?? (newUuid() as WebhookId));
  const saving = useMutation({
    mutationFn: () => {
      const { name, url } = fields.values;
      return hub.call(saveWebhook, { id, name, url: url.trim(), events, enabled: webhook?.enabled ?? true });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [listWebhooks.name] });
      if (webhook) onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget) && events.length > 0) saving.mutate();
  };
  const secret = saving.data?.secret ?? webhook?.secret;
  if (saving.data && !webhook)
    return (
      <Stack gap="md">
        <Text c="dimmed">{t('webhooks.secretHint')}</Text>
        <CopyField label={t('webhooks.secret')} value={saving.data.secret} takesFocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.done')}
          </Button>
        </Group>
      </Stack>
    );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput {...fields.text('name')} label={t('editor.name')} maxLength={80} data-autofocus />
        <TextInput
          {...fields.text('url')}
          type="url"
          label={t('webhooks.url')}
          placeholder="https://"
          maxLength={500}
        />
        <Checkbox.Group
          label={t('webhooks.events')}
          value={events}
          error={events.length === 0 && t('webhooks.eventsMissing')}
          onChange={(chosen) => setEvents(webhookEvents.filter((event) => chosen.includes(event)))}
        >
          <div className={classes.checks}>
            {webhookEvents.map((event) => (
              <Checkbox key={event} value={event} label={t(`events.${event}`)} />
            ))}
          </div>
        </Checkbox.Group>
        {secret !== undefined && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('webhooks.secret')}
            </Text>
            <CopyField label={t('webhooks.secret')} value={secret} />
          </div>
        )}
        {saving.isError && <Failure compact error={saving.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t('common:actions.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
