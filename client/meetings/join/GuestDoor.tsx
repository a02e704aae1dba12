import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinAsGuest } from '#shared/contract/meetings.ts';
import { enter } from '../../app/entry.ts';
import { hub, useMaybeMe } from '../../app/hub.ts';
import { currentLocale } from '../../app/i18n.ts';
import { Logo } from '../../app/Logo.tsx';
import { Failure } from '../../app/Page.tsx';
import { useFields } from '../../app/use-fields.ts';
import { useFocusOnOpen } from '../../app/use-focus-on-open.ts';
import { Door, DoorSkeleton, NoMeeting } from './Door.tsx';
import classes from './Door.module.css';
import { usePeek } from './use-guest.ts';

const nameKey = 'entente.guestName';

/** Somebody with the link and no account: a name is all that is asked. */
export function GuestDoor({ code }: { code: string }) {
  const { t } = useTranslation('meetings');
  const { data, error, refetch } = usePeek(code);
  if (error) return <NoMeeting error={error} retry={() => void refetch()} />;
  if (!data) {
    return (
      <Door title={t('join.title')} heading={t('join.title')}>
        <DoorSkeleton />
      </Door>
    );
  }
  return (
    <Door title={data.title}>
      <div className={classes.card}>
        <Logo size={44} />
        <p className={classes.organisation}>{data.organisationName}</p>
        <h1 className={classes.title} tabIndex={-1} data-page-title>
          {data.title}
        </h1>
        <p className={classes.soft}>{t('join.liveCount', { count: data.liveCount })}</p>
        <GuestForm code={code} lobby={data.lobby} />
      </div>
    </Door>
  );
}

function GuestForm({ code, lobby }: { code: string; lobby: boolean }) {
  const { t } = useTranslation('meetings');
  const me = useMaybeMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = useFields(
    { displayName: me?.displayName ?? localStorage.getItem(nameKey) ?? '' },
    { displayName: (name) => (name.trim() === '' || name.trim().length > 80 ? t('guest.nameWrong') : null) },
  );
  const name = useFocusOnOpen<HTMLInputElement>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    const displayName = fields.values.displayName.trim();
    setBusy(true);
    setError(null);
    hub.request(joinAsGuest, { params: { code }, body: { displayName, locale: currentLocale() } }).then(
      (guest) => {
        localStorage.setItem(nameKey, displayName);
        // A connection of another guest account must not speak for this one.
        hub.close();
        enter(guest);
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        {...fields.text('displayName')}
        ref={name}
        label={t('guest.name')}
        description={lobby ? t('guest.lobbyHint') : t('guest.hint')}
        size="md"
        maxLength={80}
        autoComplete="name"
      />
      <Button type="submit" className={classes.join} loading={busy}>
        {t('guest.continue')}
      </Button>
      {error !== null && <Failure error={error} compact />}
      {me === null && (
        <p className={classes.with}>
          {t('guest.member')}{' '}
          <Link className={classes.link} to="/sign-in" search={{ to: `/m/${code}` }}>
            {t('guest.signIn')}
          </Link>
        </p>
      )}
    </form>
  );
}
