import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from './errors.ts';
import classes from './States.module.css';

/** Nothing here yet: says so and teaches the one next step. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** On a page without another title. */
  isPage?: boolean;
}) {
  return (
    <div className={classes.empty}>
      {props.icon && <span className={classes.emptyIcon}>{props.icon}</span>}
      {props.isPage ? (
        <h1 className={classes.emptyTitle} tabIndex={-1} data-page-title>
          {props.title}
        </h1>
      ) : (
        <p className={classes.emptyTitle}>{props.title}</p>
      )}
      {props.children && <div className={classes.emptyText}>{props.children}</div>}
      {props.action && <div className={classes.emptyAction}>{props.action}</div>}
    </div>
  );
}

/** What went wrong and what to do; the code is folded away. */
export function Failure(props: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const { t } = useTranslation('common');
  const { title, advice, details, retriable } = describeError(props.error, t);
  return (
    <div className={classes.failure} role="alert" data-compact={props.compact}>
      <p className={classes.emptyTitle}>{title}</p>
      <p className={classes.emptyText}>{advice}</p>
      {props.onRetry && retriable && (
        <button type="button" className={classes.retry} onClick={props.onRetry}>
          {t('actions.retry')}
        </button>
      )}
      <details className={classes.code}>
        <summary>{t('errors.details')}</summary>
        <code>{details}</code>
      </details>
    </div>
  );
}
