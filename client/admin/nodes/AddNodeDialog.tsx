import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdminNode, createJoinToken } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import { CopyField } from '../../app/CopyField.tsx';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { useFields } from '../../app/use-fields.ts';
import classes from './AddNodeDialog.module.css';
import { nodes, useNodes } from './use-nodes.ts';

export function AddNodeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('adding.title')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <AddNode onClose={onClose} />
    </Modal>
  );
}

function AddNode({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const fields = useFields(
    { region: 'eu' as Region, label: '' },
    { label: (value) => (value.trim() === '' ? t('adding.labelMissing') : null) },
  );
  const { region, label } = fields.values;
  const creation = useMutation({
    mutationFn: () => hub.call(createJoinToken, { region, label }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) creation.mutate();
  };
  if (creation.data) return <Joining token={creation.data} onClose={onClose} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t('adding.intro')}</Text>
        <TextInput
          {...fields.text('label')}
          label={t('adding.label')}
          description={t('adding.labelHint')}
          placeholder="media-paris-1"
          maxLength={60}
          data-autofocus
        />
        <Select
          label={t('adding.region')}
          description={t('adding.regionHint')}
          data={regions.map((value) => ({ value, label: t(`regions.${value}`) }))}
          value={region}
          allowDeselect={false}
          onChange={(value) => fields.set('region', (value ?? 'eu') as Region)}
        />
        {creation.isError && <Failure compact error={creation.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t('adding.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The token is shown once; the dialog stays until the node is seen. */
function Joining({ token, onClose }: { token: OutputOf<typeof createJoinToken>; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { dateTime } = useFormats();
  const [before] = useState(() => new Set<string>(nodes.store.getState().nodes.map(({ id }) => id)));
  const joined = useNodes((state) => state.nodes.find(({ id }) => !before.has(id)));
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('adding.run')}</Text>
      <CopyField label={t('adding.command')} value={token.commandLine} takesFocus />
      <details className={classes.alone}>
        <summary>{t('adding.tokenAlone')}</summary>
        <CopyField label={t('adding.token')} value={token.token} />
      </details>
      <Text size="sm" c="dimmed">
        {t('adding.expires', { at: dateTime(token.expiresAt) })}
      </Text>
      <div role="status">{joined ? <Joined node={joined} /> : <Waiting />}</div>
      <Group justify="flex-end">
        <Button variant={joined ? 'filled' : 'default'} onClick={onClose}>
          {t('common:actions.done')}
        </Button>
      </Group>
    </Stack>
  );
}

function Waiting() {
  const { t } = useTranslation('admin');
  return (
    <p className={classes.state}>
      <span className={classes.pulse} aria-hidden="true" />
      {t('adding.waiting')}
    </p>
  );
}

function Joined({ node }: { node: AdminNode }) {
  const { t } = useTranslation('admin');
  return (
    <p className={classes.state} data-joined="true">
      <IconCheck size={16} aria-hidden="true" />
      {t('adding.joined', { name: node.name, region: t(`regions.${node.region}`) })}
    </p>
  );
}
