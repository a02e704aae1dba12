import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketLabelId } from '#shared/contract/ids.ts';
import { labelColors, type LabelField, saveLabel, type TicketLabel } from '#shared/contract/labels.ts';
import { TicketPriority, TicketStatus } from '#shared/contract/tickets.ts';
import { Chip } from '../../app/Chip.tsx';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';

const values = { priority: TicketPriority.options, status: TicketStatus.options };
const plain = 'plain';
const colorOf = (chosen: string) => labelColors.find((each) => each === chosen) ?? null;

type Props = { field: LabelField; label: TicketLabel | undefined; onClose: () => void };

/** A label of a field, a new one or one that is there. What it stands for stays. */
export function LabelDialog({ field, label, onClose }: Props) {
  const { t } = useTranslation(['desk', 'tickets']);
  const [id] = useState(() => label?.id ?? TicketLabelId.parse(newUuid()));
  const builtIn = label?.builtIn ?? false;
  /** Of a built-in one: named in one language alone. */
  const isHalf = (french: string): boolean => (french.trim() === '') !== (fields.values.en.trim() === '');
  const named = (name: string) => (builtIn || name.trim() !== '' ? null : t('wrong.name'));
  const fields = useFields(
    {
      en: label?.names?.en ?? '',
      fr: label?.names?.fr ?? '',
      color: label?.color ?? plain,
      value: label?.value ?? (field === 'status' ? 'pending' : 'high'),
    },
    {
      en: named,
      fr: (name) => named(name) ?? (isHalf(name) ? t('wrong.bothNames') : null),
    },
  );
  const { en, fr, color, value } = fields.values;
  const own = t(`tickets:${field}.${value}`);
  const save = () => {
    const shape = {
      id,
      names: en.trim() === '' ? null : { en: en.trim(), fr: fr.trim() },
      color: colorOf(color),
      hidden: label?.hidden ?? false,
    };
    return hub.call(
      saveLabel,
      field === 'status'
        ? { ...shape, field, value: TicketStatus.parse(value) }
        : { ...shape, field, value: TicketPriority.parse(value) },
    );
  };
  const hint = builtIn ? { placeholder: own } : {};
  return (
    <FormDialog
      title={t(label ? `labels.${field}.edit` : `labels.${field}.add`)}
      size={440}
      check={fields.check}
      save={save}
      onClose={onClose}
    >
      <TextInput {...fields.text('en')} {...hint} label={t('labels.en')} maxLength={40} data-autofocus />
      <TextInput {...fields.text('fr')} {...hint} label={t('labels.fr')} maxLength={40} />
      {!label && (
        <Select
          label={t('labels.value')}
          description={t('labels.valueHint')}
          data={values[field].map((each) => ({ value: each, label: t(`tickets:${field}.${each}`) }))}
          value={value}
          allowDeselect={false}
          onChange={(chosen) => chosen !== null && fields.set('value', chosen)}
        />
      )}
      <Select
        label={t('labels.color')}
        data={[plain, ...labelColors].map((each) => ({ value: each, label: t(`labels.colors.${each}`) }))}
        value={color}
        allowDeselect={false}
        renderOption={({ option }) => <Chip color={colorOf(option.value)}>{option.label}</Chip>}
        onChange={(chosen) => fields.set('color', chosen ?? plain)}
      />
    </FormDialog>
  );
}
