import { Button, TextInput } from '@mantine/core';
import { IconVideoPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createMeeting } from '#shared/contract/meetings.ts';
import { hub, useMe } from '../app/hub.ts';
import { toastError } from '../app/toast.ts';
import classes from './HomePage.module.css';
import { findCode } from './meeting-code.ts';

/** Start a meeting at once, or join one by its code. */
export function QuickActions() {
  const { t } = useTranslation('common');
  const me = useMe();
  const navigate = useNavigate();
  const creation = useMutation({
    mutationFn: () =>
      hub.call(createMeeting, { title: t('home.newMeetingTitle', { name: me.displayName }).slice(0, 120) }),
    onSuccess: (meeting) => navigate({ to: '/m/$code', params: { code: meeting.code } }),
    onError: (error) => toastError(error),
  });
  return (
    <div className={classes.actions}>
      {me.can.createMeeting && (
        <Button
          leftSection={<IconVideoPlus size={18} />}
          loading={creation.isPending}
          onClick={() => creation.mutate()}
        >
          {t('home.newMeeting')}
        </Button>
      )}
      <JoinByCode />
    </div>
  );
}

function JoinByCode() {
  const { t } = useTranslation('common');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = findCode(text);
    setWrong(code === undefined);
    if (code !== undefined) void navigate({ to: '/m/$code', params: { code } });
  };
  return (
    <form className={classes.join} onSubmit={submit} noValidate>
      <TextInput
        aria-label={t('home.codeLabel')}
        placeholder={t('home.codePlaceholder')}
        value={text}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        error={wrong ? t('home.codeHint') : null}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="default">
        {t('home.join')}
      </Button>
    </form>
  );
}
