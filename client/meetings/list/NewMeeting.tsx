import { Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createMeeting } from '#shared/contract/meetings.ts';
import { copyText } from '../../app/clipboard.ts';
import { hub, useMe } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import { meetingLink } from '../call/meeting-link.ts';
import { putMeeting } from './use-meetings.ts';
import { useOwnSpaces } from './use-spaces.ts';

/** A title, where it belongs, who may walk in. */
export function NewMeeting({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation(['meetings', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('create.title')}
      size={440}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Form close={close} />
    </Modal>
  );
}

function Form({ close }: { close: () => void }) {
  const { t } = useTranslation(['meetings', 'common']);
  const me = useMe();
  const navigate = useNavigate();
  const spaces = useOwnSpaces();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const usual = t('create.usualTitle', { name: me.displayName });
  const fields = useFields<{ title: string; spaceId: string; lobby: boolean }>(
    { title: '', spaceId: '', lobby: true },
    { title: (title) => (title.trim().length > 120 ? t('create.titleLong') : null) },
  );
  const create = async (join: boolean) => {
    setBusy(true);
    setError(null);
    const { title, spaceId, lobby } = fields.values;
    const space = spaces.find(({ id }) => id === spaceId);
    try {
      const meeting = await hub.call(createMeeting, {
        title: title.trim() === '' ? usual.slice(0, 120) : title.trim(),
        spaceId: space?.id ?? null,
        lobby,
      });
      putMeeting(meeting);
      close();
      if (join) await navigate({ to: '/m/$code', params: { code: meeting.code } });
      else if (await copyText(meetingLink(meeting.code))) toast(t('create.createdCopied'));
      else toast(t('create.created'));
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) void create(true);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          {...fields.text('title')}
          label={t('create.name')}
          placeholder={usual}
          maxLength={120}
          data-autofocus
        />
        {spaces.length > 0 && (
          <Select
            label={t('create.space')}
            description={t('create.spaceHint')}
            data={[
              { value: '', label: t('create.noSpace') },
              ...spaces.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={fields.values.spaceId}
            allowDeselect={false}
            onChange={(value) => fields.set('spaceId', value ?? '')}
          />
        )}
        <Switch
          label={t('create.lobby')}
          description={t('create.lobbyHint')}
          checked={fields.values.lobby}
          onChange={(event) => fields.set('lobby', event.currentTarget.checked)}
        />
        {error !== null && <Failure error={error} compact />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={busy} onClick={() => void create(false)}>
            {t('create.later')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('create.now')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
