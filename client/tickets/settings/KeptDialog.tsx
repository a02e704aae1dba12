import { Switch, TextInput } from '@mantine/core';
import type { ChangeEvent, ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../app/FormDialog.tsx';

/** Of a form's fields those that everything has that is kept. */
type NameAndShared = {
  values: { shared: boolean };
  text: (name: 'name') => {
    value: string;
    error: string | undefined;
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  };
  set: (name: 'shared', value: boolean) => void;
};
type Props = Omit<ComponentProps<typeof FormDialog>, 'children'> & {
  fields: NameAndShared;
  children?: ReactNode;
};

/** What is kept under a name, for oneself or for everybody at the desk. */
export function KeptDialog({ fields, children, ...frame }: Props) {
  const { t } = useTranslation('tickets');
  return (
    <FormDialog {...frame}>
      <TextInput {...fields.text('name')} label={t('canned.name')} maxLength={80} data-autofocus />
      {children}
      <Switch
        label={t('canned.sharedLabel')}
        checked={fields.values.shared}
        onChange={(event) => fields.set('shared', event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
