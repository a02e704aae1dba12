import type { ReactNode } from 'react';
import classes from './Facts.module.css';

export type Fact = { label: string; value: ReactNode; note?: string; mono?: boolean };

/** Names at the left, what is known at the right. */
export function Facts({ facts }: { facts: readonly (Fact | false)[] }) {
  return (
    <dl className={classes.root}>
      {facts
        .filter((fact) => fact !== false)
        .map(({ label, value, note, mono }) => (
          <div key={label} className={classes.row} data-note={note}>
            <dt>{label}</dt>
            <dd data-mono={mono}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A titled part of the details. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}
