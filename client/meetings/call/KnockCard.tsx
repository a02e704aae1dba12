import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../../app/Avatar.tsx';
import classes from './KnockCard.module.css';
import type { Knocks } from './use-knocks.ts';

/** Somebody is at the door; the card stays until a host has answered. */
export function KnockCard({ knocks: { waiting, answer }, show }: { knocks: Knocks; show: () => void }) {
  const { t } = useTranslation('meetings');
  const [first] = waiting;
  if (!first) return <div role="status" />;
  const alone = waiting.length === 1;
  return (
    <div className={classes.card} role="status">
      <PersonAvatar person={first} size={32} />
      <p className={classes.words}>{t('lobby.knocks', { name: first.displayName, count: waiting.length })}</p>
      <Button size="compact-sm" variant="default" onClick={alone ? () => answer([first], false) : show}>
        {t(alone ? 'lobby.deny' : 'lobby.show')}
      </Button>
      <Button size="compact-sm" onClick={() => answer(waiting, true)}>
        {t(alone ? 'lobby.admit' : 'lobby.admitAll')}
      </Button>
    </div>
  );
}
