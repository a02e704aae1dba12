import type { ReactNode } from 'react';
import classes from './SettingRow.module.css';

/** A titled part of a settings page: what it is on the left, the control on the right (below on a phone). */
export function SettingRow(props: { title: string; hint?: ReactNode; wide?: boolean; children: ReactNode }) {
  return (
    <section className={classes.row} data-wide={props.wide}>
      <div className={classes.words}>
        <h2 className={classes.title}>{props.title}</h2>
        {props.hint && <div className={classes.hint}>{props.hint}</div>}
      </div>
      <div className={classes.control}>{props.children}</div>
    </section>
  );
}
