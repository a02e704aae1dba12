import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { regions } from '#shared/contract/regions.ts';
import classes from './CostPage.module.css';
import { type Draft, type Field, fieldGroups, isShare } from './cost.core.ts';

type Props = { draft: Draft; wrong: ReadonlySet<string>; onChange: (draft: Draft) => void };

/** How a company works. What few will change is folded away. */
export function CostForm({ draft, wrong, onChange }: Props) {
  const { t } = useTranslation('admin');
  const field = (name: Field) => (
    <TextInput
      key={name}
      size="xs"
      label={<span data-note={t(`cost.notes.${name}`)}>{t(`cost.fields.${name}`)}</span>}
      inputMode="decimal"
      value={draft[name]}
      error={wrong.has(name) && t('cost.wrong')}
      {...(isShare(name) ? { rightSection: '%' } : {})}
      onChange={(event) => onChange({ ...draft, [name]: event.currentTarget.value })}
    />
  );
  return (
    <form className={classes.form} onSubmit={(event) => event.preventDefault()} noValidate>
      <fieldset>
        <legend>{t('cost.groups.regions')}</legend>
        {regions.map((region) => (
          <TextInput
            key={region}
            size="xs"
            label={t(`regions.${region}`)}
            inputMode="numeric"
            value={draft.users[region]}
            error={wrong.has(`users.${region}`) && t('cost.wrong')}
            onChange={(event) =>
              onChange({ ...draft, users: { ...draft.users, [region]: event.currentTarget.value } })
            }
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('cost.groups.meetings')}</legend>
        {fieldGroups.meetings.map(field)}
      </fieldset>
      <fieldset>
        <legend>{t('cost.groups.people')}</legend>
        {fieldGroups.people.map(field)}
      </fieldset>
      <fieldset>
        <legend>{t('cost.groups.chat')}</legend>
        {fieldGroups.chat.map(field)}
      </fieldset>
      <details className={classes.more}>
        <summary>{t('cost.groups.machines')}</summary>
        <div className={classes.fields}>
          {fieldGroups.machines.map(field)}
          <Checkbox
            className={classes.wide ?? ''}
            size="xs"
            label={t('cost.fields.supersededPrices')}
            checked={draft.supersededPrices}
            onChange={(event) => onChange({ ...draft, supersededPrices: event.currentTarget.checked })}
          />
        </div>
      </details>
    </form>
  );
}
