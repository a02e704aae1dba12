import { Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMoon, IconSearch, IconSettings, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PresenceDot } from './Avatar.tsx';
import { signOutHere } from './entry.ts';
import { useMe } from './hub.ts';
import classes from './MyMenu.module.css';
import { MyFace, type Side } from './MyMenuButton.tsx';
import { modulesFor } from './modules.ts';
import { holdAway, useHeldAway, usePresence } from './presence.ts';
import { openSwitcher, showKeys } from './switcher.ts';
import { toggleScheme, useScheme } from './use-scheme.ts';

/** Presence, appearance, settings and the way out. Loaded by the first click on the picture, hence open. */
export default function MyMenu({ side }: { side: Side }) {
  const { t } = useTranslation('common');
  const me = useMe();
  const presence = usePresence(me.id);
  const held = useHeldAway();
  const dark = useScheme() === 'dark';
  return (
    <Menu defaultOpened position={side === 'right' ? 'right-end' : 'top-end'} offset={10} width={248}>
      <Menu.Target>
        <MyFace side={side} />
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.me}>
          <span className={classes.name}>{me.displayName}</span>
          <span className={classes.mail}>{me.email}</span>
        </div>
        <Menu.Item
          leftSection={
            <span className={classes.presence}>
              <PresenceDot presence={presence} />
            </span>
          }
          onClick={() => holdAway(!held)}
        >
          {held ? t('menu.setOnline') : t('menu.setAway')}
        </Menu.Item>
        <Menu.Divider />
        {side === 'top' &&
          modulesFor(me)
            .filter(({ place }) => place === 'bottom')
            .map(({ name, to, Icon }) => (
              <Menu.Item key={name} leftSection={<Icon size={16} />} component={Link} to={to}>
                {t(`modules.${name}`)}
              </Menu.Item>
            ))}
        <Menu.Item
          leftSection={<IconSearch size={16} />}
          rightSection={<kbd className={classes.key}>{t('keys.ctrl')} K</kbd>}
          onClick={openSwitcher}
        >
          {t('menu.switcher')}
        </Menu.Item>
        <Menu.Item
          className={classes.withKeys ?? ''}
          leftSection={<IconKeyboard size={16} />}
          rightSection={<kbd className={classes.key}>?</kbd>}
          onClick={showKeys}
        >
          {t('menu.keys')}
        </Menu.Item>
        <Menu.Item leftSection={dark ? <IconSun size={16} /> : <IconMoon size={16} />} onClick={toggleScheme}>
          {dark ? t('menu.light') : t('menu.dark')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSettings size={16} />} component={Link} to="/settings/profile">
          {t('menu.settings')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOutHere()}>
          {t('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
