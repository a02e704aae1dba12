import { Button, Group, Select, Switch, Textarea, TextInput, type TextInputProps } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/contract/accounts.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { listQueues } from '#shared/contract/tickets.ts';
import {
  createWidget,
  deleteWidget,
  listWidgets,
  updateWidget,
  type Widget,
} from '#shared/contract/widget.ts';
import { SettingRow } from '../../accounts/SettingRow.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { CopyField } from '../../app/CopyField.tsx';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { Segments } from '../../app/Segments.tsx';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import classes from './WidgetForm.module.css';
import { WidgetQuestions } from './WidgetQuestions.tsx';
import {
  draftOf,
  emptyDraft,
  helpPageOf,
  isWhole,
  settingsOf,
  snippetOf,
  wrongSite,
} from './widgets.core.ts';

type Props = { widget: Widget | undefined; onMade: (id: string) => void; onGone: () => void };

/** Everything that administrators decide about a widget, and the code for the site once it exists. */
export function WidgetForm({ widget, onMade, onGone }: Props) {
  const { t } = useTranslation('admin');
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const [questions, setQuestions] = useState(widget?.fields ?? []);
  const [asking, setAsking] = useState(false);
  const missing = (sentence: string) => (value: string) => (value.trim() === '' ? sentence : null);
  const fields = useFields(widget ? draftOf(widget) : emptyDraft, {
    name: missing(t('widgets.nameMissing')),
    sites: (value) => {
      const site = wrongSite(value);
      return site === undefined ? null : t('widgets.sitesWrong', { site });
    },
    titleEn: missing(t('widgets.titleMissing')),
    titleFr: missing(t('widgets.titleMissing')),
  });
  const { values, set } = fields;
  const saving = useMutation({
    mutationFn: () => {
      const { queueId, ...rest } = settingsOf(values, questions);
      const settings = { ...rest, queueId: queueId as QueueId | null };
      return widget
        ? hub.call(updateWidget, { widgetId: widget.id, changes: settings })
        : hub.call(createWidget, settings);
    },
    onSuccess: (saved) => {
      patchQuery(listWidgets, {}, ({ widgets }) => ({
        widgets: [...widgets.filter(({ id }) => id !== saved.id), saved].toSorted((a, b) =>
          a.name.localeCompare(b.name),
        ),
      }));
      toast(t(widget ? 'widgets.saved' : 'widgets.created'));
      if (!widget) onMade(saved.id);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget) && questions.every(isWhole)) saving.mutate();
  };
  const flag = (name: 'enabled' | 'emailRequired' | 'calls', label: string) => (
    <Switch
      label={label}
      checked={values[name]}
      onChange={(event) => set(name, event.currentTarget.checked)}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      {widget && <Embed widget={widget} />}
      <SettingRow title={t('widgets.name')} hint={t('widgets.nameHint')}>
        <TextInput {...fields.text('name')} aria-label={t('widgets.name')} maxLength={80} />
      </SettingRow>
      <SettingRow title={t('widgets.sites')} hint={t('widgets.sitesHint')}>
        <Textarea
          {...fields.text('sites')}
          aria-label={t('widgets.sites')}
          placeholder="https://www.example.org"
          rows={3}
          spellCheck={false}
        />
      </SettingRow>
      <SettingRow title={t('widgets.state')} hint={t('widgets.enabledHint')}>
        {flag('enabled', t(values.enabled ? 'widgets.enabled' : 'widgets.disabled'))}
      </SettingRow>
      <SettingRow title={t('widgets.queue')} hint={t('widgets.queueHint')}>
        <Select
          aria-label={t('widgets.queue')}
          data={[
            { value: '', label: t('widgets.anyQueue') },
            ...queues.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          value={values.queueId}
          allowDeselect={false}
          onChange={(value) => set('queueId', value ?? '')}
        />
      </SettingRow>
      <SettingRow title={t('widgets.words')} hint={t('widgets.wordsHint')}>
        <div className={classes.words}>
          <Words language="en" title={fields.text('titleEn')} greeting={fields.text('greetingEn')} />
          <Words language="fr" title={fields.text('titleFr')} greeting={fields.text('greetingFr')} />
        </div>
      </SettingRow>
      <SettingRow title={t('widgets.email')} hint={t('widgets.emailHint')}>
        {flag('emailRequired', t(values.emailRequired ? 'widgets.emailRequired' : 'widgets.emailOptional'))}
      </SettingRow>
      <SettingRow title={t('widgets.questions')} hint={t('widgets.questionsHint')}>
        <WidgetQuestions questions={questions} onChange={setQuestions} />
      </SettingRow>
      <SettingRow title={t('widgets.calls')} hint={t('widgets.callsHint')}>
        {flag('calls', t(values.calls ? 'widgets.on' : 'widgets.off'))}
      </SettingRow>
      <SettingRow title={t('widgets.accent')} hint={t('widgets.accentHint')}>
        <input
          type="color"
          className={classes.accent}
          aria-label={t('widgets.accent')}
          value={values.accent}
          onChange={(event) => set('accent', event.currentTarget.value)}
        />
      </SettingRow>
      <SettingRow title={t('widgets.side')}>
        <Segments
          label={t('widgets.side')}
          value={values.side}
          options={(['left', 'right'] as const).map((value) => ({
            value,
            label: t(`widgets.sides.${value}`),
          }))}
          onChange={(side) => set('side', side)}
        />
      </SettingRow>
      <SettingRow title={t('widgets.scheme')}>
        <Segments
          label={t('widgets.scheme')}
          value={values.scheme}
          options={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`widgets.schemes.${value}`),
          }))}
          onChange={(scheme) => set('scheme', scheme)}
        />
      </SettingRow>
      {saving.isError && <Failure compact error={saving.error} />}
      <Group gap="xs" mt="md" mb="xl" justify="space-between">
        <Button type="submit" loading={saving.isPending}>
          {t(widget ? 'common:actions.save' : 'common:actions.create')}
        </Button>
        {widget && (
          <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
            {t('widgets.delete')}
          </Button>
        )}
      </Group>
      {widget && (
        <ConfirmDialog
          opened={asking}
          title={t('widgets.deleteTitle', { name: widget.name })}
          confirm={t('widgets.delete')}
          danger
          onConfirm={async () => {
            await hub.call(deleteWidget, { widgetId: widget.id });
            patchQuery(listWidgets, {}, ({ widgets }) => ({
              widgets: widgets.filter(({ id }) => id !== widget.id),
            }));
            toast(t('widgets.deleted', { name: widget.name }));
            onGone();
          }}
          onClose={() => setAsking(false)}
        >
          {t('widgets.deleteText')}
        </ConfirmDialog>
      )}
    </form>
  );
}

type Text = Pick<TextInputProps, 'name' | 'value' | 'error'> & {
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
};

function Words({ language, title, greeting }: { language: Locale; title: Text; greeting: Text }) {
  const { t } = useTranslation('admin');
  return (
    <fieldset className={classes.language}>
      <legend>{t(`widgets.languages.${language}`)}</legend>
      <TextInput {...title} label={t('widgets.title')} maxLength={60} />
      <Textarea {...greeting} label={t('widgets.greeting')} maxLength={400} rows={2} />
    </fieldset>
  );
}

function Embed({ widget: { key } }: { widget: Widget }) {
  const { t } = useTranslation('admin');
  const help = helpPageOf(location.origin, key);
  return (
    <SettingRow title={t('widgets.embed')} hint={t('widgets.embedHint')}>
      <CopyField label={t('widgets.snippet')} value={snippetOf(location.origin, key)} />
      <a className={classes.help} href={help} target="_blank" rel="noreferrer">
        {t('widgets.helpPage')}
      </a>
    </SettingRow>
  );
}
