import { Button, Checkbox, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type QueueSetup, saveQueue } from '#shared/contract/desk.ts';
import { attachmentKinds, setQueueRules } from '#shared/contract/tickets.ts';
import { setOverdueHours } from '#shared/contract/wall.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import { readNumber } from '../kit/numbers.ts';
import classes from './desk.module.css';
import { MembersField } from './MembersField.tsx';
import { isRight, most, newDraft, refreshQueues, rulesOf, setupOf, toDraft } from './queues.core.ts';

/** What is edited: a queue, a new one, or nothing. */
type Editing = QueueSetup | 'new' | null;

export function QueueDialog({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={t(editing === 'new' ? 'queues.add' : 'queues.edit')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {editing !== null && <QueueForm queue={editing === 'new' ? undefined : editing} onClose={onClose} />}
    </Modal>
  );
}

function QueueForm({ queue, onClose }: { queue: QueueSetup | undefined; onClose: () => void }) {
  const { t } = useTranslation('desk');
  const [{ memberIds: firstMembers, kinds: firstKinds, ...first }] = useState(() =>
    queue ? toDraft(queue) : newDraft(),
  );
  const [memberIds, setMemberIds] = useState(firstMembers);
  const [kinds, setKinds] = useState(firstKinds);
  const judge = (name: keyof typeof isRight, sentence: string) => (typed: string) =>
    isRight[name](typed) ? null : sentence;
  const hoursWrong = t('wrong.hours', { most: most.hours });
  const fields = useFields(first, {
    name: judge('name', t('wrong.name')),
    overdueHours: judge('overdueHours', hoursWrong),
    remindAfterHours: judge('remindAfterHours', hoursWrong),
    closeAfterHours: judge('closeAfterHours', hoursWrong),
    count: judge('count', t('wrong.count', { most: most.files })),
    megabytes: judge('megabytes', t('wrong.megabytes', { most: most.megabytes })),
  });
  const saving = useMutation({
    // Each may be said twice: who tries again after a failure begins anew.
    mutationFn: async () => {
      const draft = { ...fields.values, memberIds, kinds };
      const saved = await hub.call(saveQueue, setupOf(draft));
      await hub.call(setQueueRules, { queueId: saved.id, rules: rulesOf(draft) });
      const hours = readNumber(draft.overdueHours);
      if (hours !== undefined && hours !== saved.overdueHours)
        await hub.call(setOverdueHours, { queueId: saved.id, hours });
      return saved;
    },
    onSettled: refreshQueues,
    onSuccess: ({ name }) => {
      toast(t('queues.saved', { name }));
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) saving.mutate();
  };
  const hours = (name: 'overdueHours' | 'remindAfterHours' | 'closeAfterHours') => (
    <TextInput
      {...fields.text(name)}
      label={t(`queues.${name}`)}
      placeholder={t('queues.never')}
      inputMode="numeric"
      maxLength={6}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput {...fields.text('name')} label={t('name')} maxLength={60} data-autofocus />
        <MembersField value={memberIds} onChange={setMemberIds} />
        <Switch
          label={t('queues.restrictedLabel')}
          description={t('queues.restrictedHint')}
          checked={fields.values.restricted}
          onChange={(event) => fields.set('restricted', event.currentTarget.checked)}
        />
        <div className={classes.grid}>
          {hours('overdueHours')}
          {hours('remindAfterHours')}
          {hours('closeAfterHours')}
        </div>
        <Text fw={600} size="sm">
          {t('files.title')}
        </Text>
        <Switch
          label={t('files.keep')}
          checked={fields.values.keepAttachments}
          onChange={(event) => fields.set('keepAttachments', event.currentTarget.checked)}
        />
        <Checkbox.Group
          label={t('files.kinds')}
          value={kinds}
          onChange={(chosen) => setKinds(attachmentKinds.filter((kind) => chosen.includes(kind)))}
        >
          <div className={classes.kinds}>
            {attachmentKinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`files.kind.${kind}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={classes.grid}>
          <TextInput {...fields.text('count')} label={t('files.count')} inputMode="numeric" maxLength={3} />
          <TextInput
            {...fields.text('megabytes')}
            label={t('files.megabytes')}
            inputMode="decimal"
            maxLength={5}
          />
        </div>
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
