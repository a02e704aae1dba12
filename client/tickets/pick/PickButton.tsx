import { Popover, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Changes } from '../core/changes.ts';
import type { PickField } from './choices.tsx';
import classes from './PickButton.module.css';
import { PickList } from './PickList.tsx';

/** A field's value that opens what else it can be. */
export function PickButton(props: {
  field: PickField;
  /** Says what the value is of, where that is not written beside it. */
  name?: string;
  onPick: (changes: Changes) => void;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={264}
      position="bottom-start"
      shadow="md"
      radius="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>
        <button type="button" className={classes.button} onClick={() => setOpened(!opened)}>
          {props.name && <VisuallyHidden>{props.name}</VisuallyHidden>}
          {props.children}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <PickList
          field={props.field}
          onPick={(changes) => {
            setOpened(false);
            props.onPick(changes);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
