import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveSlaCalendar } from '#shared/contract/sla.ts';
import { TimeZoneSelect } from '../../accounts/TimeZoneSelect.tsx';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import rows from '../rules/rules.module.css';
import { type CalendarDraft, calendarMistakes, fromCalendarDraft, isRight } from './draft.ts';
import { Holidays } from './Holidays.tsx';
import { Hours } from './Hours.tsx';
import { refreshSla } from './refresh.ts';

type Props = { initial: CalendarDraft; onClose: () => void };

/** Where, when, and when not. */
export function CalendarDialog({ initial, onClose }: Props) {
  const { t } = useTranslation('sla');
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const found = calendarMistakes(draft);
  const change = (part: Partial<CalendarDraft>) => setDraft((old) => ({ ...old, ...part }));
  const check = () => {
    setTried(true);
    return isRight(found);
  };
  const save = async () => {
    await hub.call(saveSlaCalendar, fromCalendarDraft(draft));
    await refreshSla();
  };
  return (
    <FormDialog
      title={t(initial.name === '' ? 'calendars.create' : 'calendars.edit')}
      size="lg"
      check={check}
      save={save}
      onClose={onClose}
    >
      <div className={rows.grid}>
        <TextInput
          label={t('editor.name')}
          placeholder={t('editor.calendarPlaceholder')}
          value={draft.name}
          maxLength={80}
          error={tried && found.name && t('editor.nameMissing')}
          data-autofocus
          onChange={({ currentTarget: { value } }) => change({ name: value })}
        />
        <TimeZoneSelect value={draft.timeZone} onChange={(timeZone) => change({ timeZone })} />
      </div>
      <Hours hours={draft.hours} isMissing={tried && found.hours} onChange={(hours) => change({ hours })} />
      <Holidays
        holidays={draft.holidays}
        isWrong={tried && found.holidays}
        onChange={(holidays) => change({ holidays })}
      />
    </FormDialog>
  );
}
