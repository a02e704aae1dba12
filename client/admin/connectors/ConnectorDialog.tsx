import { Button, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  type Connector,
  createConnector,
  testConnector,
  updateConnector,
} from '#shared/contract/connectors.ts';
import { connectorKinds, listQueues } from '#shared/contract/tickets.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { toast } from '../../app/toast.ts';
import { useFields } from '../../app/use-fields.ts';
import classes from './Connectors.module.css';
import {
  type Draft,
  emptyDraft,
  fromDraft,
  isInterval,
  isMissing,
  isServer,
  refresh,
  toDraft,
} from './connectors.core.ts';

type Props = { connector: Connector | undefined; onClose: () => void };

/** A connector, a new one or one that is there; it can be tried before it is saved. */
export function ConnectorDialog({ connector, onClose }: Props) {
  const { t } = useTranslation('admin');
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const missing = (typed: string) => (isMissing(typed) ? t('connectors.wrong.missing') : null);
  const missingAtOdoo = (typed: string) => (fields.values.kind === 'odoo' ? missing(typed) : null);
  const fields = useFields<Draft>(connector ? toDraft(connector) : emptyDraft, {
    name: missing,
    url: (typed) => (isServer(typed) ? null : t('connectors.wrong.url')),
    database: missingAtOdoo,
    login: missingAtOdoo,
    key: (typed) => (connector ? null : missing(typed)),
    queueId: missing,
    minutes: (typed) => (isInterval(typed) ? null : t('connectors.wrong.minutes')),
  });
  const { kind, key, model, queueId } = fields.values;
  const given = () => ({
    settings: fromDraft(fields.values, connector?.settings.enabled ?? true),
    ...(key.trim() !== '' && { key }),
  });
  const trial = useMutation({
    mutationFn: () =>
      hub.call(testConnector, { ...given(), ...(connector && { connectorId: connector.id }) }),
  });
  const check = (form: HTMLFormElement) => {
    trial.reset();
    return fields.check(form);
  };
  const save = async () => {
    const { settings } = connector
      ? await hub.call(updateConnector, { ...given(), connectorId: connector.id })
      : await hub.call(createConnector, { ...given(), key });
    void refresh();
    toast(t('connectors.saved', { name: settings.name }));
  };
  const tryIt = (
    <Button
      variant="default"
      loading={trial.isPending}
      onClick={({ currentTarget: { form } }) => form && check(form) && trial.mutate()}
    >
      {t('connectors.test')}
    </Button>
  );
  return (
    <FormDialog
      title={t(connector ? 'connectors.edit' : 'connectors.add')}
      size="lg"
      check={check}
      save={save}
      onClose={onClose}
      aside={tryIt}
    >
      <Text c="dimmed">{t('connectors.intro')}</Text>
      {!connector && (
        <Select
          label={t('connectors.kind')}
          data={connectorKinds.map((value) => ({ value, label: t(`connectors.kinds.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => {
            fields.set('kind', value === 'odoo' ? 'odoo' : 'atera');
            fields.set('url', value === 'odoo' ? '' : emptyDraft.url);
          }}
        />
      )}
      <TextInput {...fields.text('name')} label={t('connectors.name')} maxLength={80} data-autofocus />
      <TextInput {...fields.text('url')} label={t('connectors.url')} type="url" maxLength={300} />
      {kind === 'odoo' && (
        <>
          <div className={classes.pair}>
            <TextInput {...fields.text('database')} label={t('connectors.database')} maxLength={100} />
            <TextInput
              {...fields.text('login')}
              label={t('connectors.login')}
              maxLength={200}
              autoComplete="off"
            />
          </div>
          <Select
            label={t('connectors.model')}
            data={[
              { value: 'helpdesk.ticket', label: t('connectors.models.helpdesk') },
              { value: 'project.task', label: t('connectors.models.project') },
            ]}
            value={model}
            allowDeselect={false}
            onChange={(value) => fields.set('model', value ?? emptyDraft.model)}
          />
        </>
      )}
      <PasswordInput
        {...fields.text('key')}
        label={t('connectors.key')}
        description={keyHint()}
        maxLength={500}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('connectors.showKey') }}
      />
      <div className={classes.pair}>
        <Select
          name="queueId"
          label={t('connectors.queue')}
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={queueId === '' ? null : queueId}
          error={fields.errors.queueId}
          allowDeselect={false}
          onChange={(value) => fields.set('queueId', value ?? '')}
        />
        <TextInput {...fields.text('minutes')} label={t('connectors.minutes')} inputMode="numeric" />
      </div>
      <div role="status">
        {trial.data && (
          <p className={classes.verdict} data-bad={trial.data.trouble !== null}>
            {trial.data.trouble === null
              ? t('connectors.works')
              : t(`connectors.states.${trial.data.trouble}`)}
          </p>
        )}
      </div>
      {trial.error && <Failure compact error={trial.error} />}
    </FormDialog>
  );

  function keyHint(): string {
    if (!connector) return t(`connectors.keyHints.${kind}`);
    return connector.keyEnding === ''
      ? t('connectors.keyKept')
      : t('connectors.keyKeptEnding', { ending: connector.keyEnding });
  }
}
