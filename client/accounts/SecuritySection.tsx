import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import { hub, useMe } from '../app/hub.ts';
import { queryClient } from '../app/query.ts';
import { toast } from '../app/toast.ts';
import { useFields } from '../app/use-fields.ts';
import { AccountProblem } from './AccountProblem.tsx';
import { NewPassword } from './NewPassword.tsx';
import { accountRules } from './new-account.ts';
import { SessionList, sessionsQuery } from './SessionList.tsx';
import { SettingRow } from './SettingRow.tsx';

export function SecuritySection() {
  const { t } = useTranslation('accounts');
  // A new form after each change: nothing of the old words stays.
  const [round, setRound] = useState(0);
  return (
    <>
      <SettingRow title={t('fields.password')} hint={t('security.passwordHint')}>
        <PasswordForm key={round} onChanged={() => setRound(round + 1)} />
      </SettingRow>
      <SettingRow title={t('security.sessions')} hint={t('security.sessionsHint')} wide>
        <SessionList />
      </SettingRow>
    </>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const fields = useFields(
    { current: '', next: '' },
    {
      current: (value) => (value === '' ? t('fields.passwordMissing') : null),
      next: accountRules(t).password,
    },
  );
  const change = useMutation({
    mutationFn: () => hub.call(changePassword, fields.values),
    onSuccess: () => {
      toast(t('security.passwordSaved'));
      void queryClient.invalidateQueries({ queryKey: sessionsQuery().queryKey });
      onChanged();
    },
  });
  const wrong =
    change.error instanceof AppError &&
    (change.error.code === 'forbidden' || change.error.details.reason === 'wrongPassword');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) change.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <input type="text" autoComplete="username" value={me.email ?? ''} readOnly hidden />
        <PasswordInput
          {...fields.text('current')}
          label={t('security.current')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
        />
        <NewPassword
          {...fields.text('next')}
          value={fields.values.next}
          label={t('security.next')}
          known={[me.displayName, me.email ?? '']}
        />
        {change.isError && (
          <AccountProblem error={change.error} {...(wrong ? { sentence: t('security.wrong') } : {})} />
        )}
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('security.change')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
