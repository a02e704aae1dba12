import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from './hub.ts';
import { ModuleBadge } from './ModuleBadge.tsx';
import { MyMenuButton } from './MyMenuButton.tsx';
import { isInModule, type Module, modulesFor } from './modules.ts';
import classes from './Rail.module.css';

/** The modules, and below them people and my own menu. */
export function Rail() {
  const { t } = useTranslation('common');
  const modules = modulesFor(useMe());
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
        <MyMenuButton side="right" />
      </div>
    </nav>
  );
}

function RailLink({ module }: { module: Module }) {
  const { t } = useTranslation('common');
  const { name, to, Icon } = module;
  const active = useLocation({ select: ({ pathname }) => isInModule(module, pathname) });
  return (
    <Link
      to={to}
      className={classes.link}
      activeOptions={{ exact: to === '/' }}
      aria-current={active ? 'page' : undefined}
    >
      <span className={classes.icon}>
        <Icon size={21} stroke={1.7} aria-hidden="true" />
        <ModuleBadge name={name} />
      </span>
      <span className={classes.label}>{t(`modules.${name}`)}</span>
    </Link>
  );
}
