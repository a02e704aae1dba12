import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTemplates, saveTemplate, type TicketTemplate } from '#shared/contract/desk-tools.ts';
import { DeskItemId, QueueId } from '#shared/contract/ids.ts';
import { TicketImpact, TicketPriority } from '#shared/contract/tickets.ts';
import { isAskedIn } from '#shared/ticket-fields.ts';
import { hub } from '../../app/hub.ts';
import { patchQuery } from '../../app/query.ts';
import { useFields } from '../../app/use-fields.ts';
import { newUuid } from '../../app/uuid.ts';
import { useTicketFields } from '../fields/use-ticket-fields.ts';
import { DraftFields, type DraftRest, type DraftTexts, emptyTexts, valuesOf } from '../list/DraftFields.tsx';
import { withKept } from './kept.ts';
import { KeptDialog } from './KeptDialog.tsx';

type Texts = DraftTexts & { name: string; shared: boolean };
const textsOf = ({ name, shared, subject, body, queueId, priority, impact }: TicketTemplate): Texts => ({
  name,
  shared,
  subject,
  body,
  queue: queueId ?? '',
  priority,
  impact,
});

/** A template, a new one or one that is there. */
export function TemplateDialog(props: { item: TicketTemplate | null; onClose: () => void }) {
  const { t } = useTranslation(['desk', 'tickets']);
  const { item: template, onClose } = props;
  const [id] = useState(() => template?.id ?? DeskItemId.parse(newUuid()));
  const [rest, setRest] = useState<DraftRest>({
    tags: template?.tags ?? [],
    values: template?.fields ?? {},
  });
  const fields = useFields<Texts>(template ? textsOf(template) : { name: '', shared: true, ...emptyTexts }, {
    name: (name) => (name.trim() === '' ? t('tickets:canned.nameMissing') : null),
  });
  const { name, shared, subject, body, queue, priority, impact } = fields.values;
  const queueId = QueueId.safeParse(queue).data ?? null;
  const asked = useTicketFields().filter((field) =>
    queueId ? isAskedIn(field, queueId) : field.queueIds === null && !field.archived,
  );
  const save = async () => {
    const saved = await hub.call(saveTemplate, {
      id,
      name: name.trim(),
      shared,
      subject: subject.trim(),
      body,
      queueId,
      priority: TicketPriority.parse(priority),
      impact: TicketImpact.parse(impact),
      tags: rest.tags,
      fields: valuesOf(asked, rest.values),
    });
    patchQuery(listTemplates, {}, ({ templates }) => ({ templates: withKept(templates, saved) }));
  };
  return (
    <KeptDialog
      title={t(template ? 'templates.edit' : 'templates.add')}
      size={620}
      fields={fields}
      check={fields.check}
      save={save}
      onClose={onClose}
    >
      <DraftFields form={fields} rest={rest} onRest={setRest} fields={asked} anyQueue={t('anyQueue')} />
    </KeptDialog>
  );
}
