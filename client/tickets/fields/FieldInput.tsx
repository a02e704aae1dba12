import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type FieldValue, maxFieldText, type TicketField } from '#shared/contract/fields.ts';
import { labelOf } from './use-ticket-fields.ts';

type Props = {
  field: TicketField;
  value: FieldValue | undefined;
  /** null: none. */
  onChange: (value: FieldValue | null) => void;
  /** Its label stands beside it, and it looks like a value until one writes in it. */
  bare?: boolean;
  /** It stands in something that closes when one clicks elsewhere. */
  inPopover?: boolean;
};

/** What a field of the installation can hold. */
export function FieldInput({ field, value, onChange, bare = false, inPopover = false }: Props) {
  const { t } = useTranslation('desk');
  const label = labelOf(field);
  const look = bare
    ? ({ 'aria-label': label, size: 'xs', variant: 'unstyled', placeholder: '–' } as const)
    : { label };
  const comboboxProps = { withinPortal: !inPopover };
  switch (field.kind) {
    case 'yesNo':
      return (
        <Select
          {...look}
          data={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          value={value === undefined ? null : String(value)}
          comboboxProps={comboboxProps}
          clearable
          onChange={(chosen) => onChange(chosen === null ? null : chosen === 'true')}
        />
      );
    case 'choice': {
      const chosen = value === undefined ? [] : [String(value)];
      return (
        <Select
          {...look}
          data={[...new Set([...field.choices, ...chosen])]}
          value={chosen[0] ?? null}
          comboboxProps={comboboxProps}
          clearable
          searchable={field.choices.length > 8}
          onChange={onChange}
        />
      );
    }
    case 'number':
      return (
        <NumberInput
          {...look}
          value={typeof value === 'number' ? value : ''}
          hideControls
          onChange={(typed) => {
            if (typed === '') onChange(null);
            else if (typeof typed === 'number') onChange(typed);
          }}
        />
      );
    case 'text':
    case 'link':
    case 'date':
      return (
        <TextInput
          {...look}
          type={{ text: 'text', link: 'url', date: 'date' }[field.kind]}
          value={typeof value === 'string' ? value : ''}
          maxLength={maxFieldText}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        />
      );
  }
}
