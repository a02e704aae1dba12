import { Button } from '@mantine/core';
import { IconShield, IconShieldOff, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { useMe } from '../app/hub.ts';
import { Details, RowsSkeleton } from '../app/Page.tsx';
import { usePerson } from '../app/people.ts';
import { usePresence } from '../app/presence.ts';
import { useFormats } from '../app/time.ts';
import { usePhone } from '../app/use-phone.ts';
import classes from './PersonDetails.module.css';
import { PersonChips } from './PersonRow.tsx';
import { makeAdministrator, suspend } from './people.core.ts';

/** One person, beside the list. `person` is undefined when the row is not loaded: the card is shown then. */
export function PersonDetails({
  id,
  person,
  onClose,
}: {
  id: string;
  person: Person | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('accounts');
  const card = usePerson(id as PersonId);
  const shown = person ?? card;
  return (
    <Details title={t('people.profile')} onClose={onClose} takesFocus={usePhone()}>
      {shown ? <Profile card={shown} person={person} /> : <RowsSkeleton rows={2} />}
    </Details>
  );
}

function Profile({
  card,
  person,
}: {
  card: Pick<Person, 'id' | 'displayName' | 'avatarUrl' | 'kind'>;
  person: Person | undefined;
}) {
  const { t } = useTranslation('accounts');
  const { date } = useFormats();
  const me = useMe();
  const presence = usePresence(card.id);
  return (
    <div className={classes.profile}>
      <PersonAvatar person={card} size={88} />
      <p className={classes.name}>{card.displayName}</p>
      {card.kind === 'member' && !person?.suspended && (
        <p className={classes.presence}>{t(`common:presence.${presence}`)}</p>
      )}
      {person && <PersonChips person={person} />}
      {person && (
        <dl className={classes.facts}>
          {person.email !== null && (
            <div>
              <dt>{t('fields.email')}</dt>
              <dd>
                <a href={`mailto:${person.email}`}>{person.email}</a>
              </dd>
            </div>
          )}
          <div>
            <dt>{t('people.since')}</dt>
            <dd>{date(person.createdAt)}</dd>
          </div>
        </dl>
      )}
      {person && me.can.administer && person.id !== me.id && <Administration person={person} />}
    </div>
  );
}

function Administration({ person }: { person: Person }) {
  const { t } = useTranslation('accounts');
  const [asking, setAsking] = useState<'suspend' | 'admin' | null>(null);
  const name = person.displayName;
  const close = () => setAsking(null);
  const suspendKey = person.suspended ? 'restore' : 'suspend';
  const adminKey = person.isAdmin ? 'dropAdmin' : 'makeAdmin';
  return (
    <div className={classes.administration}>
      {person.kind === 'member' && !person.suspended && (
        <Button
          variant="default"
          size="xs"
          leftSection={person.isAdmin ? <IconShieldOff size={16} /> : <IconShield size={16} />}
          onClick={() => setAsking('admin')}
        >
          {t(`people.${adminKey}.action`)}
        </Button>
      )}
      <Button
        variant="default"
        size="xs"
        {...(person.suspended ? {} : { className: classes.danger ?? '' })}
        leftSection={person.suspended ? <IconUserCheck size={16} /> : <IconUserOff size={16} />}
        onClick={() => setAsking('suspend')}
      >
        {t(`people.${suspendKey}.action`)}
      </Button>
      <ConfirmDialog
        opened={asking === 'suspend'}
        title={t(`people.${suspendKey}.title`, { name })}
        confirm={t(`people.${suspendKey}.action`)}
        danger={!person.suspended}
        onConfirm={() => suspend(person)}
        onClose={close}
      >
        {t(`people.${suspendKey}.text`)}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'admin'}
        title={t(`people.${adminKey}.title`, { name })}
        confirm={t(`people.${adminKey}.action`)}
        onConfirm={() => makeAdministrator(person, !person.isAdmin)}
        onClose={close}
      >
        {t(`people.${adminKey}.text`)}
      </ConfirmDialog>
    </div>
  );
}
