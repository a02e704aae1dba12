import type { ReactNode } from 'react';
import classes from './Chip.module.css';

/** A word about a state: administrator, suspended, live. */
export function Chip({
  kind = 'plain',
  children,
}: {
  kind?: 'plain' | 'accent' | 'danger' | 'warning' | 'success';
  children: ReactNode;
}) {
  return (
    <span className={classes.chip} data-kind={kind}>
      {children}
    </span>
  );
}
