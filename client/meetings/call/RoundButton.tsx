import { Tooltip } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import classes from './RoundButton.module.css';

type Props = {
  label: string;
  /** The thing is off: a struck-out microphone. */
  off?: boolean;
  /** The thing is on and one should know: a raised hand, a running share, an open panel. */
  active?: boolean;
  warning?: boolean;
  danger?: boolean;
  badge?: number | undefined;
  keys?: string | undefined;
  expanded?: boolean | undefined;
  onClick?: () => void;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

/** A button of the call's bar. Its name says what a click does, so no state needs to be announced with it. */
export function RoundButton({
  label,
  off,
  active,
  warning,
  danger,
  badge,
  keys,
  expanded,
  onClick,
  ref,
  children,
  ...rest
}: Props) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <button
        {...rest}
        ref={ref}
        type="button"
        className={classes.button}
        aria-label={label}
        {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
        data-off={off || undefined}
        data-active={active || undefined}
        data-danger={danger || undefined}
        onClick={onClick}
      >
        {children}
        {warning && (
          <span className={classes.warning} aria-hidden="true">
            !
          </span>
        )}
        {badge !== undefined && badge > 0 && (
          <span className={classes.badge} aria-hidden="true">
            {badge > 99 ? '99+' : badge}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
