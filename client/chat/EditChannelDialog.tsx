import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveChannel, type MyChannel, updateChannel } from '#shared/contract/chat.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { hub } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { chat } from './use-chat.ts';

type Props = { channel: MyChannel; opened: boolean; onClose: () => void };

/** Name and topic, and the way to close a channel for good. */
export function EditChannelDialog({ channel, opened, onClose }: Props) {
  const { t } = useTranslation(['chat', 'common']);
  const navigate = useNavigate();
  const [isArchiving, setArchiving] = useState(false);
  return (
    <>
      <Modal
        opened={opened && !isArchiving}
        onClose={onClose}
        title={t('editChannel.title')}
        size="sm"
        closeButtonProps={{ 'aria-label': t('common:actions.close') }}
      >
        <EditChannelForm channel={channel} onClose={onClose} onArchive={() => setArchiving(true)} />
      </Modal>
      <ConfirmDialog
        opened={isArchiving}
        title={t('editChannel.archiveTitle', { channel: channel.name })}
        confirm={t('editChannel.archive')}
        danger
        onConfirm={async () => {
          await hub.call(archiveChannel, { channelId: channel.id });
          await navigate({ to: '/chat' });
        }}
        onClose={() => setArchiving(false)}
      >
        {t('editChannel.archiveText')}
      </ConfirmDialog>
    </>
  );
}

function EditChannelForm({ channel, onClose, onArchive }: Omit<Props, 'opened'> & { onArchive: () => void }) {
  const { t } = useTranslation(['chat', 'common']);
  const [name, setName] = useState(channel.name);
  const [topic, setTopic] = useState(channel.topic);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const changes = { name: name.trim(), topic: topic.trim() };
      chat.channels.put(await hub.call(updateChannel, { channelId: channel.id, ...changes }));
      onClose();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={t('newChannel.name')}
          value={name}
          maxLength={80}
          data-autofocus
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('newChannel.topic')}
          value={topic}
          maxLength={500}
          rows={3}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
      </Stack>
      {error !== null && <Failure error={error} compact />}
      <Group justify="space-between" mt="lg" gap="xs">
        <Button variant="subtle" color="red" onClick={onArchive}>
          {t('editChannel.archive')}
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('common:actions.save')}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
