import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteTrigger, listTriggers, saveTrigger, type Trigger } from '#shared/contract/rules.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { fromDraft, toDraft } from './draft.ts';
import classes from './rules.module.css';
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
