import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteTrigger, listTriggers, saveTrigger, type Trigger } from '#shared/contract/rules.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { fieldsQuery } from '../../tickets/fields/use-ticket-fields.ts';
import { labelsQuery } from '../../tickets/labels.ts';
import { fromDraft, toDraft } from './draft.ts';
import { type Gone, goneOf } from './gone.ts';
import classes from './rules.module.css';
import { useSubjectNames } from './use-choices.ts';
import { useSentence } from './use-sentence.ts';

type Props = {
  trigger: Trigger;
  /** Undefined where it is the first or the last. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onEdit: () => void;
};
const refresh = () => queryClient.invalidateQueries({ queryKey: [listTriggers.name] });

export function TriggerRow({ trigger, onUp, onDown, onEdit }: Props) {
  const { t } = useTranslation('rules');
  const [asking, setAsking] = useState(false);
  const { name, enabled } = trigger;
  const sentence = useSentence(trigger);
  const enable = (checked: boolean) =>
    void hub
      .call(saveTrigger, { ...fromDraft(toDraft(trigger)), enabled: checked })
      .then(refresh)
      .catch(toastError);
  const move = (label: string, icon: React.ReactNode, act: (() => void) | undefined) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={`${label}: ${name}`} disabled={!act} onClick={act}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <li className={classes.row} data-off={!enabled}>
      <Switch
        aria-label={t('triggers.enabled', { name })}
        checked={enabled}
        onChange={({ currentTarget: { checked } }) => enable(checked)}
      />
      <div className={classes.words}>
        <button type="button" className={classes.open} onClick={onEdit}>
          {name}
        </button>
        <span className={classes.facts}>{sentence.cause}</span>
        <span className={classes.facts}>→ {sentence.effect}</span>
        <GoneLines trigger={trigger} />
      </div>
      <div className={classes.tools}>
        {move(t('triggers.up'), <IconArrowUp size={16} />, onUp)}
        {move(t('triggers.down'), <IconArrowDown size={16} />, onDown)}
        <Tooltip label={t('common:actions.delete')}>
          <ActionIcon aria-label={t('deleteOne', { name })} onClick={() => setAsking(true)}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ConfirmDialog
        opened={asking}
        title={t('deleteTitle', { name })}
        confirm={t('common:actions.delete')}
        danger
        onConfirm={() => hub.call(deleteTrigger, { triggerId: trigger.id }).then(refresh)}
        onClose={() => setAsking(false)}
      >
        {t('triggers.deleteText')}
      </ConfirmDialog>
    </li>
  );
}

/** What it speaks of and is not there any more. */
function GoneLines({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation('rules');
  const nameOf = useSubjectNames();
  const fields = useQuery(fieldsQuery).data?.fields;
  const labels = useQuery(labelsQuery).data?.labels;
  const gone = fields && labels ? goneOf(trigger, fields, labels) : [];
  const subjectOf = (each: Gone) =>
    each.kind === 'word' ? { field: each.field } : { field: 'fields' as const, fieldKey: each.fieldKey };
  return gone.map((each) => (
    <span key={JSON.stringify(each)} className={classes.gone}>
      {t(`triggers.gone.${each.kind}`, { name: nameOf(subjectOf(each)) })}
    </span>
  ));
}
