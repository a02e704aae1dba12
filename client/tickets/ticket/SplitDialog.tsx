import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { splitTicket } from '#shared/contract/desk.ts';
import { TicketEntryId, type TicketId } from '#shared/contract/ids.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { newUuid } from '../../app/uuid.ts';
import { firstLine } from '../../text/first-line.ts';
import { tickets } from '../use-tickets.ts';
import { useTicketHtml } from './use-ticket-html.ts';

const longest = 200;

/** Opens a ticket of its own with the words of an entry. */
export function SplitDialog(props: {
  ticketId: TicketId;
  entryId: TicketEntryId;
  words: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const [clientId] = useState(() => TicketEntryId.parse(newUuid()));
  const html = useTicketHtml(props.words);
  const [typed, setTyped] = useState<string>();
  const subject = typed ?? firstLine(html ?? props.words).slice(0, longest);
  const split = async () => {
    const { ticketId, entryId } = props;
    const made = await hub.call(splitTicket, { ticketId, entryId, clientId, subject: subject.trim() });
    tickets.note(made);
    await navigate({ to: '/tickets/$ticketId', params: { ticketId: made.id } });
  };
  return (
    <ConfirmDialog
      opened
      title={t('split.title')}
      confirm={t('split.confirm')}
      onConfirm={split}
      onClose={props.onClose}
    >
      {t('split.text')}
      <TextInput
        mt="sm"
        label={t('fields.subject')}
        value={subject}
        maxLength={longest}
        error={subject.trim() === '' && t('create.subjectMissing')}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
