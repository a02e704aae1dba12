import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelId, TicketEntryId } from '#shared/contract/ids.ts';
import { maxAnswer, openFromPanel, type PanelCategory, type PanelQuestion } from '#shared/contract/panels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { hub } from '../app/hub.ts';
import { Failure } from '../app/Page.tsx';
import { newUuid } from '../app/uuid.ts';

type Props = {
  panelId: PanelId;
  category: PanelCategory;
  onOpened: (ticket: Ticket) => void;
  onClose: () => void;
};

/** What a button asks before it opens a ticket. */
export function PanelForm({ panelId, category, onOpened, onClose }: Props) {
  const { t } = useTranslation(['panels', 'common']);
  const { questions } = category;
  // One id for all tries: an answer that got lost opens no second ticket.
  const [clientId] = useState(() => newUuid() as TicketEntryId);
  const [answers, setAnswers] = useState(() => questions.map(() => ''));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isMissing = (nth: number) => questions[nth]?.required === true && answers[nth]?.trim() === '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (questions.some((_, nth) => isMissing(nth))) return;
    setBusy(true);
    setError(null);
    try {
      onOpened(await hub.call(openFromPanel, { panelId, categoryId: category.id, clientId, answers }));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`${category.icon} ${category.label}`.trim()}
      size="md"
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          {questions.map((question, nth) => (
            <Answer
              // Questions of a form have no identity but their place.
              // oxlint-disable-next-line react/no-array-index-key
              key={nth}
              question={question}
              value={answers[nth] ?? ''}
              error={tried && isMissing(nth) ? t('form.missing') : null}
              onChange={(value) => setAnswers(answers.with(nth, value))}
            />
          ))}
          {error !== null && <Failure compact error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:actions.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('form.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Answer(props: {
  question: PanelQuestion;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const { question, value, error, onChange } = props;
  const { label, required, kind, choices } = question;
  const field = { label, required, error };
  if (kind === 'choice')
    return (
      <Select
        {...field}
        data={choices}
        value={value || null}
        onChange={(next) => onChange(next ?? '')}
        clearable={!required}
      />
    );
  const text = {
    ...field,
    value,
    maxLength: maxAnswer,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return kind === 'text' ? <Textarea {...text} autosize minRows={3} maxRows={8} /> : <TextInput {...text} />;
}
