import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveSlaCalendar } from '#shared/contract/sla.ts';
import { TimeZoneSelect } from '../../accounts/TimeZoneSelect.tsx';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { usePhone } from '../../app/use-phone.ts';
import rows from '../rules/rules.module.css';
import { type CalendarDraft, calendarMistakes, fromCalendarDraft, isRight } from './draft.ts';
import { Holidays } from './Holidays.tsx';
import { Hours } from './Hours.tsx';
import { refreshSla } from './refresh.ts';

type Props = { initial: CalendarDraft; onClose: () => void };

/** Where, when, and when not. */
export function CalendarDialog({ initial, onClose }: Props) {
  const { t } = useTranslation('sla');
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      fullScreen={usePhone()}
      title={t(initial.name === '' ? 'calendars.create' : 'calendars.edit')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <CalendarForm initial={initial} onClose={onClose} />
    </Modal>
  );
}

function CalendarForm({ initial, onClose }: Props) {
  const { t } = useTranslation('sla');
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const found = calendarMistakes(draft);
  const change = (part: Partial<CalendarDraft>) => setDraft((old) => ({ ...old, ...part }));
  const saving = useMutation({
    mutationFn: () => hub.call(saveSlaCalendar, fromCalendarDraft(draft)),
    onSuccess: async () => {
      await refreshSla();
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (isRight(found)) saving.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
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
        {saving.isError && <Failure compact error={saving.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t('common:actions.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
