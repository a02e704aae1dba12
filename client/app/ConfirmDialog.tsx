import { Button, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './Page.tsx';
import { useFocusReturn } from './use-focus-return.ts';

/** Asks before something that cannot be taken back easily. Stays open, with the reason, when the action fails. */
export function ConfirmDialog(props: {
  opened: boolean;
  title: string;
  children: ReactNode;
  /** The verb on the button: "Suspend", not "OK". */
  confirm: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useFocusReturn(props.opened);
  const close = () => {
    setError(null);
    props.onClose();
  };
  const act = () => {
    setBusy(true);
    props.onConfirm().then(
      () => {
        setBusy(false);
        close();
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      size="sm"
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <Text component="div" c="dimmed">
        {props.children}
      </Text>
      {error !== null && <Failure error={error} compact />}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {t('actions.cancel')}
        </Button>
        <Button {...(props.danger ? { color: 'red' } : {})} loading={busy} onClick={act}>
          {props.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
