import { ActionIcon } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { maxSpansPerDay } from '#shared/contract/sla.ts';
import rows from '../rules/rules.module.css';
import {
  type CalendarDraft,
  fromClock,
  isDayRight,
  type Keyed,
  nextSpan,
  type Span,
  toClock,
} from './draft.ts';
import classes from './sla.module.css';
import { useWeekdays } from './use-calendar-words.ts';

type Props = {
  hours: CalendarDraft['hours'];
  isMissing: boolean;
  onChange: (hours: CalendarDraft['hours']) => void;
};

/** The working hours of each day of the week. */
export function Hours({ hours, isMissing, onChange }: Props) {
  const { t } = useTranslation('sla');
  const names = useWeekdays('long');
  return (
    <fieldset className={rows.part}>
      <legend>{t('editor.hours')}</legend>
      {hours.map((spans, day) => (
        <Day
          key={names[day]}
          name={names[day] ?? ''}
          spans={spans}
          onChange={(next) => onChange(hours.with(day, next))}
        />
      ))}
      {isMissing && (
        <p className={rows.wrong} role="alert">
          {t('editor.hoursMissing')}
        </p>
      )}
    </fieldset>
  );
}

type DayProps = { name: string; spans: Keyed<Span>[]; onChange: (spans: Keyed<Span>[]) => void };

function Day({ name, spans, onChange }: DayProps) {
  const { t } = useTranslation('sla');
  const edge = (span: Keyed<Span>, which: keyof Span) => (
    <input
      className={classes.clock}
      type="time"
      required
      aria-label={t(`editor.${which}`, { day: name })}
      value={toClock(span[which])}
      onChange={({ currentTarget: { value } }) => {
        const minutes = fromClock(value, which);
        if (minutes === undefined) return;
        onChange(spans.map((each) => (each === span ? { ...each, [which]: minutes } : each)));
      }}
    />
  );
  return (
    <div className={classes.day} role="group" aria-label={name}>
      <span className={classes.dayName}>{name}</span>
      <div className={classes.spans}>
        {spans.length === 0 && <span className={rows.soft}>{t('editor.closed')}</span>}
        {spans.map((span) => (
          <span key={span.key} className={classes.span}>
            {edge(span, 'from')}–{edge(span, 'to')}
            <ActionIcon
              aria-label={t('editor.removeSpan', { day: name, from: toClock(span.from) })}
              onClick={() => onChange(spans.filter((each) => each !== span))}
            >
              <IconX size={14} />
            </ActionIcon>
          </span>
        ))}
        {!isDayRight(spans) && (
          <span className={rows.wrong} role="alert">
            {t('editor.dayWrong')}
          </span>
        )}
      </div>
      <ActionIcon
        aria-label={t('editor.addSpan', { day: name })}
        disabled={spans.length >= maxSpansPerDay}
        onClick={() => onChange([...spans, nextSpan(spans)])}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </div>
  );
}
