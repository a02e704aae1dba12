import { Checkbox, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type QueueSetup, saveQueue } from '#shared/contract/desk.ts';
import { attachmentKinds, setQueueRules } from '#shared/contract/tickets.ts';
import { setOverdueHours } from '#shared/contract/wall.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import { readNumber } from '../kit/numbers.ts';
import classes from './desk.module.css';
import { MembersField } from './MembersField.tsx';
import { isRight, most, newDraft, refreshQueues, rulesOf, setupOf, toDraft } from './queues.core.ts';

type Props = { queue: QueueSetup | undefined; onClose: () => void };

/** A queue, a new one or one that is there: who works in it, by which rules, and which files it takes. */
export function QueueDialog({ queue, onClose }: Props) {
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
  // Each may be said twice: who tries again after a failure begins anew.
  const save = async () => {
    const draft = { ...fields.values, memberIds, kinds };
    try {
      const saved = await hub.call(saveQueue, setupOf(draft));
      await hub.call(setQueueRules, { queueId: saved.id, rules: rulesOf(draft) });
      const hours = readNumber(draft.overdueHours);
      if (hours !== undefined && hours !== saved.overdueHours)
        await hub.call(setOverdueHours, { queueId: saved.id, hours });
      toast(t('queues.saved', { name: saved.name }));
    } finally {
      await refreshQueues();
    }
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
    <FormDialog
      title={t(queue ? 'queues.edit' : 'queues.add')}
      size="lg"
      check={fields.check}
      save={save}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
