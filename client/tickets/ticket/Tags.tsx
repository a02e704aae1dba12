import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Tags.module.css';

const most = 20;
const longest = 40;

/** Words that tickets have in common: Enter or a comma adds one, Backspace in an empty field takes the last one away. */
export function Tags({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const { t } = useTranslation('tickets');
  const [typed, setTyped] = useState('');
  const add = () => {
    const tag = typed.trim();
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag]);
    setTyped('');
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) onChange(tags.slice(0, -1));
  };
  return (
    <div className={classes.tags}>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          {tag}
          <button
            type="button"
            aria-label={t('details.removeTag', { tag })}
            onClick={() => onChange(tags.filter((each) => each !== tag))}
          >
            <IconX size={12} />
          </button>
        </span>
      ))}
      {tags.length < most && (
        <input
          className={classes.input}
          aria-label={t('details.addTag')}
          placeholder={t('details.addTag')}
          value={typed}
          maxLength={longest}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={pressed}
          onBlur={add}
        />
      )}
    </div>
  );
}
