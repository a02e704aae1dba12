import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './Page.tsx';
import { usePhone } from './use-phone.ts';

type Props = {
  title: string;
  /** `lg`: a long form, which a click beside it does not lose. */
  size: number | 'lg';
  /** Judges what was typed, and shows what is wrong. */
  check: (form: HTMLFormElement) => boolean;
  save: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
};

/** A form over the page that closes once it is saved, and stays with the reason when it is not. */
export function FormDialog({ title, size, check, save, onClose, children }: Props) {
  const { t } = useTranslation('common');
  const isPhone = usePhone();
  const isLong = size === 'lg';
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!check(event.currentTarget)) return;
    setBusy(true);
    setError(null);
    try {
      await save();
      onClose();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      fullScreen={isPhone && (isLong || size > 480)}
      closeOnClickOutside={!isLong}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={isLong ? 'lg' : 'md'}>
          {children}
          {error !== null && <Failure error={error} compact />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('actions.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('actions.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
