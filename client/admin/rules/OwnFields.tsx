import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldPatch, TicketField } from '#shared/contract/fields.ts';
import { FieldInput } from '../../tickets/fields/FieldInput.tsx';
import { labelOf, useTicketFields } from '../../tickets/fields/use-ticket-fields.ts';
import classes from './rules.module.css';
import { useSubjectNames } from './use-choices.ts';

type Props = { values: FieldPatch; onChange: (values: FieldPatch) => void };

/** What becomes of the installation's own fields. One that is left empty loses its value. */
export function OwnFields({ values, onChange }: Props) {
  const { t } = useTranslation('rules');
  const fields = useTicketFields();
  const set = Object.keys(values);
  const left = fields.filter(({ key, archived }) => !archived && !set.includes(key));
  if (set.length === 0 && left.length === 0) return null;
  return (
    <div className={classes.own}>
      {set.map((key) => (
        <OwnField
          key={key}
          fieldKey={key}
          field={fields.find((each) => each.key === key && !each.archived)}
          value={values[key] ?? null}
          onChange={(value) => onChange({ ...values, [key]: value })}
          onRemove={() =>
            onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== key)))
          }
        />
      ))}
      {set.length > 0 && <p className={classes.soft}>{t('editor.emptyField')}</p>}
      {left.length > 0 && (
        <Select
          label={t('editor.setField')}
          placeholder={t('editor.choose')}
          data={left.map((field) => ({ value: field.key, label: labelOf(field) }))}
          value={null}
          searchable={left.length > 8}
          onChange={(key) => key && onChange({ ...values, [key]: null })}
        />
      )}
    </div>
  );
}

type OneProps = {
  fieldKey: string;
  /** undefined: there is none that tickets are asked for. */
  field: TicketField | undefined;
  value: FieldPatch[string];
  onChange: (value: FieldPatch[string]) => void;
  onRemove: () => void;
};

function OwnField({ fieldKey, field, value, onChange, onRemove }: OneProps) {
  const { t } = useTranslation('rules');
  const name = useSubjectNames()({ field: 'fields', fieldKey });
  return (
    <div className={classes.ownField}>
      {field ? (
        <FieldInput field={field} value={value ?? undefined} onChange={onChange} />
      ) : (
        <p className={classes.wrong}>{t('editor.fieldGone', { name })}</p>
      )}
      <ActionIcon aria-label={t('editor.leave', { field: name })} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
