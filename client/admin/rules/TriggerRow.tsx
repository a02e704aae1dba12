import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteTrigger, listTriggers, saveTrigger, type Trigger } from '#shared/contract/rules.ts';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { fieldsQuery } from '../../tickets/fields/use-ticket-fields.ts';
import { labelsQuery } from '../../tickets/labels.ts';
import { DeleteButton } from '../kit/DeleteButton.tsx';
import { MoveButtons, type Moves } from '../kit/MoveButtons.tsx';
import { fromDraft, toDraft } from './draft.ts';
import { type Gone, goneOf } from './gone.ts';
import classes from './rules.module.css';
import { useSubjectNames } from './use-choices.ts';
import { useSentence } from './use-sentence.ts';

type Props = Moves & { trigger: Trigger; onEdit: () => void };
const refresh = () => queryClient.invalidateQueries({ queryKey: [listTriggers.name] });

export function TriggerRow({ trigger, onEdit, ...moves }: Props) {
  const { t } = useTranslation('rules');
  const { name, enabled } = trigger;
  const sentence = useSentence(trigger);
  const enable = (checked: boolean) =>
    void hub
      .call(saveTrigger, { ...fromDraft(toDraft(trigger)), enabled: checked })
      .then(refresh)
      .catch(toastError);
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
        <MoveButtons {...moves} name={name} words={{ up: t('triggers.up'), down: t('triggers.down') }} />
        <DeleteButton
          name={name}
          onDelete={() => hub.call(deleteTrigger, { triggerId: trigger.id }).then(refresh)}
        >
          {t('triggers.deleteText')}
        </DeleteButton>
      </div>
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
    'field' in each ? { field: each.field } : { field: 'fields' as const, fieldKey: each.fieldKey };
  return gone.map((each) => (
    <span key={JSON.stringify(each)} className={classes.gone}>
      {t(`triggers.gone.${each.kind}`, { name: nameOf(subjectOf(each)) })}
    </span>
  ));
}
