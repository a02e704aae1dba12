import { Modal } from '@mantine/core';
import { IconCornerDownLeft, IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FoundGroup, findItems } from './find-items.ts';
import options from './options.module.css';
import classes from './Switcher.module.css';
import { closeSwitcher, type SwitcherItem, switcherSources } from './switcher.ts';
import { useOptionKeys } from './use-option-keys.ts';

/** Ctrl K: type a few letters, Enter goes there. */
export default function Switcher() {
  const { t } = useTranslation('common');
  const [query, setQuery] = useState('');
  const [groups, setGroups] = useState<FoundGroup[]>([]);
  const [answered, setAnswered] = useState<string | null>(null);
  const id = useId();
  const items = groups.flatMap((group) => group.items);
  const idOf = (item: SwitcherItem | undefined) => (item ? `${id}-${item.id}` : undefined);
  const choose = (item: SwitcherItem | undefined) => {
    if (!item) return;
    closeSwitcher();
    item.run();
  };
  const { active, setActive, onKeyDown } = useOptionKeys({
    count: items.length,
    idOf: (at) => idOf(items[at]) ?? '',
    onChoose: (at) => choose(items[at]),
  });

  useEffect(() => {
    let late = false;
    void findItems(switcherSources(), query).then((found) => {
      if (late) return;
      setGroups(found);
      setAnswered(query);
      setActive(0);
    });
    return () => {
      late = true;
    };
  }, [query, setActive]);

  return (
    <Modal
      opened
      onClose={closeSwitcher}
      withCloseButton={false}
      size={580}
      padding={0}
      yOffset="12vh"
      centered={false}
      attributes={{ content: { 'aria-label': t('switcher.label') } }}
      transitionProps={{ transition: 'fade', duration: 100 }}
      classNames={{ content: classes.content }}
    >
      <div className={classes.field}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-label={t('switcher.label')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={idOf(items[active])}
          aria-autocomplete="list"
          placeholder={t('switcher.placeholder')}
          value={query}
          maxLength={80}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} className={classes.list} role="listbox" aria-label={t('switcher.results')}>
        {groups.map(({ group, items: members }) => (
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div id={`${id}-${group}`} className={classes.group}>
              {t(`switcher.groups.${group}`)}
            </div>
            {members.map((item) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field keeps the focus and takes the keys
              <div
                key={item.id}
                id={idOf(item)}
                className={options.option}
                role="option"
                aria-selected={item === items[active]}
                onPointerMove={() => {
                  const at = items.indexOf(item);
                  if (at !== active) setActive(at);
                }}
                onClick={() => choose(item)}
              >
                <span className={options.icon}>{item.icon}</span>
                <span className={options.label}>{item.label}</span>
                {item.hint && <span className={`${options.hint} ${classes.hint}`}>{item.hint}</span>}
                <IconCornerDownLeft size={14} className={classes.enter} aria-hidden="true" />
              </div>
            ))}
          </div>
        ))}
      </div>
      {answered !== null && items.length === 0 && (
        <p className={`${options.nothing} ${classes.nothing}`}>
          {t('switcher.nothing', { query: answered })}
        </p>
      )}
    </Modal>
  );
}
