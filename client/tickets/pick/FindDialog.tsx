import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusReturn } from '../../app/use-focus-return.ts';

/** A list to find in, over the page. */
export function FindDialog(props: {
  opened: boolean;
  label: string;
  size?: number;
  onClose: () => void;
  children: ReactNode;
}) {
  useFocusReturn(props.opened);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      withCloseButton={false}
      size={props.size ?? 360}
      padding={0}
      yOffset="14vh"
      centered={false}
      attributes={{ content: { 'aria-label': props.label } }}
      transitionProps={{ transition: 'fade', duration: 100 }}
    >
      {props.children}
    </Modal>
  );
}
