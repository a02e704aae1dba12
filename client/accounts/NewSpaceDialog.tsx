import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createSpace, type SpaceKind } from '#shared/contract/spaces.ts';
import { hub } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { useFields } from '../app/use-fields.ts';
import classes from './NewSpaceDialog.module.css';
import { SpaceIcon } from './SpaceIcon.tsx';
import { putSpace } from './spaces.core.ts';

const kinds: SpaceKind[] = ['team', 'public', 'client'];

export function NewSpaceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('spaces.create')}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <NewSpaceForm onClose={onClose} />
    </Modal>
  );
}

function NewSpaceForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const navigate = useNavigate();
  const fields = useFields(
    { name: '', description: '', kind: 'team' as SpaceKind },
    { name: (value) => (value.trim() === '' ? t('spaces.nameMissing') : null) },
  );
  const creation = useMutation({
    mutationFn: () => hub.call(createSpace, fields.values),
    onSuccess: async (space) => {
      putSpace(space);
      onClose();
      await navigate({ to: '/spaces/$spaceId', params: { spaceId: space.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) creation.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          {...fields.text('name')}
          label={t('spaces.name')}
          placeholder={t('spaces.namePlaceholder')}
          maxLength={80}
          data-autofocus
        />
        <TextInput {...fields.text('description')} label={t('spaces.description')} maxLength={500} />
        <fieldset className={classes.kinds}>
          <legend>{t('spaces.who')}</legend>
          {kinds.map((kind) => (
            <label key={kind} className={classes.kind}>
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={fields.values.kind === kind}
                onChange={() => fields.set('kind', kind)}
              />
              <SpaceIcon kind={kind} />
              <span className={classes.words}>
                <span className={classes.title}>{t(`spaces.kinds.${kind}`)}</span>
                <span className={classes.hint}>{t(`spaces.kindHints.${kind}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
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
