import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MyMeeting, updateMeeting } from '#shared/contract/meetings.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { useFields } from '../../app/use-fields.ts';
import { putMeeting } from './use-meetings.ts';

export function EditMeeting({ meeting, close }: { meeting: MyMeeting; close: () => void }) {
  const { t } = useTranslation(['meetings', 'common']);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = useFields(
    { title: meeting.title, lobby: meeting.lobby },
    { title: (title) => (title.trim() === '' ? t('create.titleMissing') : null) },
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setBusy(true);
    setError(null);
    const { title, lobby } = fields.values;
    hub.call(updateMeeting, { meetingId: meeting.id, title: title.trim(), lobby }).then(
      (changed) => {
        putMeeting(changed);
        close();
      },
      (reason: unknown) => {
        setError(reason);
        setBusy(false);
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('list.edit')}
      size={440}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...fields.text('title')} label={t('create.name')} maxLength={120} data-autofocus />
          <Switch
            label={t('create.lobby')}
            description={t('create.lobbyHint')}
            checked={fields.values.lobby}
            onChange={(event) => fields.set('lobby', event.currentTarget.checked)}
          />
          {error !== null && <Failure error={error} compact />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('common:actions.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('common:actions.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
