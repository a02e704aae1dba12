import { IconHash, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import classes from './ChannelLink.module.css';
import { useHasDraft } from './use-chat.ts';

const atMost99 = (count: number) => (count > 99 ? '99+' : String(count));

/** A channel in a list: bold with a number when something is new, a red one when it concerns the reader. */
export function ChannelLink({ channel }: { channel: MyChannel }) {
  const { t } = useTranslation('chat');
  const { id, name, unread, mentions } = channel;
  const hasDraft = useHasDraft(id);
  return (
    <Link
      to="/chat/$channelId"
      params={{ channelId: id }}
      className={classes.link}
      data-unread={unread > 0}
      activeOptions={{ includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <IconHash className={classes.icon} size={16} aria-hidden="true" />
      <span className={classes.name}>{name}</span>
      {hasDraft && (
        <IconPencil className={classes.draft} size={14} role="img" aria-label={t('channel.draft')} />
      )}
      {mentions > 0 && (
        <span className={classes.mentions}>
          <span aria-hidden="true">{atMost99(mentions)}</span>
          <span className={classes.hidden}>{t('channel.mentions', { count: mentions })}</span>
        </span>
      )}
      {mentions === 0 && unread > 0 && (
        <span className={classes.count}>
          <span aria-hidden="true">{atMost99(unread)}</span>
          <span className={classes.hidden}>{t('channel.unread', { count: unread })}</span>
        </span>
      )}
    </Link>
  );
}
