import type { ReactNode } from 'react';
import type { LabelColor } from '#shared/contract/labels.ts';
import { colorStyle } from './label-color.ts';
import classes from './Chip.module.css';

/** A word about a state: administrator, suspended, live. */
export function Chip({
  kind = 'plain',
  color = null,
  children,
}: {
  kind?: 'plain' | 'accent' | 'danger' | 'warning' | 'success';
  /** That somebody chose, instead of the kind's. */
  color?: LabelColor | null;
  children: ReactNode;
}) {
  return (
    <span className={classes.chip} data-kind={kind} data-colored={color !== null} {...colorStyle(color)}>
      {children}
    </span>
  );
}
