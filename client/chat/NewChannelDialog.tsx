import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createChannel } from '#shared/contract/chat.ts';
import { SpaceId } from '#shared/contract/ids.ts';
import { hub } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { chatSections } from './sections.ts';
import { chat, useChannels } from './use-chat.ts';

type Props = { spaceId: SpaceId | 'any' | null; onClose: () => void };

export function NewChannelDialog({ spaceId, onClose }: Props) {
  const { t } = useTranslation(['chat', 'common']);
  return (
    <Modal
      opened={spaceId !== null}
      onClose={onClose}
      title={t('newChannel.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {spaceId !== null && <NewChannelForm spaceId={spaceId} onClose={onClose} />}
    </Modal>
  );
}

function NewChannelForm({ spaceId, onClose }: { spaceId: SpaceId | 'any'; onClose: () => void }) {
  const { t } = useTranslation(['chat', 'common']);
  const navigate = useNavigate();
  const state = useChannels((channels) => channels);
  const choices = chatSections(state)
    .filter(({ space }) => space.can.createChannel)
    .map(({ space }) => ({ value: space.id, label: space.name }));
  const [space, setSpace] = useState<string | null>(
    spaceId === 'any' ? (choices[0]?.value ?? null) : spaceId,
  );
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (space === null || name.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      const input = { spaceId: SpaceId.parse(space), name: name.trim(), topic: topic.trim() };
      const channel = await hub.call(createChannel, input);
      chat.channels.put(channel);
      onClose();
      await navigate({ to: '/chat/$channelId', params: { channelId: channel.id } });
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
          placeholder={t('newChannel.namePlaceholder')}
          value={name}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {spaceId === 'any' && (
          <Select
            label={t('newChannel.space')}
            data={choices}
            value={space}
            onChange={setSpace}
            allowDeselect={false}
            comboboxProps={{ withinPortal: true }}
          />
        )}
        <Textarea
          label={t('newChannel.topic')}
          description={t('newChannel.topicHint')}
          value={topic}
          maxLength={500}
          rows={2}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
      </Stack>
      {error !== null && <Failure error={error} compact />}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === '' || space === null}>
          {t('newChannel.create')}
        </Button>
      </Group>
    </form>
  );
}
