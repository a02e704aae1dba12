import { Button } from '@mantine/core';
import { IconCalendarClock, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteSlaCalendar, type SlaCalendar, type SlaPolicy } from '#shared/contract/sla.ts';
import { hub, useMe } from '../../app/hub.ts';
import { EmptyState } from '../../app/Page.tsx';
import { DeleteButton } from '../kit/DeleteButton.tsx';
import rows from '../rules/rules.module.css';
import { CalendarDialog } from './CalendarDialog.tsx';
import { type CalendarDraft, newCalendar, toCalendarDraft } from './draft.ts';
import { refreshSla } from './refresh.ts';
import { useCalendarWords } from './use-calendar-words.ts';

type Props = { policies: readonly SlaPolicy[]; calendars: readonly SlaCalendar[] };

/** When the desk works. */
export function Calendars({ policies, calendars }: Props) {
  const { t } = useTranslation('sla');
  const { timeZone } = useMe();
  const [editing, setEditing] = useState<CalendarDraft>();
  const button = (
    <Button
      variant={calendars.length === 0 ? 'filled' : 'default'}
      size="xs"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing(newCalendar(timeZone))}
    >
      {t('calendars.create')}
    </Button>
  );
  return (
    <section>
      <div className={rows.heading}>
        <h2>{t('calendars.title')}</h2>
        {calendars.length > 0 && button}
      </div>
      {calendars.length === 0 && (
        <EmptyState icon={<IconCalendarClock size={24} />} title={t('calendars.none')} action={button}>
          {t('calendars.noneHint')}
        </EmptyState>
      )}
      <ul className={rows.list}>
        {calendars.map((calendar) => (
          <CalendarRow
            key={calendar.id}
            calendar={calendar}
            isUsed={policies.some(({ calendarId }) => calendarId === calendar.id)}
            onEdit={() => setEditing(toCalendarDraft(calendar))}
          />
        ))}
      </ul>
      {editing && <CalendarDialog key={editing.id} initial={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

type RowProps = { calendar: SlaCalendar; isUsed: boolean; onEdit: () => void };

function CalendarRow({ calendar, isUsed, onEdit }: RowProps) {
  const { t } = useTranslation('sla');
  const { name } = calendar;
  const words = useCalendarWords(calendar);
  return (
    <li className={rows.row}>
      <div className={rows.words}>
        <button type="button" className={rows.open} onClick={onEdit}>
          {name}
        </button>
        <span className={rows.facts}>{words.hours}</span>
        <span className={rows.facts}>{words.rest}</span>
      </div>
      <div className={rows.tools}>
        <DeleteButton
          name={name}
          blocked={isUsed ? t('calendars.inUse') : undefined}
          onDelete={() => hub.call(deleteSlaCalendar, { calendarId: calendar.id }).then(refreshSla)}
        >
          {t('calendars.deleteText')}
        </DeleteButton>
      </div>
    </li>
  );
}
