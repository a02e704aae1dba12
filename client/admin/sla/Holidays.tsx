import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { maxHolidays } from '#shared/contract/sla.ts';
import rows from '../rules/rules.module.css';
import { type CalendarDraft, newHoliday } from './draft.ts';
import classes from './sla.module.css';

type Props = {
  holidays: CalendarDraft['holidays'];
  isWrong: boolean;
  onChange: (holidays: CalendarDraft['holidays']) => void;
};

/** Days on which nobody works, once or every year. */
export function Holidays({ holidays, isWrong, onChange }: Props) {
  const { t } = useTranslation('sla');
  return (
    <fieldset className={rows.part}>
      <legend>{t('editor.holidays')}</legend>
      {holidays.map((holiday) => {
        const change = (part: Partial<typeof holiday>) =>
          onChange(holidays.map((each) => (each === holiday ? { ...each, ...part } : each)));
        return (
          <div key={holiday.key} className={classes.holiday} role="group" aria-label={holiday.name}>
            <TextInput
              type="date"
              aria-label={t('editor.date')}
              value={holiday.date}
              error={isWrong && holiday.date === ''}
              onChange={({ currentTarget: { value } }) => change({ date: value })}
            />
            <TextInput
              aria-label={t('editor.holidayName')}
              placeholder={t('editor.holidayName')}
              value={holiday.name}
              maxLength={80}
              error={isWrong && holiday.name.trim() === ''}
              onChange={({ currentTarget: { value } }) => change({ name: value })}
            />
            <Checkbox
              label={t('editor.yearly')}
              checked={holiday.yearly}
              onChange={({ currentTarget: { checked } }) => change({ yearly: checked })}
            />
            <ActionIcon
              aria-label={t('editor.removeHoliday', { name: holiday.name })}
              onClick={() => onChange(holidays.filter((each) => each !== holiday))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        );
      })}
      {isWrong && (
        <p className={rows.wrong} role="alert">
          {t('editor.holidayWrong')}
        </p>
      )}
      {holidays.length < maxHolidays && (
        <Button
          variant="default"
          size="xs"
          className={rows.add ?? ''}
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...holidays, newHoliday(new Date().toISOString().slice(0, 10))])}
        >
          {t('editor.addHoliday')}
        </Button>
      )}
    </fieldset>
  );
}
