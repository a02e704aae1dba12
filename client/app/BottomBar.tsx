import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './BottomBar.module.css';
import { ModuleBadge } from './ModuleBadge.tsx';
import { MyMenuButton } from './MyMenuButton.tsx';
import { modules } from './modules.ts';

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
            <ModuleBadge name={name} />
          </span>
          <span>{t(`modules.${name}`)}</span>
        </Link>
      ))}
      <MyMenuButton side="top" />
    </nav>
  );
}
