import { useTranslation } from 'react-i18next';
import { type Badge, type BadgedModule, useBadge } from './badges.ts';
import classes from './ModuleBadge.module.css';
import type { Module } from './modules.ts';

/** On a module's icon: mentions are counted in red, something merely unread is a dot. Words for a screen reader. */
export function ModuleBadge({ name }: { name: Module['name'] }) {
  return name === 'chat' || name === 'meetings' || name === 'tickets' ? <BadgeOf name={name} /> : null;
}

function BadgeOf({ name }: { name: BadgedModule }) {
  const { t } = useTranslation('common');
  const badge: Badge = useBadge(name);
  if (badge.mentions > 0)
    return (
      <span
        className={classes.count}
        role="img"
        aria-label={t(name === 'tickets' ? 'shell.ticketsWaiting' : 'shell.mentions', {
          count: badge.mentions,
        })}
      >
        {badge.mentions > 99 ? '99+' : badge.mentions}
      </span>
    );
  return badge.unread ? <span className={classes.dot} role="img" aria-label={t('shell.unread')} /> : null;
}
