import { IconTrash } from '@tabler/icons-react';
import { type FocusEvent, type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { useConnection } from '../app/hub.ts';
import { usePerson } from '../app/people.ts';
import { MessageBody } from './MessageBody.tsx';
import { MessageEditor } from './MessageEditor.tsx';
import classes from './MessageRow.module.css';
import { MessageTools } from './MessageTools.tsx';
import type { MessageActions } from './message-actions.ts';
import { NotDone } from './NotDone.tsx';
import { useRowWords } from './row-words.ts';
import type { Row } from './rows.ts';

type Props = {
  row: Row;
  /** The keyboard is here. */
  isActive: boolean;
  isEditing: boolean;
  /** A link led here. */
  isTarget: boolean;
  people: readonly PersonCard[];
  actions: MessageActions;
};

export const MessageRow = memo(function MessageRow(props: Props) {
  const { row, isActive, isEditing, isTarget, actions } = props;
  const { message, outgoing } = row;
  const { t, time, dateTime, avatarSize } = useRowWords();
  const author = usePerson(message.authorId);
  const [isHovered, setHovered] = useState(false);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isActive && !isEditing) article.current?.focus({ preventScroll: true });
  }, [isActive, isEditing]);

  const isDeleted = message.deletedAt !== null;
  const withTools = (isHovered || isActive) && !isEditing && !isDeleted && outgoing === null;
  const at = <time dateTime={message.createdAt}>{time(message.createdAt)}</time>;
  const bodyId = `body-${row.key}`;

  return (
    <div className={classes.item}>
      {row.startsDay && <DayLine at={message.createdAt} isUnread={row.startsUnread} />}
      {row.startsUnread && !row.startsDay && (
        <div className={classes.unread} role="separator" aria-label={t('chat:list.newFromHere')}>
          <span>{t('chat:list.new')}</span>
        </div>
      )}
      <article
        ref={article}
        className={classes.message}
        tabIndex={-1}
        aria-label={`${author?.displayName ?? ''}, ${dateTime(message.createdAt)}`}
        aria-describedby={bodyId}
        data-grouped={row.grouped}
        data-target={isTarget}
        data-editing={isEditing}
        data-state={outgoing?.state}
        data-position={outgoing === null ? message.position : undefined}
        onPointerEnter={(event) => setHovered(event.pointerType === 'mouse')}
        onPointerLeave={() => setHovered(false)}
        onClick={(event) => {
          if (isTap(event.nativeEvent) && !isInteractive(event.target)) actions.activate(row);
        }}
        onBlur={(event: FocusEvent) => {
          if (isActive && !event.currentTarget.contains(event.relatedTarget)) actions.leave(row);
        }}
        onKeyDown={(event: KeyboardEvent) => pressedOn(event, row, actions)}
      >
        <div className={classes.gutter}>
          {row.grouped ? (
            <span className={classes.gutterTime} title={dateTime(message.createdAt)}>
              {at}
            </span>
          ) : (
            author && <PersonAvatar person={author} size={avatarSize} />
          )}
        </div>
        <div className={classes.content}>
          {!row.grouped && (
            <div className={classes.head}>
              <AuthorName author={author} />
              <span className={classes.time} title={dateTime(message.createdAt)}>
                {at}
              </span>
            </div>
          )}
          {isEditing ? (
            <MessageEditor message={message} people={props.people} actions={actions} />
          ) : isDeleted ? (
            <p id={bodyId} className={classes.deleted}>
              <IconTrash size={14} aria-hidden="true" />
              {t('chat:message.deleted')}
            </p>
          ) : (
            <MessageBody message={message} id={bodyId} />
          )}
          {outgoing?.state === 'waiting' && <OnItsWay />}
          <NotDone row={row} />
        </div>
        {withTools && <MessageTools row={row} actions={actions} isActive={isActive} />}
      </article>
    </div>
  );
});

function OnItsWay() {
  const { t } = useRowWords();
  const isOnline = useConnection() === 'online';
  return (
    <span className={classes.waiting}>
      {isOnline ? t('chat:message.sending') : t('chat:message.waiting')}
    </span>
  );
}

/** A plain link that the list follows: a router's own for each row would cost more than the row. */
function AuthorName({ author }: { author: PersonCard | undefined }) {
  const { t, opensPeople } = useRowWords();
  if (author === undefined) return <span className={classes.noName} aria-hidden="true" />;
  if (opensPeople && author.kind === 'member')
    return (
      <a className={classes.author} href={`/people?person=${author.id}`} data-person={author.id}>
        {author.displayName}
      </a>
    );
  return (
    <span className={classes.author}>
      {author.displayName}{' '}
      {author.kind === 'guest' && <span className={classes.guest}>{t('chat:message.guest')}</span>}
    </span>
  );
}

function DayLine({ at, isUnread }: { at: string; isUnread: boolean }) {
  const { t, day } = useRowWords();
  const label = day(at);
  return (
    <div
      className={classes.day}
      role="separator"
      data-unread={isUnread}
      aria-label={isUnread ? `${label}, ${t('chat:list.newFromHere')}` : label}
    >
      <span>{label}</span>
      {isUnread && <b>{t('chat:list.new')}</b>}
    </div>
  );
}

const isTap = (event: Event) => event instanceof PointerEvent && event.pointerType === 'touch';
const isInteractive = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, textarea, [data-person]') !== null;

/** Keys on a message itself, not on what it holds. */
function pressedOn(event: KeyboardEvent, row: Row, actions: MessageActions) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const tools = event.currentTarget.querySelector<HTMLElement>('[data-tools] button');
  if (event.target !== event.currentTarget) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    (event.currentTarget as HTMLElement).focus();
  } else if (event.key === 'Enter' && tools) tools.focus();
  else if (!actions.key(event.key, row)) return;
  event.preventDefault();
  event.stopPropagation();
}
