import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './SideBarLink.module.css';

type Props = Pick<LinkProps, 'to' | 'params' | 'search'> & {
  icon?: ReactNode;
  label: string;
  /** Messages since the person last looked: the label is bold. */
  unread?: boolean;
  /** A number on a red badge. */
  mentions?: number;
  /** A quiet number: how many there are. */
  total?: number | undefined;
  /** There are more than `total`. */
  isMore?: boolean;
  /** Behind the label: a live dot, a menu. */
  children?: ReactNode;
  /** Chosen only for this very path, and for this very search if there is one. */
  exact?: boolean;
};

/** One line of a side bar. */
export function SideBarLink({
  to,
  params,
  search,
  icon,
  label,
  unread = false,
  mentions = 0,
  total = 0,
  isMore = false,
  children,
  exact = false,
}: Props) {
  const { t } = useTranslation('common');
  const target = { to, params, search } as LinkProps;
  return (
    <div className={classes.row} data-unread={unread || mentions > 0}>
      <Link
        {...target}
        className={classes.link}
        activeOptions={{ exact, includeSearch: exact && search !== undefined }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {icon && <span className={classes.icon}>{icon}</span>}
        <span className={classes.label}>{label}</span>
        {total > 0 && <span className={classes.total}>{isMore ? `${total}+` : total}</span>}
        {unread && mentions === 0 && <span className={classes.hidden}>{t('shell.unread')}</span>}
        {mentions > 0 && (
          <span className={classes.count}>
            <span aria-hidden="true">{mentions > 99 ? '99+' : mentions}</span>
            <span className={classes.hidden}>{t('shell.mentions', { count: mentions })}</span>
          </span>
        )}
      </Link>
      {children && <span className={classes.extra}>{children}</span>}
    </div>
  );
}
