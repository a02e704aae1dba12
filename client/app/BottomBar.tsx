import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './BottomBar.module.css';
import { useMe } from './hub.ts';
import { ModuleBadge } from './ModuleBadge.tsx';
import { MyMenuButton } from './MyMenuButton.tsx';
import { isInModule, type Module, modulesFor } from './modules.ts';

/** The rail of a phone. */
export function BottomBar() {
  const { t } = useTranslation('common');
  // The others are in my menu: five fit under a thumb.
  const modules = modulesFor(useMe()).filter(({ place }) => place === 'top');
  return (
    <nav className={classes.bar} aria-label={t('shell.modules')}>
      {modules.map((module) => (
        <BarLink key={module.name} module={module} />
      ))}
      <MyMenuButton side="top" />
    </nav>
  );
}

function BarLink({ module }: { module: Module }) {
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
        <Icon size={22} stroke={1.7} aria-hidden="true" />
        <ModuleBadge name={name} />
      </span>
      <span>{t(`modules.${name}`)}</span>
    </Link>
  );
}
