import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RowsSkeleton } from '../app/Page.tsx';
import { ChannelLink } from './ChannelLink.tsx';
import { unreadChannels } from './sections.ts';
import classes from './UnreadChannels.module.css';
import { useChannels } from './use-chat.ts';

const most = 12;

/** For the home page: where something is new, mentions first. */
export function UnreadChannels() {
  const { t } = useTranslation('chat');
  const state = useChannels((channels) => channels);
  const channels = unreadChannels(state);
  if (state.status === 'loading') return <RowsSkeleton rows={4} avatar={false} />;
  if (channels.length === 0)
    return (
      <p className={classes.empty}>
        <IconChecks size={18} aria-hidden="true" />
        {t('home.caughtUp')}
      </p>
    );
  return (
    <ul className={classes.list} aria-label={t('home.unread')}>
      {channels.slice(0, most).map((channel) => (
        <li key={channel.id}>
          <ChannelLink
            channel={channel}
            hint={(channel.spaceId && state.spaces.get(channel.spaceId)?.name) || ''}
          />
        </li>
      ))}
    </ul>
  );
}
