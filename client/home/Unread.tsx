import { Skeleton } from '@mantine/core';
import { IconChecks, IconHash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import { unreadChannels } from '../chat/sections.ts';
import { useChannels, useSpace } from '../chat/use-chat.ts';
import classes from './HomePage.module.css';

/** Channels with something new, mentions first. */
export function Unread() {
  const { t } = useTranslation('common');
  const state = useChannels((channels) => channels);
  const unread = unreadChannels(state);
  return (
    <section className={classes.section} aria-labelledby="home-unread">
      <h2 id="home-unread" className={classes.heading}>
        {t('home.channelsUnread')}
      </h2>
      {state.status === 'loading' && <RowsOnTheWay />}
      {state.status === 'ready' && unread.length === 0 && (
        <div className={classes.nothing}>
          <strong>
            <IconChecks size={16} aria-hidden="true" /> {t('home.nothingUnread')}
          </strong>
          {t('home.nothingUnreadHint')}
        </div>
      )}
      <ul className={classes.list}>
        {unread.map((channel) => (
          <li key={channel.id}>
            <UnreadRow channel={channel} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function UnreadRow({ channel }: { channel: MyChannel }) {
  const { t } = useTranslation('common');
  const space = useSpace(channel.spaceId);
  return (
    <Link className={classes.row} to="/chat/$channelId" params={{ channelId: channel.id }}>
      <span className={classes.rowIcon}>
        <IconHash size={18} aria-hidden="true" />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{channel.name}</span>
        {space && <span className={classes.soft}>{space.name}</span>}
      </span>
      <span className={classes.count}>{t('home.unreadCount', { count: channel.unread })}</span>
      {channel.mentions > 0 && (
        <span
          className={classes.mentions}
          role="img"
          aria-label={t('shell.mentions', { count: channel.mentions })}
        >
          {channel.mentions}
        </span>
      )}
    </Link>
  );
}

export function RowsOnTheWay() {
  return (
    <div aria-hidden="true">
      {[70, 50, 60].map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton height={12} width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}
