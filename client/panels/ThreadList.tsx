import { IconTicket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Thread } from '#shared/contract/panels.ts';
import { SideBarSection } from '../app/Page.tsx';
import classes from '../chat/ChannelLink.module.css';
import { threadName } from './thread-name.ts';
import { useThreads } from './use-panels.ts';

/** The tickets one takes part in, above the channels; nothing without any. */
export function ThreadList() {
  const { t } = useTranslation('panels');
  const threads = useThreads();
  if (threads.length === 0) return null;
  const link = (thread: Thread) => <ThreadLink key={thread.ticketId} thread={thread} />;
  return (
    <SideBarSection
      title={t('threads.title')}
      storageKey="chat.tickets"
      whenFolded={threads.filter(({ unread }) => unread > 0).map(link)}
    >
      {threads.map(link)}
    </SideBarSection>
  );
}

function ThreadLink({ thread }: { thread: Thread }) {
  const { t } = useTranslation('chat');
  const { ticketId, unread } = thread;
  return (
    <Link
      to="/chat/ticket/$ticketId"
      params={{ ticketId }}
      className={classes.link}
      data-unread={unread > 0}
      activeProps={{ 'aria-current': 'page' }}
      title={threadName(thread)}
    >
      <IconTicket className={classes.icon} size={16} aria-hidden="true" />
      <span className={classes.name}>{threadName(thread)}</span>
      {unread > 0 && (
        <span className={classes.count}>
          <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
          <span className={classes.hidden}>{t('channel.unread', { count: unread })}</span>
        </span>
      )}
    </Link>
  );
}
