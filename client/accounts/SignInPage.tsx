import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import { enter } from '../app/entry.ts';
import { describeError } from '../app/errors.ts';
import { hub } from '../app/hub.ts';
import { useSession } from '../app/session.ts';
import { useFields } from '../app/use-fields.ts';
import { useFocusOnOpen } from '../app/use-focus-on-open.ts';
import { EntryPage } from './EntryPage.tsx';
import { Notice } from './Notice.tsx';

export function SignInPage() {
  const { t } = useTranslation('accounts');
  const { organisationName, needsSetup, endedBecause } = useSession();
  const name = organisationName ?? 'Entente';
  if (needsSetup)
    return (
      <EntryPage title={t('signIn.newHub')} intro={t('signIn.newHubIntro')}>
        <div />
      </EntryPage>
    );
  return (
    <EntryPage title={t('signIn.title', { name })}>
      {endedBecause !== null && <EndedNotice because={endedBecause} />}
      <SignInForm />
    </EntryPage>
  );
}

function EndedNotice({ because }: { because: string }) {
  const { t } = useTranslation('accounts');
  return (
    <div style={{ marginTop: 16 }}>
      <Notice kind="info">{t(because === 'suspended' ? 'signIn.suspended' : 'signIn.ended')}</Notice>
    </div>
  );
}

function SignInForm() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const fields = useFields(
    { email: '', password: '' },
    {
      email: (value) => (value.trim() === '' ? t('fields.emailMissing') : null),
      password: (value) => (value === '' ? t('fields.passwordMissing') : null),
    },
  );
  const attempt = useMutation({
    mutationFn: () => hub.request(signIn, { body: fields.values }),
    onSuccess: async (me) => {
      enter(me);
      await navigate({ to: to ?? '/', replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) attempt.mutate();
  };
  const first = useFocusOnOpen<HTMLInputElement>();
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" mt="lg">
        {attempt.isError && <Notice kind="alert">{signInError(attempt.error, t)}</Notice>}
        <TextInput
          {...fields.text('email')}
          ref={first}
          type="email"
          label={t('fields.email')}
          autoComplete="username"
          size="md"
        />
        <PasswordInput
          {...fields.text('password')}
          label={t('fields.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('fields.showPassword') }}
          size="md"
        />
        <Button type="submit" size="md" loading={attempt.isPending} fullWidth mt={4}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function signInError(error: unknown, t: TFunction): string {
  const wrong = error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'invalid');
  if (wrong) return t('signIn.wrong');
  const { title, advice } = describeError(error, t);
  return `${title} ${advice}`;
}
