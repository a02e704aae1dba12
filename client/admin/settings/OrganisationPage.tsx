import { Button, Group, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { getSettings, type OrganisationSettings, updateSettings } from '#shared/contract/admin.ts';
import { SettingRow } from '../../accounts/SettingRow.tsx';
import { hub } from '../../app/hub.ts';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useSession } from '../../app/session.ts';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import { isWholeIn } from '../kit/numbers.ts';
import { useBack } from '../use-back.ts';
import classes from './OrganisationPage.module.css';

/** What holds for everybody here. */
export function OrganisationPage() {
  const { t } = useTranslation('admin');
  const settings = useQuery(commandQuery(getSettings, {}));
  return (
    <Page>
      <PageHeader title={t('sections.settings')} onBack={useBack()} />
      <PageBody width="reading">
        {settings.isPending && <RowsSkeleton rows={5} avatar={false} />}
        {settings.isError && <Failure error={settings.error} onRetry={() => void settings.refetch()} />}
        {settings.data && <Form key={JSON.stringify(settings.data)} settings={settings.data} />}
      </PageBody>
    </Page>
  );
}

const days = { session: { least: 1, most: 365 }, audit: { least: 30, most: 3650 } };

function Form({ settings }: { settings: OrganisationSettings }) {
  const { t } = useTranslation('admin');
  const range =
    ({ least, most }: { least: number; most: number }) =>
    (value: string) =>
      isWholeIn(value, least, most) ? null : t('settings.range', { least, most });
  const fields = useFields(
    {
      name: settings.name,
      lobbyByDefault: settings.lobbyByDefault as boolean,
      guests: settings.guests as boolean,
      sessionDays: String(settings.sessionDays),
      auditDays: String(settings.auditDays),
    },
    {
      name: (value) => (value.trim() === '' ? t('settings.nameMissing') : null),
      sessionDays: range(days.session),
      auditDays: range(days.audit),
    },
  );
  const { values } = fields;
  const next: OrganisationSettings = {
    ...values,
    name: values.name.trim(),
    sessionDays: Number(values.sessionDays),
    auditDays: Number(values.auditDays),
  };
  const changed = Object.fromEntries(
    Object.entries(next).filter(([key, value]) => value !== settings[key as keyof OrganisationSettings]),
  ) as Partial<OrganisationSettings>;
  const dirty = Object.keys(changed).length > 0;
  const saving = useMutation({
    mutationFn: () => hub.call(updateSettings, changed),
    onSuccess: (saved) => {
      patchQuery(getSettings, {}, () => saved);
      useSession.setState({ organisationName: saved.name });
      toast(t('settings.saved'));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (dirty && fields.check(event.currentTarget)) saving.mutate();
  };
  const flag = (name: 'lobbyByDefault' | 'guests') => (
    <Switch
      label={t(values[name] ? 'settings.on' : 'settings.off')}
      aria-label={t(`settings.${name}`)}
      checked={values[name]}
      onChange={(event) => fields.set(name, event.currentTarget.checked)}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <SettingRow title={t('settings.name')} hint={t('settings.nameHint')}>
        <TextInput {...fields.text('name')} aria-label={t('settings.name')} maxLength={80} />
      </SettingRow>
      <SettingRow title={t('settings.lobbyByDefault')} hint={t('settings.lobbyByDefaultHint')}>
        {flag('lobbyByDefault')}
      </SettingRow>
      <SettingRow title={t('settings.guests')} hint={t('settings.guestsHint')}>
        {flag('guests')}
      </SettingRow>
      <SettingRow title={t('settings.sessionDays')} hint={t('settings.sessionDaysHint')}>
        <TextInput
          {...fields.text('sessionDays')}
          className={classes.days ?? ''}
          aria-label={t('settings.sessionDays')}
          inputMode="numeric"
          rightSection={<span className={classes.unit}>{t('settings.days')}</span>}
          rightSectionWidth={56}
        />
      </SettingRow>
      <SettingRow title={t('settings.auditDays')} hint={t('settings.auditDaysHint')}>
        <TextInput
          {...fields.text('auditDays')}
          className={classes.days ?? ''}
          aria-label={t('settings.auditDays')}
          inputMode="numeric"
          rightSection={<span className={classes.unit}>{t('settings.days')}</span>}
          rightSectionWidth={56}
        />
      </SettingRow>
      {saving.isError && <Failure compact error={saving.error} />}
      <Group gap="xs" mt="md">
        <Button type="submit" disabled={!dirty} loading={saving.isPending}>
          {t('common:actions.save')}
        </Button>
      </Group>
    </form>
  );
}
