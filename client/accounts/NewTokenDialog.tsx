import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createToken, listTokens } from '#shared/contract/accounts.ts';
import { type Scope, scopes } from '#shared/contract/define.ts';
import { HandOver } from '../app/HandOver.tsx';
import { hub, useMe } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { patchQuery } from '../app/query.ts';
import { useFields } from '../app/use-fields.ts';
import classes from './NewTokenDialog.module.css';

/** A colon would name a file of texts. */
const nameOf = (scope: Scope) => scope.replace(':', '_');
const lives = [30, 90, 365];

export function NewTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('tokens.create')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <NewTokenForm onClose={onClose} />
    </Modal>
  );
}

function NewTokenForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const fields = useFields(
    { name: '', days: '90' },
    { name: (value) => (value.trim() === '' ? t('tokens.nameMissing') : null) },
  );
  const [chosen, setChosen] = useState<Scope[]>(['profile:read']);
  const [noneChosen, setNoneChosen] = useState(false);
  const creation = useMutation({
    mutationFn: () =>
      hub.call(createToken, {
        name: fields.values.name,
        scopes: chosen,
        expiresInDays: fields.values.days === 'never' ? null : Number(fields.values.days),
      }),
    onSuccess: ({ token }) => patchQuery(listTokens, {}, ({ tokens }) => ({ tokens: [token, ...tokens] })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setNoneChosen(chosen.length === 0);
    if (fields.check(event.currentTarget) && chosen.length > 0) creation.mutate();
  };
  if (creation.data)
    return (
      <HandOver
        text={t('tokens.once')}
        label={t('tokens.secret')}
        value={creation.data.secret}
        onDone={onClose}
      />
    );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          {...fields.text('name')}
          label={t('tokens.name')}
          placeholder={t('tokens.namePlaceholder')}
          maxLength={80}
          data-autofocus
        />
        <Select
          label={t('tokens.life')}
          data={[
            ...lives.map((count) => ({ value: String(count), label: t('tokens.days', { count }) })),
            { value: 'never', label: t('tokens.never') },
          ]}
          value={fields.values.days}
          allowDeselect={false}
          onChange={(value) => fields.set('days', value ?? '90')}
        />
        <Checkbox.Group
          label={t('tokens.scopes')}
          value={chosen}
          error={noneChosen && chosen.length === 0 ? t('tokens.scopesMissing') : null}
          onChange={(values) => setChosen(values as Scope[])}
        >
          <div className={classes.scopes}>
            {scopes
              .filter((scope) => scope !== 'admin' || me.can.administer)
              .map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`tokens.scope.${nameOf(scope)}`)} />
              ))}
          </div>
        </Checkbox.Group>
        {creation.isError && <Failure compact error={creation.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t('common:actions.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
