import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useBadge } from './badges.ts';
import { MyMenu } from './MyMenu.tsx';
import { type Module, modules } from './modules.ts';
import classes from './Rail.module.css';

/** The modules, and below them people and my own menu. */
export function Rail() {
  const { t } = useTranslation('common');
  return (
    <nav className={classes.rail} aria-label={t('shell.modules')}>
      <div className={classes.group}>
        {modules
          .filter(({ place }) => place === 'top')
          .map((module) => (
            <RailLink key={module.name} module={module} />
          ))}
      </div>
      <div className={classes.group}>
        {modules
          .filter(({ place }) => place === 'bottom')
          .map((module) => (
            <RailLink key={module.name} module={module} />
          ))}
        <MyMenu side="right" />
      </div>
    </nav>
  );
}

function RailLink({ module: { name, to, Icon } }: { module: Module }) {
  const { t } = useTranslation('common');
  const label = t(`modules.${name}`);
  return (
    <Tooltip label={label} position="right">
      <Link
        to={to}
        className={classes.link}
        activeOptions={{ exact: to === '/' }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <Icon size={22} stroke={1.7} aria-hidden="true" />
        <ModuleBadge name={name} label={label} />
      </Link>
    </Tooltip>
  );
}

/** Counts mentions in red; something merely unread is a dot. The link's name says both. */
export function ModuleBadge({ name, label }: { name: Module['name']; label: string }) {
  const { t } = useTranslation('common');
  const { unread, mentions } = useBadge(name === 'meetings' ? 'meetings' : 'chat');
  const counts = name === 'chat' || name === 'meetings';
  const words =
    counts && mentions > 0
      ? t('shell.mentions', { count: mentions })
      : counts && unread
        ? t('shell.unread')
        : '';
  return (
    <>
      <span className={classes.hidden}>{words === '' ? label : `${label}, ${words}`}</span>
      {counts && mentions > 0 && (
        <span className={classes.count} aria-hidden="true">
          {mentions > 99 ? '99+' : mentions}
        </span>
      )}
      {counts && mentions === 0 && unread && <span className={classes.dot} aria-hidden="true" />}
    </>
  );
}
