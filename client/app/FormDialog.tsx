import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './FormDialog.module.css';
import { Failure } from './Page.tsx';
import { useFocusReturn } from './use-focus-return.ts';
import { usePhone } from './use-phone.ts';

type Props<T> = {
  title: string;
  /** `lg`: a long form, which a click beside it does not lose. */
  size: number | 'lg';
  /** Judges what was typed, and shows what is wrong. */
  check: (form: HTMLFormElement) => boolean;
  save: () => Promise<T>;
  /** What comes after it; else it closes. */
  onSaved?: (saved: T) => void;
  onClose: () => void;
  /** On its button, where that is not Save. */
  confirm?: string;
  /** Beside its buttons: what else can be done with what was typed. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A form over the page that closes once it is saved, and stays with the reason when it is not. */
export function FormDialog<T>(props: Props<T>) {
  const { title, size, check, save, onClose, onSaved = onClose } = props;
  const { t } = useTranslation('common');
  const isPhone = usePhone();
  const isLong = size === 'lg';
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useFocusReturn(true);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!check(event.currentTarget)) return;
    setBusy(true);
    setError(null);
    try {
      onSaved(await save());
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
          {props.children}
          {error !== null && <Failure error={error} compact />}
          <div className={classes.actions} data-long={isLong || size > 480}>
            {props.aside}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('actions.cancel')}
              </Button>
              <Button type="submit" loading={busy}>
                {props.confirm ?? t('actions.save')}
              </Button>
            </Group>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
