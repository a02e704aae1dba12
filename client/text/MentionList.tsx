import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import classes from './MentionList.module.css';

type Props = {
  id: string;
  people: readonly PersonCard[];
  chosen: number;
  onChoose: (person: PersonCard) => void;
  onHover: (index: number) => void;
};

/** People that the word at the caret may mean. The focus stays in the text. */
export function MentionList({ id, people, chosen, onChoose, onHover }: Props) {
  const { t } = useTranslation('chat');
  return (
    <>
      <div id={id} className={classes.list} role="listbox" aria-label={t('composer.people')}>
        {people.map((person, index) => (
          // The keys are those of the text field, which names the chosen option.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={person.id}
            id={`${id}-${index}`}
            className={classes.person}
            role="option"
            aria-selected={index === chosen}
            tabIndex={-1}
            onPointerMove={() => onHover(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(person)}
          >
            <PersonAvatar person={person} size={24} presence />
            <span className={classes.name}>{person.displayName}</span>
          </div>
        ))}
      </div>
      <span className={classes.count} role="status">
        {t('composer.peopleFound', { count: people.length })}
      </span>
    </>
  );
}
