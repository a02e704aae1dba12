import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Keys.module.css';
import { isMac, keyHelp } from './keys.ts';
import { closeKeys } from './switcher.ts';

/** `?`: every shortcut of the modules that are loaded. */
export default function Keys() {
  const { t } = useTranslation(['common', 'chat', 'meetings', 'accounts']);
  const nameOf = (key: string) => (key === 'Mod' ? (isMac ? '⌘' : t('common:keys.ctrl')) : key);
  return (
    <Modal
      opened
      onClose={closeKeys}
      title={t('common:keys.title')}
      size={640}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <div className={classes.groups}>
        {keyHelp().map(({ group, entries }) => (
          <section key={group}>
            <h3 className={classes.title}>{t(group)}</h3>
            <dl className={classes.entries}>
              {entries.map(({ keys, label }) => (
                <div key={label} className={classes.entry}>
                  <dt>{t(label)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key}>{nameOf(key)}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
