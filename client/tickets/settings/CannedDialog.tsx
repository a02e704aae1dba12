import { Button, Group, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CannedReply, listCannedReplies, saveCannedReply } from '#shared/contract/desk.ts';
import { DeskItemId } from '#shared/contract/ids.ts';
import { maxTicketBody } from '#shared/contract/tickets.ts';
import { placeholders } from '#shared/placeholders.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';

/** A canned reply, a new one or one that is there. */
export function CannedDialog({ reply, onClose }: { reply: CannedReply | null; onClose: () => void }) {
  const { t } = useTranslation(['tickets', 'common']);
  const [id] = useState(() => reply?.id ?? DeskItemId.parse(newUuid()));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = useFields<{ name: string; body: string; shared: boolean }>(
    { name: reply?.name ?? '', body: reply?.body ?? '', shared: reply?.shared ?? true },
    {
      name: (name) => (name.trim() === '' ? t('canned.nameMissing') : null),
      body: (body) => (body.trim() === '' ? t('canned.bodyMissing') : null),
    },
  );
  const save = async () => {
    const { name, body, shared } = fields.values;
    setBusy(true);
    try {
      const saved = await hub.call(saveCannedReply, { id, name: name.trim(), body, shared });
      patchQuery(listCannedReplies, {}, ({ replies }) => ({
        replies: [...replies.filter((each) => each.id !== id), saved].sort((a, b) =>
          a.name.localeCompare(b.name),
        ),
      }));
      onClose();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) void save();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(reply ? 'canned.edit' : 'canned.add')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput {...fields.text('name')} label={t('canned.name')} maxLength={80} data-autofocus />
          <Textarea
            {...fields.text('body')}
            label={t('canned.body')}
            description={t('canned.bodyHint', {
              placeholders: placeholders.map((name) => `{{${name}}}`).join(' '),
            })}
            autosize
            minRows={5}
            maxRows={14}
            maxLength={maxTicketBody}
          />
          <Switch
            label={t('canned.sharedLabel')}
            checked={fields.values.shared}
            onChange={(event) => fields.set('shared', event.currentTarget.checked)}
          />
          {error !== null && <Failure error={error} compact />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
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
