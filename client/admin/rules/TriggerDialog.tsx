import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTriggers, saveTrigger } from '#shared/contract/rules.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { Segments } from '../../app/Segments.tsx';
import { ActionFields } from './ActionFields.tsx';
import { ConditionRow } from './ConditionRow.tsx';
import {
  type Draft,
  findMistakes,
  fromDraft,
  isRight,
  nameOfOccasion,
  newCondition,
  occasionOf,
  occasions,
} from './draft.ts';
import classes from './rules.module.css';

type Props = { initial: Draft; onClose: () => void };
const maxConditions = 20;

/** When, if, then. Nothing happens before it is saved. */
export function TriggerDialog({ initial, onClose }: Props) {
  const { t } = useTranslation('rules');
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const found = findMistakes(draft);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const check = () => {
    setTried(true);
    return isRight(found);
  };
  const save = async () => {
    await hub.call(saveTrigger, fromDraft(draft));
    await queryClient.invalidateQueries({ queryKey: [listTriggers.name] });
  };
  return (
    <FormDialog
      title={t(initial.name === '' ? 'triggers.create' : 'triggers.edit')}
      size="lg"
      check={check}
      save={save}
      onClose={onClose}
    >
      <TextInput
        label={t('editor.name')}
        placeholder={t('editor.namePlaceholder')}
        value={draft.name}
        maxLength={80}
        error={tried && found.name && t('editor.nameMissing')}
        data-autofocus
        onChange={({ currentTarget: { value } }) => change({ name: value })}
      />
      <WhenFields draft={draft} onChange={change} />
      <Conditions draft={draft} wrong={tried ? found.conditions : new Set()} onChange={change} />
      <fieldset className={classes.part}>
        <legend>{t('editor.then')}</legend>
        <ActionFields draft={draft} onChange={change} />
        {tried && found.actions && (
          <p className={classes.wrong} role="alert">
            {t('editor.actionsMissing')}
          </p>
        )}
      </fieldset>
    </FormDialog>
  );
}

type PartProps = { draft: Draft; onChange: (part: Partial<Draft>) => void };

function WhenFields({ draft: { when }, onChange }: PartProps) {
  const { t } = useTranslation('rules');
  return (
    <div className={classes.when}>
      <Select
        label={t('editor.when')}
        data={occasions.map((value) => ({ value, label: t(`occasions.${value}`) }))}
        value={nameOfOccasion(when)}
        allowDeselect={false}
        onChange={(chosen) => {
          const name = occasions.find((each) => each === chosen);
          if (name && name !== nameOfOccasion(when)) onChange({ when: occasionOf(name) });
        }}
      />
      {when.event === 'waiting' && (
        <NumberInput
          label={t('editor.hours')}
          value={when.hours}
          min={1}
          max={24 * 90}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(hours) => {
            if (typeof hours === 'number' && hours >= 1) onChange({ when: { ...when, hours } });
          }}
        />
      )}
    </div>
  );
}

function Conditions({ draft, wrong, onChange }: PartProps & { wrong: ReadonlySet<string> }) {
  const { t } = useTranslation('rules');
  const { conditions, match } = draft;
  return (
    <fieldset className={classes.part}>
      <legend>{t('editor.if')}</legend>
      {conditions.length > 1 && (
        <Segments
          label={t('editor.match')}
          value={match}
          options={(['all', 'any'] as const).map((value) => ({ value, label: t(`editor.matches.${value}`) }))}
          onChange={(value) => onChange({ match: value })}
        />
      )}
      {conditions.length === 0 && <p className={classes.soft}>{t('editor.always')}</p>}
      {conditions.map((condition) => (
        <ConditionRow
          key={condition.key}
          condition={condition}
          isWrong={wrong.has(condition.key)}
          onChange={(next) =>
            onChange({ conditions: conditions.map((each) => (each.key === next.key ? next : each)) })
          }
          onRemove={() => onChange({ conditions: conditions.filter((each) => each !== condition) })}
        />
      ))}
      {conditions.length < maxConditions && (
        <Button
          variant="default"
          size="xs"
          className={classes.add ?? ''}
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange({ conditions: [...conditions, newCondition({ field: 'priority' })] })}
        >
          {t('editor.addCondition')}
        </Button>
      )}
    </fieldset>
  );
}
