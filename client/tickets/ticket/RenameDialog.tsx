import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../app/FormDialog.tsx';
import { useFields } from '../../app/use-fields.ts';

/** Another subject for a ticket. */
export function RenameDialog(props: {
  subject: string;
  onRename: (subject: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('tickets');
  const fields = useFields(
    { subject: props.subject },
    { subject: (subject) => (subject.trim() === '' ? t('create.subjectMissing') : null) },
  );
  return (
    <FormDialog
      title={t('ticket.rename')}
      size={480}
      check={fields.check}
      save={async () => props.onRename(fields.values.subject.trim())}
      onClose={props.onClose}
    >
      <TextInput {...fields.text('subject')} label={t('fields.subject')} maxLength={200} data-autofocus />
    </FormDialog>
  );
}
