import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxSlaMinutes, type SlaPolicy } from '#shared/contract/sla.ts';
import { PriorityMark } from '../../tickets/parts/PriorityMark.tsx';
import rows from '../rules/rules.module.css';
import { priorities } from './draft.ts';
import classes from './sla.module.css';

type Props = {
  targets: SlaPolicy['targets'];
  isWrong: boolean;
  onChange: (targets: SlaPolicy['targets']) => void;
};
const goals = [
  ['responseMinutes', 'response'],
  ['solveMinutes', 'solve'],
] as const;

/** Of each priority how soon; an empty field promises nothing. */
export function Targets({ targets, isWrong, onChange }: Props) {
  const { t } = useTranslation(['sla', 'tickets']);
  return (
    <fieldset className={rows.part}>
      <legend>{t('editor.promises')}</legend>
      {priorities.map((priority) => (
        <div key={priority} className={classes.target}>
          <PriorityMark ticket={{ priority, priorityLabelId: null }} word />
          {goals.map(([field, goal]) => (
            <WorkingTimeField
              key={field}
              label={t(`goals.${goal}`)}
              of={t(`tickets:priority.${priority}`)}
              minutes={targets[priority][field]}
              onChange={(minutes) =>
                onChange({ ...targets, [priority]: { ...targets[priority], [field]: minutes } })
              }
            />
          ))}
        </div>
      ))}
      <p className={rows.soft}>{t('editor.emptyHint')}</p>
      {isWrong && (
        <p className={rows.wrong} role="alert">
          {t('editor.targetsMissing')}
        </p>
      )}
    </fieldset>
  );
}

type FieldProps = {
  label: string;
  /** Of what it is a target: heard, not seen. */
  of: string;
  minutes: number | null;
  onChange: (minutes: number | null) => void;
};
const sizes = { minutes: 1, hours: 60 } as const;
type Unit = keyof typeof sizes;

function WorkingTimeField({ label, of, minutes, onChange }: FieldProps) {
  const { t } = useTranslation('sla');
  const [unit, setUnit] = useState<Unit>(minutes !== null && minutes % 60 !== 0 ? 'minutes' : 'hours');
  const change = (amount: number | null, by: Unit) =>
    onChange(amount === null ? null : Math.min(maxSlaMinutes, Math.max(1, Math.round(amount * sizes[by]))));
  const amount = minutes === null ? null : minutes / sizes[unit];
  return (
    <div className={classes.time}>
      <NumberInput
        label={label}
        aria-label={`${label}, ${of}`}
        placeholder="–"
        value={amount ?? ''}
        min={0}
        decimalScale={2}
        onChange={(value) => change(typeof value === 'number' && value > 0 ? value : null, unit)}
      />
      <Select
        aria-label={t('editor.unitOf', { what: `${label}, ${of}` })}
        data={(['minutes', 'hours'] as const).map((value) => ({ value, label: t(`units.${value}`) }))}
        value={unit}
        allowDeselect={false}
        onChange={(chosen) => {
          const next = chosen === 'minutes' ? 'minutes' : 'hours';
          setUnit(next);
          change(amount, next);
        }}
      />
    </div>
  );
}
