import { ActionIcon, Button, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { WidgetField } from '#shared/contract/widget.ts';
import { isWhole, newField } from './widgets.core.ts';
import classes from './WidgetQuestions.module.css';

const most = 5;
type Props = { questions: readonly WidgetField[]; onChange: (questions: WidgetField[]) => void };

/** What visitors are asked beside who they are. */
export function WidgetQuestions({ questions, onChange }: Props) {
  const { t } = useTranslation('admin');
  const change = (next: WidgetField) =>
    onChange(questions.map((question) => (question.name === next.name ? next : question)));
  return (
    <div className={classes.list}>
      {questions.map((question) => (
        <div key={question.name} className={classes.question}>
          {(['en', 'fr'] as const).map((language) => (
            <TextInput
              key={language}
              label={t(`widgets.languages.${language}`)}
              value={question.label[language]}
              maxLength={60}
              onChange={(event) =>
                change({ ...question, label: { ...question.label, [language]: event.currentTarget.value } })
              }
            />
          ))}
          <Switch
            label={t('widgets.required')}
            checked={question.required}
            onChange={(event) => change({ ...question, required: event.currentTarget.checked })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('widgets.removeQuestion')}
            onClick={() => onChange(questions.filter((each) => each !== question))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {!questions.every(isWhole) && (
        <p className={classes.missing} role="status">
          {t('widgets.questionMissing')}
        </p>
      )}
      {questions.length < most && (
        <Button
          className={classes.add ?? ''}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...questions, newField()])}
        >
          {t('widgets.addQuestion')}
        </Button>
      )}
    </div>
  );
}
