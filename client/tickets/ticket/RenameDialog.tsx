import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Another subject for a ticket. */
export function RenameDialog(props: {
  subject: string;
  onRename: (subject: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation(['tickets', 'common']);
  const [subject, setSubject] = useState(props.subject);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (subject.trim() === '') return;
    props.onRename(subject.trim());
    props.onClose();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('ticket.rename')}
      size={480}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form onSubmit={submit} noValidate>
        <TextInput
          label={t('fields.subject')}
          value={subject}
          maxLength={200}
          error={subject.trim() === '' && t('create.subjectMissing')}
          data-autofocus
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={props.onClose}>
            {t('common:actions.cancel')}
          </Button>
          <Button type="submit">{t('common:actions.save')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
