import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueueId } from '#shared/contract/ids.ts';
import { type CategorySettings, maxQuestions } from '#shared/contract/panels.ts';
import { type Queue, TicketPriority } from '#shared/contract/tickets.ts';
import classes from './CategoryFields.module.css';
import { questionsAsText, questionsFromText } from './panel-draft.ts';

type Props = {
  category: CategorySettings;
  number: number;
  queues: readonly Queue[];
  onChange: (category: CategorySettings) => void;
  onRemove: (() => void) | undefined;
};

/** One button of a panel and what becomes of its tickets. */
export function CategoryFields({ category, number, queues, onChange, onRemove }: Props) {
  const { t } = useTranslation(['panels', 'tickets']);
  const [questions, setQuestions] = useState(() => questionsAsText(category.questions));
  const set = (changes: Partial<CategorySettings>) => onChange({ ...category, ...changes });
  const tooMany = questionsFromText(questions).length > maxQuestions;
  return (
    <fieldset className={classes.category}>
      <legend className={classes.legend}>{t('category.legend', { number })}</legend>
      <TextInput
        className={classes.icon ?? ''}
        label={t('category.icon')}
        maxLength={16}
        value={category.icon}
        onChange={(event) => set({ icon: event.currentTarget.value.trim() })}
      />
      <TextInput
        className={classes.label ?? ''}
        label={t('category.label')}
        maxLength={40}
        required
        value={category.label}
        onChange={(event) => set({ label: event.currentTarget.value })}
      />
      <Select
        className={classes.queue ?? ''}
        label={t('tickets:fields.queue')}
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        value={category.queueId}
        allowDeselect={false}
        onChange={(value) => set({ queueId: QueueId.parse(value) })}
      />
      <Textarea
        className={classes.wide ?? ''}
        label={t('category.questions')}
        description={t('category.questionsHint')}
        error={tooMany ? t('category.tooManyQuestions', { count: maxQuestions }) : null}
        autosize
        minRows={2}
        value={questions}
        onChange={(event) => {
          setQuestions(event.currentTarget.value);
          set({ questions: questionsFromText(event.currentTarget.value) });
        }}
      />
      <Textarea
        className={classes.wide ?? ''}
        label={t('category.greeting')}
        description={t('category.greetingHint')}
        maxLength={2_000}
        autosize
        minRows={1}
        value={category.greeting}
        onChange={(event) => set({ greeting: event.currentTarget.value })}
      />
      <Select
        className={classes.half ?? ''}
        label={t('tickets:fields.priority')}
        data={TicketPriority.options.map((value) => ({ value, label: t(`tickets:priority.${value}`) }))}
        value={category.priority}
        allowDeselect={false}
        onChange={(value) => set({ priority: TicketPriority.parse(value) })}
      />
      <TextInput
        type="number"
        className={classes.half ?? ''}
        label={t('category.maxOpen')}
        min={1}
        max={50}
        value={category.maxOpen}
        onChange={(event) => set({ maxOpen: Number.parseInt(event.currentTarget.value, 10) || 1 })}
      />
      {onRemove && (
        <Button className={classes.remove ?? ''} variant="subtle" color="red" size="xs" onClick={onRemove}>
          {t('category.remove')}
        </Button>
      )}
    </fieldset>
  );
}
