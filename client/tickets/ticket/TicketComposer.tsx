import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconMessageBolt, IconPaperclip, IconSend2 } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { maxTicketBody, type Ticket, type TicketStatus } from '#shared/contract/tickets.ts';
import { focusContent } from '../../app/focus.ts';
import { isMac } from '../../app/keys.ts';
import { Segments } from '../../app/Segments.tsx';
import { useSlash } from '../../panels/use-slash.ts';
import { beginWord } from '../../text/format.ts';
import { editSelection } from '../../text/insert-text.ts';
import { MessageInput } from '../../text/MessageInput.tsx';
import { emptyDraft, toBody } from '../../text/mention-text.ts';
import { MarkTools, Tool } from '../../text/TextTools.tsx';
import { tickets, useAtDesk, useDraft, useUploads } from '../use-tickets.ts';
import classes from './TicketComposer.module.css';
import { Uploads } from './Uploads.tsx';
import { useCanned } from './use-canned.tsx';

export type Mode = 'reply' | 'note';
type Props = {
  ticket: Ticket;
  field: RefObject<HTMLTextAreaElement | null>;
  mode: Mode;
  onMode: (mode: Mode) => void;
};

/** What a reply can make of the ticket, besides asking the customer. */
const outcomes = ['solved', 'pending', 'open'] as const satisfies readonly TicketStatus[];

/** Words for the customer, or between colleagues. What is not sent stays as a draft of the ticket. */
export function TicketComposer({ ticket, field, mode, onMode }: Props) {
  const { t } = useTranslation(['tickets', 'common']);
  const atDesk = useAtDesk();
  const draft = useDraft(ticket.id);
  const canned = useCanned(ticket, field);
  const body = toBody(draft);
  const left = maxTicketBody - body.length;
  const uploads = useUploads(ticket.id);
  const isWhole = uploads.every(({ state }) => state === 'there');
  const canSend = (body.trim() !== '' || uploads.length > 0) && left >= 0 && isWhole;
  const isNote = atDesk && mode === 'note';
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, [field]);

  const slash = useSlash(body, ticket);
  // What begins as a command is none of the canned replies, which one finds with `/`, too.
  const isCommand = slash.commands(body).length > 0;

  const send = (becomes: TicketStatus | null) => {
    if (!canSend) return;
    const ran = slash.run(body);
    if (ran === undefined) {
      const attachments = tickets.uploads.take(ticket.id);
      tickets.replies.send({ ticketId: ticket.id, body: body.trimEnd(), note: isNote, becomes, attachments });
    } else void ran.then((done) => done || tickets.drafts.giveBack(ticket.id, draft));
    tickets.drafts.set(ticket.id, emptyDraft);
    tickets.attendance.rest();
    field.current?.focus({ preventScroll: true });
  };
  const attach = (files: FileList) => tickets.uploads.add(ticket.id, [...files]);
  const label = t(isNote ? 'composer.noteLabel' : atDesk ? 'composer.replyLabel' : 'composer.answerLabel');

  return (
    <div
      className={classes.composer}
      data-note={isNote}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        attach(event.dataTransfer.files);
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        attach(event.clipboardData.files);
      }}
    >
      {atDesk && (
        <div className={classes.modes}>
          <Segments<Mode>
            label={t('composer.mode')}
            value={mode}
            options={[
              { value: 'reply', label: t('composer.reply') },
              { value: 'note', label: t('composer.note') },
            ]}
            onChange={onMode}
          />
          <span className={classes.hint}>{t(isNote ? 'composer.noteHint' : 'composer.replyHint')}</span>
        </div>
      )}
      <MessageInput
        field={field}
        draft={draft}
        people={slash.people}
        commands={slash.commands}
        enterSends={false}
        label={label}
        placeholder={label}
        onKey={(event) => !isCommand && canned.onKey(event)}
        onDraft={(next) => {
          tickets.drafts.set(ticket.id, next);
          canned.look();
          if (atDesk && next.text !== '')
            tickets.attendance.type({ reply: !isNote && !next.text.startsWith('/') });
        }}
        onSubmit={() => send(null)}
        // The page's single keys are for whoever does not type.
        onCancel={focusContent}
      >
        {!isCommand && canned.list}
        <Uploads uploads={uploads} />
        <div className={classes.tools}>
          <AttachButton onFiles={attach} />
          <div className={classes.marks}>
            <MarkTools field={field} />
            {atDesk && (
              <Tool label={t('canned.insert')} onClick={() => editSelection(field, beginWord('/'))}>
                <IconMessageBolt size={16} />
              </Tool>
            )}
          </div>
          {left < 0 && (
            <span className={classes.tooLong} role="status">
              {t('composer.tooLong', { count: -left })}
            </span>
          )}
          <span className={classes.keys} aria-hidden="true">
            {isMac ? '⌘' : t('common:keys.ctrl')} ↵
          </span>
          <Button.Group>
            <Button
              size="xs"
              leftSection={<IconSend2 size={15} />}
              aria-disabled={!canSend}
              data-idle={!canSend}
              className={classes.send ?? ''}
              onClick={() => send(null)}
            >
              {t(isNote ? 'composer.addNote' : atDesk ? 'composer.sendAndWait' : 'composer.send')}
            </Button>
            {atDesk && !isNote && <Outcomes onChoose={send} />}
          </Button.Group>
        </div>
      </MessageInput>
    </div>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: FileList) => void }) {
  const { t } = useTranslation('tickets');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tool label={t('files.attach')} onClick={() => input.current?.click()}>
        <IconPaperclip size={16} />
      </Tool>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          if (event.currentTarget.files) onFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function Outcomes({ onChoose }: { onChoose: (becomes: TicketStatus) => void }) {
  const { t } = useTranslation('tickets');
  return (
    <Menu position="top-end" width={260}>
      <Menu.Target>
        <Button size="xs" px={6} className={classes.more ?? ''} aria-label={t('composer.outcomes')}>
          <IconChevronDown size={15} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {outcomes.map((status) => (
          <Menu.Item key={status} onClick={() => onChoose(status)}>
            {t(`composer.then.${status}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
