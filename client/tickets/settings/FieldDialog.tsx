import { MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  FieldKey,
  FieldKind,
  fieldKinds,
  listFields,
  saveField,
  type TicketField,
} from '#shared/contract/fields.ts';
import { QueueId } from '#shared/contract/ids.ts';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { useQueues } from '../use-tickets.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import classes from './SettingsPage.module.css';

/** A field of the installation's own, a new one or one that is there. What it is called by programs and its kind stay. */
export function FieldDialog({ field, onClose }: { field: TicketField | null; onClose: () => void }) {
  const { t } = useTranslation('desk');
  const queues = useQueues();
  const [choices, setChoices] = useState(field?.choices ?? []);
  const [queueIds, setQueueIds] = useState<string[]>(field?.queueIds ?? []);
  const [tried, setTried] = useState(false);
  const missing = (typed: string) => (typed.trim() === '' ? t('fields.missing') : null);
  const fields = useFields(
    {
      en: field?.label.en ?? '',
      fr: field?.label.fr ?? '',
      key: field?.key ?? '',
      kind: field?.kind ?? ('text' as string),
      requiredToSolve: field?.requiredToSolve ?? false,
      shownToCustomers: field?.shownToCustomers ?? false,
      archived: field?.archived ?? false,
    },
    {
      en: missing,
      fr: missing,
      key: (key) => (FieldKey.safeParse(key).success ? null : t('fields.wrongKey')),
    },
  );
  const { values, set } = fields;
  const lacksChoices = values.kind === 'choice' && choices.length === 0;
  const check = (form: HTMLFormElement) => {
    setTried(true);
    return fields.check(form) && !lacksChoices;
  };
  const save = async () => {
    const { en, fr, key, kind, ...marks } = values;
    await hub.call(saveField, {
      ...marks,
      key,
      kind: FieldKind.parse(kind),
      label: { en: en.trim(), fr: fr.trim() },
      choices: kind === 'choice' ? choices : [],
      queueIds: queueIds.length === 0 ? null : queueIds.map((id) => QueueId.parse(id)),
    });
    await queryClient.invalidateQueries({ queryKey: [listFields.name] });
  };
  const mark = (name: 'requiredToSolve' | 'shownToCustomers' | 'archived') => (
    <Switch
      label={t(`fields.switches.${name}`)}
      checked={values[name]}
      onChange={(event) => set(name, event.currentTarget.checked)}
    />
  );
  return (
    <FormDialog
      title={t(field ? 'fields.edit' : 'fields.add')}
      size={520}
      check={check}
      save={save}
      onClose={onClose}
    >
      <div className={classes.pair}>
        <TextInput {...fields.text('en')} label={t('fields.inEnglish')} maxLength={60} data-autofocus />
        <TextInput {...fields.text('fr')} label={t('fields.inFrench')} maxLength={60} />
        <TextInput
          {...fields.text('key')}
          label={t('fields.key')}
          description={t('fields.keyHint')}
          maxLength={40}
          disabled={field !== null}
        />
        <Select
          label={t('fields.kind')}
          description={t('fields.kindHint')}
          data={fieldKinds.map((value) => ({ value, label: t(`fields.kinds.${value}`) }))}
          value={values.kind}
          allowDeselect={false}
          disabled={field !== null}
          onChange={(value) => set('kind', value ?? 'text')}
        />
      </div>
      {values.kind === 'choice' && (
        <TagsInput
          label={t('fields.choices')}
          value={choices}
          maxTags={50}
          acceptValueOnBlur
          error={tried && lacksChoices && t('fields.choicesMissing')}
          onChange={setChoices}
        />
      )}
      <MultiSelect
        label={t('fields.queues')}
        placeholder={queueIds.length === 0 ? t('anyQueue') : ''}
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        value={queueIds}
        onChange={setQueueIds}
      />
      {mark('requiredToSolve')}
      {mark('shownToCustomers')}
      {field && mark('archived')}
    </FormDialog>
  );
}
