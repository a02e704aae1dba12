import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTemplates, type TicketTemplate } from '#shared/contract/desk-tools.ts';
import { QueueId, TicketEntryId } from '#shared/contract/ids.ts';
import { createTicket, TicketImpact, TicketPriority } from '#shared/contract/tickets.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import { FormDialog } from '../../app/FormDialog.tsx';
import { hub } from '../../app/hub.ts';
import { commandQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { useTicketFields } from '../fields/use-ticket-fields.ts';
import { tickets, useAtDesk, useOpenQueues } from '../use-tickets.ts';
import { DraftFields, type DraftRest, type DraftTexts, emptyTexts, valuesOf } from './DraftFields.tsx';
import { PersonField } from './PersonField.tsx';

/** Opens a ticket: for oneself, and at the desk also for somebody else. */
export function NewTicketDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const atDesk = useAtDesk();
  const queues = useOpenQueues();
  // One id for all tries: asking again after a lost answer makes no second ticket.
  const [clientId] = useState(() => TicketEntryId.parse(newUuid()));
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
    return ticket;
  };
  return (
    <FormDialog
      title={t('create.title')}
      size={560}
      confirm={t('create.submit')}
      check={fields.check}
      save={create}
      onSaved={({ id }) => {
        onClose();
        void navigate({ to: '/tickets/$ticketId', params: { ticketId: id } });
      }}
      onClose={onClose}
    >
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
    </FormDialog>
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
