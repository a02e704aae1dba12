import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAt, IconSend2 } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { maxMessageLength } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import classes from './Composer.module.css';
import { beginWord } from '../text/format.ts';
import { editSelection } from '../text/insert-text.ts';
import { MessageInput } from '../text/MessageInput.tsx';
import { emptyDraft, toBody } from '../text/mention-text.ts';
import { MarkTools, Tool } from '../text/TextTools.tsx';
import { useSlash } from '../panels/use-slash.ts';
import { TypingLine } from './TypingLine.tsx';
import { chat, useDraft } from './use-chat.ts';

type Props = {
  channelId: ChannelId;
  name: string;
  people: readonly PersonCard[];
  field: RefObject<HTMLTextAreaElement | null>;
  compact: boolean;
  onSend: (body: string) => void;
  onUp: () => void;
};

const counterFrom = maxMessageLength - 1_000;

/** Where one writes. What is not sent stays as a draft of the channel. */
export function Composer({ channelId, name, people, field, compact, onSend, onUp }: Props) {
  const { t } = useTranslation('chat');
  const draft = useDraft(channelId);
  const body = toBody(draft);
  const isEmpty = body.trim() === '';
  const left = maxMessageLength - body.length;
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);

  const slash = useSlash(body);

  const send = () => {
    if (isEmpty || left < 0) return;
    const ran = slash.run(body);
    if (ran === undefined) onSend(body.trimEnd());
    else void ran.then((done) => done || chat.drafts.giveBack(channelId, draft));
    chat.drafts.set(channelId, emptyDraft);
    field.current?.focus({ preventScroll: true });
  };
  const label = compact ? t('composer.labelHere') : t('composer.label', { channel: name });

  return (
    <div className={classes.composer} data-compact={compact}>
      <MessageInput
        field={field}
        draft={draft}
        people={people}
        narrow={compact}
        label={label}
        placeholder={label}
        onDraft={(next) => {
          chat.drafts.set(channelId, next);
          if (next.text !== '') chat.typing.say(channelId);
        }}
        commands={compact ? undefined : slash.commands}
        onSubmit={send}
        onUp={onUp}
      >
        <div className={classes.tools}>
          <div className={classes.marks}>
            <MarkTools field={field} />
          </div>
          <Tool label={t('composer.mention')} onClick={() => editSelection(field, beginWord('@'))}>
            <IconAt size={16} />
          </Tool>
          {body.length > counterFrom && (
            <span className={classes.counter} data-over={left < 0} role="status">
              {left < 0 ? t('composer.tooLong', { count: -left }) : t('composer.left', { count: left })}
            </span>
          )}
          <Tooltip label={t('composer.send')}>
            <ActionIcon
              className={classes.send}
              variant={isEmpty || left < 0 ? 'subtle' : 'filled'}
              color={isEmpty || left < 0 ? 'gray' : 'petrol'}
              size={30}
              aria-label={t('composer.send')}
              aria-disabled={isEmpty || left < 0}
              data-ready={!isEmpty && left >= 0}
              onPointerDown={(event) => event.preventDefault()}
              onClick={send}
            >
              <IconSend2 size={18} />
            </ActionIcon>
          </Tooltip>
        </div>
      </MessageInput>
      <TypingLine channelId={channelId} />
    </div>
  );
}
