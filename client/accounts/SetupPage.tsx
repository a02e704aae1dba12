import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { setUp } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import { enter } from '../app/entry.ts';
import { hub } from '../app/hub.ts';
import { LinkButton } from '../app/LinkButton.tsx';
import { rememberInfo, useSession } from '../app/session.ts';
import { useFields } from '../app/use-fields.ts';
import { useFocusOnOpen } from '../app/use-focus-on-open.ts';
import { AccountFields } from './AccountFields.tsx';
import { AccountProblem } from './AccountProblem.tsx';
import { EntryPage } from './EntryPage.tsx';
import { accountRules, emptyAccount } from './new-account.ts';

/** The first page of a new hub: names it and makes its first administrator. */
export function SetupPage() {
  const { t } = useTranslation('accounts');
  const needsSetup = useSession((session) => session.needsSetup);
  if (!needsSetup)
    return (
      <EntryPage title={t('setup.doneTitle')} intro={t('setup.doneText')}>
        <LinkButton to="/sign-in" mt="lg" variant="default">
          {t('setup.toSignIn')}
        </LinkButton>
      </EntryPage>
    );
  return (
    <EntryPage title={t('setup.title')} intro={t('setup.intro')} asksLanguage>
      <SetupForm />
    </EntryPage>
  );
}

function SetupForm() {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const { secret } = useParams({ from: '/setup/$secret' });
  const fields = useFields(
    { organisationName: '', ...emptyAccount() },
    {
      organisationName: (value) => (value.trim() === '' ? t('fields.organisationMissing') : null),
      ...accountRules(t),
    },
  );
  const attempt = useMutation({
    mutationFn: () => {
      const { locale, ...values } = fields.values;
      return hub.request(setUp, { body: { ...values, locale: locale === 'fr' ? 'fr' : 'en', secret } });
    },
    onSuccess: async (me) => {
      rememberInfo({ me, organisationName: fields.values.organisationName.trim(), needsSetup: false });
      enter(me);
      await navigate({ to: '/welcome', replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) attempt.mutate();
  };
  const expired = attempt.error instanceof AppError && attempt.error.code === 'expired';
  const first = useFocusOnOpen<HTMLInputElement>();
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" mt="lg">
        <TextInput
          {...fields.text('organisationName')}
          label={t('fields.organisation')}
          description={t('fields.organisationHint')}
          autoComplete="organization"
          maxLength={120}
          ref={first}
        />
        <AccountFields fields={fields} />
        {attempt.isError && (
          <AccountProblem error={attempt.error} {...(expired ? { sentence: t('setup.expired') } : {})} />
        )}
        <Button type="submit" size="md" loading={attempt.isPending} fullWidth mt={4}>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}
