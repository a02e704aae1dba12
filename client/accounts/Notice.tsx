import type { ReactNode } from 'react';
import classes from './Notice.module.css';

/** A sentence that stands out a little. `alert` is read out when it appears. */
export function Notice({ kind, children }: { kind: 'info' | 'alert'; children: ReactNode }) {
  return (
    <div className={classes.notice} data-kind={kind} role={kind === 'alert' ? 'alert' : 'note'}>
      {children}
    </div>
  );
}
