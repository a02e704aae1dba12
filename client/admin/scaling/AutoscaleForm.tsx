import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Autoscaling, getAutoscaling, setAutoscaling } from '#shared/contract/admin.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { patchQuery } from '../../app/query.ts';
import { toast } from '../../app/toast.ts';
import classes from './AutoscalePage.module.css';
import {
  type Draft,
  findMistakes,
  fromDraft,
  type Hook,
  isRight,
  type Mistakes,
  type RegionDraft,
  toDraft,
} from './scaling.core.ts';

const hooks: Hook[] = ['none', 'webhook', 'command'];

/** Floors, ceilings, prices and who is called. Nothing happens before it is saved. */
export function AutoscaleForm({ settings }: { settings: Autoscaling }) {
  const { t, i18n } = useTranslation('admin');
  const [draft, setDraft] = useState<Draft>(() =>
    toDraft(settings, (value) => value.toLocaleString(i18n.language, { useGrouping: false })),
  );
  const [tried, setTried] = useState(false);
  const found = findMistakes(draft);
  const mistakes: Mistakes = tried ? found : { regions: {} };
  const saving = useMutation({
    mutationFn: () => hub.call(setAutoscaling, fromDraft(draft)),
    onSuccess: (saved) => {
      patchQuery(getAutoscaling, {}, (old) => ({ ...old, settings: saved }));
      toast(t('scaling.saved'));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (isRight(found)) saving.mutate();
  };
  const change = (region: Region, part: Partial<RegionDraft>) =>
    setDraft((old) => ({
      ...old,
      regions: { ...old.regions, [region]: { ...old.regions[region], ...part } },
    }));
  return (
    <form onSubmit={submit} noValidate>
      <h2 className={classes.heading}>{t('scaling.rules')}</h2>
      <div className={classes.row}>
        <Switch
          className={classes.enabled ?? ''}
          label={t('scaling.enabled')}
          description={t('scaling.enabledHint')}
          checked={draft.enabled}
          onChange={({ currentTarget: { checked } }) => setDraft((old) => ({ ...old, enabled: checked }))}
        />
        <TextInput
          className={classes.cap ?? ''}
          label={t('scaling.monthlyCap')}
          placeholder={t('scaling.noCap')}
          inputMode="decimal"
          rightSection="€"
          value={draft.monthlyCap}
          error={mistakes.monthlyCap && t(`scaling.wrong.${mistakes.monthlyCap}`)}
          onChange={({ currentTarget: { value } }) => setDraft((old) => ({ ...old, monthlyCap: value }))}
        />
      </div>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{t('scaling.region')}</th>
            <th scope="col" data-note={t('scaling.notes.floor')}>
              {t('scaling.floor')}
            </th>
            <th scope="col" data-note={t('scaling.notes.ceiling')}>
              {t('scaling.ceiling')}
            </th>
            <th scope="col" data-note={t('scaling.notes.price')}>
              {t('scaling.price')}
            </th>
            <th scope="col" data-note={t('scaling.notes.hook')}>
              {t('scaling.hook')}
            </th>
          </tr>
        </thead>
        <tbody>
          {regions.map((region) => (
            <RegionRow
              key={region}
              region={region}
              draft={draft.regions[region]}
              mistakes={mistakes.regions[region] ?? {}}
              onChange={(part) => change(region, part)}
            />
          ))}
        </tbody>
      </table>
      {saving.isError && <Failure compact error={saving.error} />}
      <Group mt="md">
        <Button type="submit" loading={saving.isPending}>
          {t('common:actions.save')}
        </Button>
      </Group>
    </form>
  );
}

type RowProps = {
  region: Region;
  draft: RegionDraft;
  mistakes: NonNullable<Mistakes['regions'][Region]>;
  onChange: (part: Partial<RegionDraft>) => void;
};

function RegionRow({ region, draft, mistakes, onChange }: RowProps) {
  const { t } = useTranslation('admin');
  const name = t(`regions.${region}`);
  const number = (field: 'floor' | 'ceiling' | 'nodePrice', label: string) => (
    <TextInput
      size="xs"
      aria-label={`${name}: ${label}`}
      inputMode={field === 'nodePrice' ? 'decimal' : 'numeric'}
      value={draft[field]}
      error={mistakes[field] && t(`scaling.wrong.${mistakes[field]}`)}
      {...(field === 'nodePrice' ? { rightSection: '€' } : {})}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={classes.small} data-label={t('scaling.floor')}>
        {number('floor', t('scaling.floor'))}
      </td>
      <td className={classes.small} data-label={t('scaling.ceiling')}>
        {number('ceiling', t('scaling.ceiling'))}
      </td>
      <td className={classes.price} data-label={t('scaling.price')}>
        {number('nodePrice', t('scaling.price'))}
      </td>
      <td>
        <div className={classes.hook}>
          <Select
            size="xs"
            aria-label={`${name}: ${t('scaling.hook')}`}
            data={hooks.map((value) => ({ value, label: t(`scaling.hooks.${value}`) }))}
            value={draft.hook}
            allowDeselect={false}
            onChange={(hook) => onChange({ hook: (hook ?? 'none') as Hook })}
          />
          {draft.hook === 'webhook' && (
            <TextInput
              size="xs"
              type="url"
              aria-label={`${name}: ${t('scaling.webhook')}`}
              placeholder="https://"
              value={draft.webhook}
              error={mistakes.webhook && t(`scaling.wrong.${mistakes.webhook}`)}
              onChange={(event) => onChange({ webhook: event.currentTarget.value })}
            />
          )}
        </div>
      </td>
    </tr>
  );
}
