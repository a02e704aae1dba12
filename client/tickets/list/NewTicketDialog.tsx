import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueueId, TicketEntryId } from '#shared/contract/ids.ts';
import { createTicket, maxTicketBody, TicketImpact, TicketPriority } from '#shared/contract/tickets.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { tickets, useAtDesk, useQueues } from '../use-tickets.ts';
import { PersonField } from './PersonField.tsx';

/** Opens a ticket: for oneself, and at the desk also for somebody else. */
export function NewTicketDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('create.title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <Form onClose={onClose} />
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['tickets', 'common']);
  const navigate = useNavigate();
  const atDesk = useAtDesk();
  const queues = useQueues();
  // One id for all tries: asking again after a lost answer makes no second ticket.
  const [clientId] = useState(() => TicketEntryId.parse(newUuid()));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [requester, setRequester] = useState<Parameters<typeof PersonField>[0]['value']>(null);
  const fields = useFields(
    { subject: '', body: '', queue: '', priority: 'normal', impact: 'none' },
    {
      subject: (subject) => (subject.trim() === '' ? t('create.subjectMissing') : null),
      body: (body) => (body.trim() === '' ? t('create.bodyMissing') : null),
    },
  );
  const { values, set } = fields;
  const create = async () => {
    setBusy(true);
    setError(null);
    try {
      const queueId = QueueId.safeParse(values.queue).data;
      const ticket = await hub.call(createTicket, {
        clientId,
        subject: values.subject.trim(),
        body: values.body.trim(),
        priority: TicketPriority.parse(values.priority),
        impact: TicketImpact.parse(values.impact),
        ...(queueId ? { queueId } : {}),
        ...(requester ? { requesterId: requester } : {}),
      });
      tickets.note(ticket);
      onClose();
      await navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id } });
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (fields.check(event.currentTarget)) void create();
  };
  const options = (name: 'priority' | 'impact', all: readonly string[]) =>
    all.map((value) => ({ value, label: t(`${name}.${value}`) }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {atDesk && (
          <PersonField
            label={t('create.for')}
            placeholder={t('create.forMe')}
            value={requester}
            onChange={setRequester}
          />
        )}
        <TextInput {...fields.text('subject')} label={t('fields.subject')} maxLength={200} data-autofocus />
        <Textarea
          {...fields.text('body')}
          label={t('create.body')}
          description={t('create.bodyHint')}
          autosize
          minRows={5}
          maxRows={14}
          maxLength={maxTicketBody}
        />
        {atDesk && (
          <Group grow gap="sm" align="flex-start">
            <Select
              label={t('fields.queue')}
              data={queues.map(({ id, name }) => ({ value: id, label: name }))}
              value={values.queue || (queues[0]?.id ?? null)}
              allowDeselect={false}
              onChange={(value) => set('queue', value ?? '')}
            />
            <Select
              label={t('fields.priority')}
              data={options('priority', TicketPriority.options)}
              value={values.priority}
              allowDeselect={false}
              onChange={(value) => set('priority', value ?? 'normal')}
            />
            <Select
              label={t('fields.impact')}
              data={options('impact', TicketImpact.options)}
              value={values.impact}
              allowDeselect={false}
              onChange={(value) => set('impact', value ?? 'none')}
            />
          </Group>
        )}
        {error !== null && <Failure error={error} compact />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('create.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
