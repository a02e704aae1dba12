import { Button, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { IconArrowRight, IconUserPlus, IconUsersGroup, IconVideo } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createInvitation } from '#shared/contract/accounts.ts';
import { createMeeting } from '#shared/contract/meetings.ts';
import { createSpace } from '#shared/contract/spaces.ts';
import { CopyField } from '../app/CopyField.tsx';
import { hub, useMe } from '../app/hub.ts';
import { Logo } from '../app/Logo.tsx';
import { Failure } from '../app/Page.tsx';
import { useImmersive } from '../app/Shell.tsx';
import { useSession } from '../app/session.ts';
import { usePageTitle } from '../app/title.ts';
import { useFields } from '../app/use-fields.ts';
import { putSpace } from './spaces.core.ts';
import classes from './WelcomePage.module.css';

const steps = ['invite', 'space', 'meeting'] as const;

/** The first two minutes of a new hub. Every step can be skipped; nothing here exists only here. */
export function WelcomePage() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  const step = steps[at] ?? 'meeting';
  usePageTitle(t('welcome.title', { name: me.displayName }));
  useImmersive(true);
  const next = () => {
    if (at + 1 < steps.length) setAt(at + 1);
    else void navigate({ to: '/' });
  };
  return (
    <div className={classes.page}>
      <div className={classes.inner}>
        <header className={classes.top}>
          <Logo size={36} />
          <ol className={classes.steps} aria-label={t('welcome.progress')}>
            {steps.map((name, index) => (
              <li key={name} aria-current={index === at ? 'step' : undefined} data-done={index < at}>
                <span className={classes.hidden}>{t(`welcome.${name}.short`)}</span>
              </li>
            ))}
          </ol>
        </header>
        {step === 'invite' && <InviteStep onNext={next} />}
        {step === 'space' && <SpaceStep onNext={next} />}
        {step === 'meeting' && <MeetingStep onNext={next} />}
      </div>
    </div>
  );
}

function Step(props: { name: (typeof steps)[number]; icon: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('accounts');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section>
      <span className={classes.icon}>{props.icon}</span>
      <h1 ref={title} className={classes.title} tabIndex={-1} data-page-title>
        {t(`welcome.${props.name}.title`)}
      </h1>
      <p className={classes.text}>{t(`welcome.${props.name}.text`)}</p>
      {props.children}
    </section>
  );
}

function InviteStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('accounts');
  const link = useQuery({
    queryKey: ['welcome', 'link'],
    queryFn: () => hub.call(createInvitation, { maxUses: null }),
    retry: 1,
  });
  return (
    <Step name="invite" icon={<IconUserPlus size={26} />}>
      {link.isPending && <Skeleton height={36} />}
      {link.isError && <Failure compact error={link.error} onRetry={() => void link.refetch()} />}
      {link.data && <CopyField label={t('inviting.link')} value={link.data.url} />}
      <p className={classes.hint}>{t('welcome.invite.hint')}</p>
      <Group justify="flex-end" mt="xl">
        <Button rightSection={<IconArrowRight size={16} />} onClick={onNext}>
          {t('welcome.next')}
        </Button>
      </Group>
    </Step>
  );
}

function SpaceStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('accounts');
  const organisationName = useSession((session) => session.organisationName);
  const fields = useFields(
    { name: t('welcome.space.suggestion', { name: organisationName ?? '' }).trim() },
    { name: (value) => (value.trim() === '' ? t('spaces.nameMissing') : null) },
  );
  const creation = useMutation({
    mutationFn: () => hub.call(createSpace, { name: fields.values.name, kind: 'public' }),
    onSuccess: (space) => {
      putSpace(space);
      onNext();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) creation.mutate();
  };
  return (
    <Step name="space" icon={<IconUsersGroup size={26} />}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput {...fields.text('name')} label={t('spaces.name')} size="md" maxLength={80} />
          {creation.isError && <Failure compact error={creation.error} />}
        </Stack>
        <Group justify="flex-end" mt="xl" gap="xs">
          <Button variant="subtle" color="gray" onClick={onNext}>
            {t('welcome.skip')}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t('welcome.space.submit')}
          </Button>
        </Group>
      </form>
    </Step>
  );
}

function MeetingStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const creation = useMutation({
    mutationFn: () => hub.call(createMeeting, { title: t('welcome.meeting.name') }),
    onSuccess: (meeting) => navigate({ to: '/m/$code', params: { code: meeting.code } }),
  });
  return (
    <Step name="meeting" icon={<IconVideo size={26} />}>
      {creation.isError && <Failure compact error={creation.error} />}
      <Group justify="flex-end" mt="xl" gap="xs">
        <Button variant="subtle" color="gray" onClick={onNext}>
          {t('welcome.toHome')}
        </Button>
        <Button
          leftSection={<IconVideo size={16} />}
          loading={creation.isPending}
          onClick={() => creation.mutate()}
        >
          {t('welcome.meeting.submit')}
        </Button>
      </Group>
    </Step>
  );
}
