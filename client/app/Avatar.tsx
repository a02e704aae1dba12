import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { Presence } from '#shared/contract/presence.ts';
import classes from './Avatar.module.css';
import { useMaybeMe } from './hub.ts';
import { usePresence } from './presence.ts';

type Person = Pick<PersonCard, 'id' | 'displayName' | 'avatarUrl'>;

type Props = {
  person: Person;
  /** CSS pixels. */
  size?: number;
  /** With the dot of the person's presence. */
  presence?: boolean;
};

const hues = 8;

/** First letters of the first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** A stable number from an id: the last digits of a UUID v7 are random. */
const hueOf = (id: string): number => Number.parseInt(id.slice(-4), 16) % hues;

/** Decorative: the name stands beside it, or the caller labels it. */
export function PersonAvatar({ person, size = 32, presence = false }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const { avatarUrl } = person;
  const picture = avatarUrl !== null && avatarUrl !== broken;
  return (
    <span className={classes.root} style={{ '--size': `${size}px` }} data-hue={hueOf(person.id)}>
      {picture ? (
        <img
          className={classes.picture}
          src={avatarUrl}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          draggable={false}
          onError={() => setBroken(avatarUrl)}
        />
      ) : (
        <span className={classes.initials} aria-hidden="true">
          {initials(person.displayName)}
        </span>
      )}
      {presence && <PresenceOf person={person} />}
    </span>
  );
}

/** Only members see who is here. */
function PresenceOf({ person }: { person: Person }) {
  const presence = usePresence(person.id);
  const isMember = useMaybeMe()?.kind === 'member';
  return isMember && <PresenceDot presence={presence} />;
}

/** Shape and colour say the presence, a word says it to a screen reader. */
export function PresenceDot({ presence }: { presence: Presence }) {
  const { t } = useTranslation('common');
  return (
    <span
      className={classes.dot}
      data-presence={presence}
      role="img"
      aria-label={t(`presence.${presence}`)}
    />
  );
}
