import { VisuallyHidden } from '@mantine/core';
import { IconMessageOff } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { MyChannel } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { ConfirmDialog } from '../app/ConfirmDialog.tsx';
import { useMe } from '../app/hub.ts';
import { EmptyState, Failure } from '../app/Page.tsx';
import { toastError } from '../app/toast.ts';
import { useTextClicks } from '../text/use-text-clicks.ts';
import { Beginning } from './Beginning.tsx';
import classes from './ChannelPane.module.css';
import { Composer } from './Composer.tsx';
import { ListSkeleton } from './ListSkeleton.tsx';
import { MessageList } from './MessageList.tsx';
import { MessageRow } from './MessageRow.tsx';
import { NewSince } from './NewSince.tsx';
import { RowContext, useMakeRowWords } from './row-words.ts';
import { lastOwn } from './rows.ts';
import { useAnnouncement } from './use-announcement.ts';
import { useAttention } from './use-attention.ts';
import { chat, useChannel, useView } from './use-chat.ts';
import type { ListHandle, Sight } from './use-list-position.ts';
import { useMessageActions } from './use-message-actions.ts';
import { useRows } from './use-rows.ts';
import type { ReadyView } from './view.core.ts';

type Props = {
  channelId: ChannelId;
  /** The position of the message that a link leads to. */
  at?: number | undefined;
  /** Beside a call: narrow, without what belongs to a page. */
  compact?: boolean;
  /** Whom one can mention. */
  people?: readonly PersonCard[];
};

/** A channel's messages and the field to write in. Fills the box it is put in. */
export function ChannelPane({ channelId, at, compact = false, people = [] }: Props) {
  const { t } = useTranslation('chat');
  const channel = useChannel(channelId);
  const view = useView(channelId);
  useEffect(() => chat.enter(channelId), [channelId]);
  useEffect(() => void chat.open(channelId, at), [channelId, at]);

  if (view.status === 'failed')
    return <Failure error={view.error} onRetry={() => void chat.open(channelId, at)} />;
  if (view.status === 'loading') return <ListSkeleton compact={compact} />;
  if (channel === undefined)
    return (
      <EmptyState icon={<IconMessageOff size={24} />} title={t('channel.gone')}>
        {t('channel.goneHint')}
      </EmptyState>
    );
  return <Conversation channel={channel} view={view} compact={compact} people={people} />;
}

type ConversationProps = {
  channel: MyChannel;
  view: ReadyView;
  compact: boolean;
  people: readonly PersonCard[];
};

function Conversation({ channel, view, compact, people }: ConversationProps) {
  const { t } = useTranslation('chat');
  const me = useMe();
  const { id: channelId } = channel;
  const rows = useRows(channelId, view);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useRef<ListHandle>(null);
  const attentive = useAttention();
  const sight = useRef<Sight>({ position: 0, isEnd: false, top: null });
  const latestRows = useRef(rows);
  useLayoutEffect(() => {
    latestRows.current = rows;
  }, [rows]);
  const words = useMakeRowWords(compact);
  const clicked = useTextClicks();
  const announcement = useAnnouncement(view, me.id);
  const tools = useMessageActions({ channel, getRows: () => latestRows.current, field, list });
  const { activeKey, editingKey, deleting } = tools;

  /** What is before the person's eyes has been read. */
  const see = () => {
    const { position, isEnd } = sight.current;
    chat.watch(channelId, attentive && isEnd);
    if (attentive) chat.channels.markRead(channelId, position);
    if (isEnd) chat.view(channelId).rest();
  };
  // One comes back to where one was.
  useEffect(() => {
    const view = chat.view(channelId);
    return () => {
      const { isEnd, top } = sight.current;
      if (isEnd || top) view.goTo(isEnd || top === null ? 'end' : top);
    };
  }, [channelId]);
  useEffect(() => {
    see();
    return () => chat.watch(channelId, false);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [channelId, attentive]);

  const newest = () => {
    if (view.window.moreAfter) chat.view(channelId).open({ place: 'end' }).catch(toastError);
    else list.current?.showEnd();
  };
  const { place } = view;
  const targetPosition = typeof place === 'object' && place.hidden === undefined ? place.position : undefined;
  const kept = rows.flatMap(({ key }, index) => (key === activeKey || key === editingKey ? [index] : []));

  return (
    <RowContext value={words}>
      <div className={classes.pane} data-compact={compact}>
        <NewSince channel={channel} view={view} />
        <MessageList
          key={`${channelId} ${view.generation}`}
          label={t('list.label', { channel: channel.name })}
          view={view}
          rows={rows}
          unread={channel.unread}
          kept={kept}
          handle={list}
          beginning={<Beginning channel={channel} isEmpty={rows.length === 0} compact={compact} />}
          onLoad={(side) => void chat.view(channelId).loadMore(side)}
          onRetry={(side) => void chat.view(channelId).retryMore(side)}
          onSight={(now) => {
            sight.current = now;
            see();
          }}
          onClick={clicked}
          onNewest={newest}
          onKey={tools.pressed}
        >
          {(row) => (
            <MessageRow
              row={row}
              isActive={row.key === activeKey}
              isEditing={row.key === editingKey}
              isTarget={row.message.position === targetPosition}
              people={people}
              actions={tools.actions}
            />
          )}
        </MessageList>
        <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
        {channel.can.post ? (
          <Composer
            key={channelId}
            channelId={channelId}
            name={channel.name}
            people={people}
            field={field}
            compact={compact}
            onSend={(body) => {
              chat.send(channelId, body).catch(toastError);
              list.current?.showEnd();
            }}
            onUp={() => tools.edit(lastOwn(rows, me.id))}
          />
        ) : (
          <p className={classes.readOnly}>
            {t(channel.archivedAt === null ? 'channel.readOnly' : 'channel.archived')}
          </p>
        )}
        <ConfirmDialog
          opened={deleting !== null}
          title={t('message.deleteTitle')}
          confirm={t('message.delete')}
          danger
          onConfirm={async () => tools.confirmDelete()}
          onClose={tools.cancelDelete}
        >
          {t('message.deleteText')}
          {deleting && <blockquote className={classes.quoted}>{tools.textOf(deleting)}</blockquote>}
        </ConfirmDialog>
      </div>
    </RowContext>
  );
}
