import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './BottomBar.module.css';
import { MyMenu } from './MyMenu.tsx';
import { modules } from './modules.ts';
import { ModuleBadge } from './Rail.tsx';

/** The rail of a phone. */
export function BottomBar() {
  const { t } = useTranslation('common');
  return (
    <nav className={classes.bar} aria-label={t('shell.modules')}>
      {modules.map(({ name, to, Icon }) => (
        <Link
          key={name}
          to={to}
          className={classes.link}
          activeOptions={{ exact: to === '/' }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <span className={classes.icon}>
            <Icon size={22} stroke={1.7} aria-hidden="true" />
            <ModuleBadge name={name} label="" />
          </span>
          <span>{t(`modules.${name}`)}</span>
        </Link>
      ))}
      <MyMenu side="top" />
    </nav>
  );
}
