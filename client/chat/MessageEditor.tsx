import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { type Message, maxMessageLength } from '#shared/contract/chat.ts';
import { people as cards } from '../app/people.ts';
import classes from './MessageEditor.module.css';
import { MessageInput } from '../text/MessageInput.tsx';
import { toBody, toDraft } from '../text/mention-text.ts';
import type { MessageActions } from './message-actions.ts';

type Props = { message: Message; people: readonly PersonCard[]; actions: MessageActions };

/** Edits a message in its place. Enter saves, Escape leaves it as it was. */
export function MessageEditor({ message, people, actions }: Props) {
  const { t } = useTranslation(['chat', 'common']);
  const [draft, setDraft] = useState(() =>
    toDraft(message.body, (id) => cards.get(id)?.displayName ?? t('message.somebody')),
  );
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(end, end);
  }, []);
  const body = toBody(draft).trimEnd();
  const isWrong = body.trim() === '' || body.length > maxMessageLength;
  const save = () => {
    if (isWrong) return;
    if (body === message.body) actions.cancel();
    else actions.save(body);
  };
  return (
    <div className={classes.editor}>
      <MessageInput
        field={field}
        draft={draft}
        onDraft={setDraft}
        onSubmit={save}
        onCancel={actions.cancel}
        people={people}
        label={t('message.editLabel')}
      />
      <div className={classes.buttons}>
        <span className={classes.hint}>{t('message.editHint')}</span>
        <Button size="compact-sm" variant="default" onClick={actions.cancel}>
          {t('common:actions.cancel')}
        </Button>
        <Button size="compact-sm" disabled={isWrong} onClick={save}>
          {t('common:actions.save')}
        </Button>
      </div>
    </div>
  );
}
