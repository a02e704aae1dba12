import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import { copyText } from '../app/clipboard.ts';
import { useMe } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { toast } from '../app/toast.ts';
import { toDraft } from '../text/mention-text.ts';
import { makeTicket } from '../panels/make-ticket.ts';
import { referenceIn } from '../panels/references.ts';
import type { MessageActions } from './message-actions.ts';
import { quoteInto } from './quote.ts';
import type { Row } from './rows.ts';
import { chat } from './use-chat.ts';
import type { ListHandle } from './use-list-position.ts';

type Options = {
  channel: MyChannel;
  /** The rows of now. Asked when something happens, so that new messages do not redraw all the others. */
  getRows: () => readonly Row[];
  field: RefObject<HTMLTextAreaElement | null>;
  list: RefObject<ListHandle | null>;
};

/** What the buttons and keys of the list's messages do, and which message they are at. */
export function useMessageActions({ channel, getRows, field, list }: Options) {
  const { id: channelId } = channel;
  const { post: mayPost, moderate: mayModerate } = channel.can;
  const { t } = useTranslation('chat');
  const me = useMe();
  const navigate = useNavigate();
  const [activeKey, setActive] = useState<string | null>(null);
  const [editingKey, setEditing] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Row | null>(null);

  const can: MessageActions['can'] = ({ message, outgoing }) => {
    const isThere = outgoing === null && message.deletedAt === null;
    const isMine = message.authorId === me.id;
    // A card has no words of its own.
    const hasWords = isThere && referenceIn(message.body) === undefined;
    return {
      edit: hasWords && isMine && mayPost,
      delete: isThere && (isMine || mayModerate),
      quote: hasWords && mayPost,
      copy: hasWords,
      ticket: hasWords && me.kind === 'member' && channel.spaceId !== null,
    };
  };
  const write = () => field.current?.focus({ preventScroll: true });
  const asText = ({ message }: Row) =>
    toDraft(message.body, (id) => people.get(id)?.displayName ?? t('message.somebody'));

  const edit = (row: Row | undefined) => {
    if (row === undefined || !can(row).edit) return;
    setEditing(row.key);
    list.current?.showRow(getRows().indexOf(row));
  };
  const stopEditing = () => {
    setEditing(null);
    write();
  };
  const move = (to: number) => {
    const rows = getRows();
    const index = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[index];
    if (row === undefined) return;
    list.current?.showRow(index);
    setActive(row.key);
  };

  const actions: MessageActions = {
    can,
    edit,
    delete: (row) => {
      if (can(row).delete) setDeleting(row);
    },
    quote: (row) => {
      if (!can(row).quote) return;
      quoteInto(channelId, asText(row));
      write();
    },
    makeTicket: ({ message }) => void makeTicket(message.id, navigate),
    copyLink: ({ message }) => {
      const link = `${location.origin}/chat/${channelId}?at=${message.position}`;
      void copyText(link).then((done) => done && toast(t('message.linkCopied')));
    },
    copyText: (row) => {
      void copyText(asText(row).text).then((done) => done && toast(t('message.textCopied')));
    },
    save: (body) => {
      const row = getRows().find(({ key }) => key === editingKey);
      if (row) void chat.changes.edit(row.message, body);
      stopEditing();
    },
    cancel: stopEditing,
    activate: ({ key }) => setActive(key),
    leave: ({ key }) => setActive((now) => (now === key ? null : now)),
    key: (key, row) => {
      const rows = getRows();
      const index = rows.indexOf(row);
      const steps: Record<string, number> = {
        ArrowUp: index - 1,
        k: index - 1,
        ArrowDown: index + 1,
        j: index + 1,
        Home: 0,
        End: rows.length - 1,
      };
      const letters: Record<string, (row: Row) => void> = {
        e: actions.edit,
        r: actions.quote,
        c: actions.copyLink,
        Delete: actions.delete,
        Backspace: actions.delete,
      };
      const to = steps[key];
      if (to !== undefined) move(to);
      else if (letters[key]) letters[key](row);
      else if (key === 'Escape') write();
      else return false;
      return true;
    },
  };

  return {
    actions,
    activeKey,
    editingKey,
    deleting,
    textOf: (row: Row) => asText(row).text,
    edit,
    /** Keys on the list while no message has the focus: arrows enter it from below. */
    pressed: (event: KeyboardEvent) => {
      const rows = getRows();
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
      if (['ArrowUp', 'k', 'End'].includes(event.key)) move(rows.length - 1);
      else if (['ArrowDown', 'j', 'Home'].includes(event.key)) move(0);
      else if (event.key === 'Escape') write();
      else return;
      event.preventDefault();
    },
    confirmDelete: () => {
      if (deleting) void chat.changes.delete(deleting.message);
      setDeleting(null);
      write();
    },
    cancelDelete: () => setDeleting(null),
  };
}
