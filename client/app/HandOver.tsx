import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyField } from './CopyField.tsx';

type Props = {
  /** What it is good for, and for how long. */
  text: string;
  label: string;
  value: string;
  onDone: () => void;
  /** Buttons before the last one. */
  children?: ReactNode;
};

/** In the place of the form that made it: a link or secret that one hands on, shown this once. */
export function HandOver({ text, label, value, onDone, children }: Props) {
  const { t } = useTranslation('common');
  return (
    <Stack gap="md">
      <Text c="dimmed">{text}</Text>
      <CopyField label={label} value={value} takesFocus />
      <Group justify="flex-end" gap="xs">
        {children}
        <Button variant="default" onClick={onDone}>
          {t('actions.done')}
        </Button>
      </Group>
    </Stack>
  );
}
