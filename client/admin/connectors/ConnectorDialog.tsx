import { Button, Group, Modal, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Connector,
  createConnector,
  testConnector,
  updateConnector,
} from '#shared/contract/connectors.ts';
import { connectorKinds, listQueues } from '#shared/contract/tickets.ts';
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

/** What is edited: a connector, a new one, or nothing. */
export type Editing = Connector | 'new' | null;

export function ConnectorDialog({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={t(editing === 'new' ? 'connectors.add' : 'connectors.edit')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {editing !== null && (
        <ConnectorForm connector={editing === 'new' ? undefined : editing} onClose={onClose} />
      )}
    </Modal>
  );
}

type FormProps = { connector: Connector | undefined; onClose: () => void };

function ConnectorForm({ connector, onClose }: FormProps) {
  const { t } = useTranslation('admin');
  const form = useRef<HTMLFormElement>(null);
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
  const saving = useMutation({
    mutationFn: () =>
      connector
        ? hub.call(updateConnector, { ...given(), connectorId: connector.id })
        : hub.call(createConnector, { ...given(), key }),
    onSuccess: ({ settings: { name } }) => {
      void refresh();
      toast(t('connectors.saved', { name }));
      onClose();
    },
  });
  const failed = saving.error ?? trial.error;
  const ifRight = (act: () => void) => {
    trial.reset();
    saving.reset();
    if (form.current && fields.check(form.current)) act();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ifRight(() => saving.mutate());
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="md">
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
        {failed && <Failure compact error={failed} />}
        <Group justify="space-between" gap="xs">
          <Button variant="default" loading={trial.isPending} onClick={() => ifRight(() => trial.mutate())}>
            {t('connectors.test')}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:actions.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t('common:actions.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );

  function keyHint(): string {
    if (!connector) return t(`connectors.keyHints.${kind}`);
    return connector.keyEnding === ''
      ? t('connectors.keyKept')
      : t('connectors.keyKeptEnding', { ending: connector.keyEnding });
  }
}
