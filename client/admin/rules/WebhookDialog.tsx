import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
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
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { useFocusReturn } from '../../app/use-focus-return.ts';
import { newUuid } from '../../app/uuid.ts';
import classes from './rules.module.css';

type Props = { webhook: Webhook | undefined; onClose: () => void };

/** A webhook, a new one or one that is there. The secret of a new one is shown once it is saved. */
export function WebhookDialog({ webhook, onClose }: Props) {
  const [made, setMade] = useState<Webhook>();
  if (made) return <NewSecret webhook={made} onClose={onClose} />;
  return <WebhookForm webhook={webhook} onSaved={webhook ? onClose : setMade} onClose={onClose} />;
}

function NewSecret({ webhook: { secret }, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { t } = useTranslation('rules');
  useFocusReturn(true);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('webhooks.create')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('webhooks.secretHint')}</Text>
        <CopyField label={t('webhooks.secret')} value={secret} takesFocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.done')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const isWebAddress = (text: string): boolean => /^https?:\/\/./.test(text) && URL.canParse(text);

function WebhookForm({ webhook, onSaved, onClose }: Props & { onSaved: (saved: Webhook) => void }) {
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
  const save = async () => {
    const { name, url } = fields.values;
    const enabled = webhook?.enabled ?? true;
    const saved = await hub.call(saveWebhook, { id, name, url: url.trim(), events, enabled });
    await queryClient.invalidateQueries({ queryKey: [listWebhooks.name] });
    return saved;
  };
  return (
    <FormDialog
      title={t(webhook ? 'webhooks.edit' : 'webhooks.create')}
      size={440}
      check={(form) => fields.check(form) && events.length > 0}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
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
      {webhook && (
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t('webhooks.secret')}
          </Text>
          <CopyField label={t('webhooks.secret')} value={webhook.secret} />
        </div>
      )}
    </FormDialog>
  );
}
