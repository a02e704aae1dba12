import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTemplates, type TicketTemplate } from '#shared/contract/desk-tools.ts';
import { QueueId, TicketEntryId } from '#shared/contract/ids.ts';
import { createTicket, TicketImpact, TicketPriority } from '#shared/contract/tickets.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import { hub } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { useTicketFields } from '../fields/use-ticket-fields.ts';
import { tickets, useAtDesk, useQueues } from '../use-tickets.ts';
import { DraftFields, type DraftRest, type DraftTexts, emptyTexts, valuesOf } from './DraftFields.tsx';
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
  const [rest, setRest] = useState<DraftRest>({ tags: [], values: {} });
  const fields = useFields<DraftTexts>(emptyTexts, {
    subject: (subject) => (subject.trim() === '' ? t('create.subjectMissing') : null),
    body: (body) => (body.trim() === '' ? t('create.bodyMissing') : null),
  });
  const { values, set } = fields;
  const queueId = QueueId.safeParse(values.queue).data ?? queues[0]?.id;
  // Customers do not choose a queue: they are asked what is asked in every one.
  const asked = useTicketFields().filter((field) =>
    queueId ? isAskedIn(field, queueId) : field.queueIds === null,
  );
  const begin = (template: TicketTemplate) => {
    const { subject, body, priority, impact } = template;
    for (const [name, value] of Object.entries({ subject, body, priority, impact }))
      set(name as keyof DraftTexts, value);
    set('queue', template.queueId ?? '');
    setRest({ tags: template.tags, values: template.fields });
  };
  const create = async () => {
    setBusy(true);
    setError(null);
    try {
      const ticket = await hub.call(createTicket, {
        clientId,
        subject: values.subject.trim(),
        body: values.body.trim(),
        priority: TicketPriority.parse(values.priority),
        impact: TicketImpact.parse(values.impact),
        tags: rest.tags,
        fields: valuesOf(asked, rest.values),
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
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {atDesk && (
          <>
            <TemplateField onChoose={begin} />
            <PersonField
              label={t('create.for')}
              placeholder={t('create.forMe')}
              value={requester}
              onChange={setRequester}
            />
          </>
        )}
        <DraftFields form={fields} rest={rest} onRest={setRest} fields={asked} />
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

/** What the ticket begins with, where the desk has prepared something. */
function TemplateField({ onChoose }: { onChoose: (template: TicketTemplate) => void }) {
  const { t } = useTranslation('desk');
  const templates = useQuery(commandQuery(listTemplates, {})).data?.templates ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  if (templates.length === 0) return null;
  return (
    <Select
      label={t('templates.one')}
      placeholder={t('templates.choose')}
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen}
      searchable
      allowDeselect={false}
      onChange={(id) => {
        const template = templates.find((each) => each.id === id);
        setChosen(id);
        if (template) onChoose(template);
      }}
    />
  );
}
