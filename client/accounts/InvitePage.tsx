import { Button, Skeleton, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptInvitation, previewInvitation } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import { enter } from '../app/entry.ts';
import { hub, useMaybeMe } from '../app/hub.ts';
import { LinkButton } from '../app/LinkButton.tsx';
import { Failure } from '../app/Page.tsx';
import { rememberInfo } from '../app/session.ts';
import { useFields } from '../app/use-fields.ts';
import { AccountFields } from './AccountFields.tsx';
import { AccountProblem } from './AccountProblem.tsx';
import { EntryPage } from './EntryPage.tsx';
import { accountRules, emptyAccount } from './new-account.ts';

type Preview = Awaited<ReturnType<typeof loadPreview>>;
const loadPreview = (secret: string) => hub.request(previewInvitation, { params: { secret } });

/** Where an invitation link leads. */
export function InvitePage() {
  const { t } = useTranslation('accounts');
  const { secret } = useParams({ from: '/invite/$secret' });
  const me = useMaybeMe();
  const preview = useQuery({ queryKey: ['invitation', secret], queryFn: () => loadPreview(secret) });
  if (me !== null && me.kind !== 'guest')
    return (
      <EntryPage title={t('invite.insideTitle', { name: me.displayName })} intro={t('invite.insideText')}>
        <LinkButton to="/" mt="lg">
          {t('invite.toHome')}
        </LinkButton>
      </EntryPage>
    );
  if (preview.isPending)
    return (
      <EntryPage title={t('invite.loading')}>
        <Stack gap="md" mt="lg" aria-hidden="true">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} height={36} />
          ))}
        </Stack>
      </EntryPage>
    );
  if (preview.isError) return <NoInvitation error={preview.error} onRetry={() => void preview.refetch()} />;
  const { organisationName, invitedBy } = preview.data;
  return (
    <EntryPage
      title={t('invite.title', { name: organisationName })}
      intro={t('invite.intro', { name: invitedBy })}
      asksLanguage
    >
      <AcceptForm secret={secret} preview={preview.data} />
    </EntryPage>
  );
}

function NoInvitation({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('accounts');
  const gone = error instanceof AppError && ['expired', 'notFound', 'invalid'].includes(error.code);
  return (
    <EntryPage title={t('invite.goneTitle')} intro={gone ? t('invite.goneText') : null}>
      {gone ? (
        <LinkButton to="/sign-in" variant="default" mt="lg">
          {t('setup.toSignIn')}
        </LinkButton>
      ) : (
        <Failure error={error} onRetry={onRetry} />
      )}
    </EntryPage>
  );
}

function AcceptForm({ secret, preview }: { secret: string; preview: Preview }) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const fields = useFields({ ...emptyAccount(), email: preview.email ?? '' }, accountRules(t));
  const attempt = useMutation({
    mutationFn: () => {
      const { locale, ...values } = fields.values;
      return hub.request(acceptInvitation, {
        params: { secret },
        body: { ...values, locale: locale === 'fr' ? 'fr' : 'en' },
      });
    },
    onSuccess: async (me) => {
      rememberInfo({ me, organisationName: preview.organisationName, needsSetup: false });
      enter(me);
      await navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) attempt.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" mt="lg">
        <AccountFields fields={fields} fixedEmail={preview.email} />
        {attempt.isError && <AccountProblem error={attempt.error} />}
        <Button type="submit" size="md" loading={attempt.isPending} fullWidth mt={4}>
          {t('invite.submit')}
        </Button>
      </Stack>
    </form>
  );
}
