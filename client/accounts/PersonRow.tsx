import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/contract/accounts.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { Chip } from '../app/Chip.tsx';
import { useMe } from '../app/hub.ts';
import classes from './PersonRow.module.css';

export function PersonRow({
  person,
  chosen,
  onChoose,
}: {
  person: Person;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation('accounts');
  const me = useMe();
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list keeps the focus and takes the keys
    <div
      id={`person-${person.id}`}
      className={classes.row}
      role="option"
      aria-selected={chosen}
      data-suspended={person.suspended}
      onClick={onChoose}
    >
      <PersonAvatar person={person} size={36} presence={person.kind === 'member' && !person.suspended} />
      <div className={classes.words}>
        <span className={classes.name}>
          {person.displayName}
          {person.id === me.id && <span className={classes.me}> {t('people.you')}</span>}
        </span>
        {person.email !== null && <span className={classes.email}>{person.email}</span>}
      </div>
      <PersonChips person={person} />
    </div>
  );
}

export function PersonChips({ person }: { person: Pick<Person, 'kind' | 'isAdmin' | 'suspended'> }) {
  const { t } = useTranslation('accounts');
  return (
    <span className={classes.chips}>
      {person.suspended && <Chip kind="danger">{t('people.suspended')}</Chip>}
      {person.isAdmin && <Chip kind="accent">{t('people.administrator')}</Chip>}
      {person.kind !== 'member' && <Chip>{t(`people.kindOf.${person.kind}`)}</Chip>}
    </span>
  );
}
