import { Button, Group, Modal, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { createInvitation, type Invitation, listInvitations } from '#shared/contract/accounts.ts';
import { HandOver } from '../app/HandOver.tsx';
import { hub, useMe } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { patchQuery } from '../app/query.ts';
import { useFormats } from '../app/time.ts';
import { useFields } from '../app/use-fields.ts';
import { looksLikeEmail } from './new-account.ts';

const days = [1, 7, 30, 90];

/** Makes a link that one hands on. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('accounts');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('inviting.title')}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <InviteForm onClose={onClose} />
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const { date } = useFormats();
  const fields = useFields(
    { role: 'member' as Invitation['role'], email: '', days: '7', many: false as boolean },
    { email: (value) => (value.trim() === '' || looksLikeEmail(value) ? null : t('fields.emailWrong')) },
  );
  const { values } = fields;
  const creation = useMutation({
    mutationFn: () => {
      const email = values.email.trim();
      return hub.call(createInvitation, {
        role: values.role,
        email: email === '' ? null : email,
        expiresInHours: Number(values.days) * 24,
        maxUses: values.many && email === '' ? null : 1,
      });
    },
    onSuccess: ({ invitation }) =>
      patchQuery(listInvitations, {}, ({ invitations }) => ({ invitations: [invitation, ...invitations] })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) creation.mutate();
  };
  if (creation.data)
    return (
      <HandOver
        text={t(creation.data.invitation.maxUses === null ? 'inviting.readyMany' : 'inviting.readyOnce', {
          date: date(creation.data.invitation.expiresAt),
        })}
        label={t('inviting.link')}
        value={creation.data.url}
        onDone={onClose}
      >
        <Button variant="default" onClick={() => creation.reset()}>
          {t('inviting.another')}
        </Button>
      </HandOver>
    );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t('inviting.intro')}</Text>
        <TextInput
          {...fields.text('email')}
          type="email"
          label={t('inviting.email')}
          description={t('inviting.emailHint')}
          maxLength={254}
          data-autofocus
        />
        {me.can.administer && (
          <Select
            label={t('inviting.role')}
            description={t(`inviting.roleHints.${values.role}`)}
            data={[
              { value: 'member', label: t('inviting.roles.member') },
              { value: 'administrator', label: t('inviting.roles.administrator') },
              { value: 'customer', label: t('inviting.roles.customer') },
            ]}
            value={values.role}
            allowDeselect={false}
            onChange={(role) => fields.set('role', (role ?? 'member') as Invitation['role'])}
          />
        )}
        <Select
          label={t('inviting.expires')}
          data={days.map((count) => ({ value: String(count), label: t('inviting.days', { count }) }))}
          value={values.days}
          allowDeselect={false}
          onChange={(value) => fields.set('days', value ?? '7')}
        />
        <Switch
          label={t('inviting.many')}
          description={t('inviting.manyHint')}
          checked={values.many && values.email.trim() === ''}
          disabled={values.email.trim() !== ''}
          onChange={(event) => fields.set('many', event.currentTarget.checked)}
        />
        {creation.isError && <Failure compact error={creation.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t('inviting.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
