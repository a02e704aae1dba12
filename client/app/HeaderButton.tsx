import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './HeaderButton.module.css';

/** A page's action: icon and word, at phone width the icon alone. */
export function HeaderButton(props: {
  icon: ReactNode;
  label: string;
  primary?: boolean;
  onClick: () => void;
}) {
  return (
    <Button
      size="xs"
      variant={props.primary ? 'filled' : 'default'}
      className={classes.root}
      leftSection={props.icon}
      onClick={props.onClick}
    >
      <span className={classes.label}>{props.label}</span>
    </Button>
  );
}
