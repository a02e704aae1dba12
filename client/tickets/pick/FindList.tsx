import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import options from '../../app/options.module.css';
import { toastError } from '../../app/toast.ts';
import { useOptionKeys } from '../../app/use-option-keys.ts';
import classes from './PickList.module.css';

type Option = {
  key: string;
  label: string;
  icon?: ReactNode;
  /** Below the label: what it means. */
  hint?: ReactNode;
};
type Props<T extends Option> = {
  label: string;
  /** What there is for the words typed; the same function as long as that is the same. */
  find: (query: string) => T[] | Promise<T[]>;
  onPick: (option: T) => void;
};

/** Type to find, arrows to move, Enter to choose. */
export function FindList<T extends Option>({ label, find, onPick }: Props<T>) {
  const { t } = useTranslation('tickets');
  const id = useId();
  const [query, setQuery] = useState('');
  const [choices, setChoices] = useState<T[]>([]);
  const { active, setActive, onKeyDown } = useOptionKeys({
    count: choices.length,
    idOf: (at) => `${id}-${at}`,
    onChoose: (at) => {
      const chosen = choices[at];
      if (chosen) onPick(chosen);
    },
  });
  useEffect(() => {
    let late = false;
    Promise.resolve(find(query)).then((found) => {
      if (late) return;
      setChoices(found);
      setActive(0);
    }, toastError);
    return () => {
      late = true;
    };
  }, [find, query, setActive]);

  return (
    <div className={classes.root}>
      <input
        className={classes.input}
        data-autofocus
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={choices[active] && `${id}-${active}`}
        aria-autocomplete="list"
        placeholder={t('pick.find')}
        value={query}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} className={classes.list} role="listbox" aria-label={label}>
        {choices.map((choice, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field keeps the focus and takes the keys
          <div
            key={choice.key}
            id={`${id}-${index}`}
            className={options.option}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(choice)}
          >
            {choice.icon && <span className={options.icon}>{choice.icon}</span>}
            <span className={classes.words}>
              <span className={options.label}>{choice.label}</span>
              {choice.hint && <span className={`${options.hint} ${classes.hint}`}>{choice.hint}</span>}
            </span>
          </div>
        ))}
        {choices.length === 0 && <p className={options.nothing}>{t('pick.nothing')}</p>}
      </div>
    </div>
  );
}
