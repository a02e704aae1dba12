import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMessageCircle, IconWorld } from '@tabler/icons-react';
import { Link, Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, Failure, Page } from '../app/Page.tsx';
import { usePageTitle } from '../app/title.ts';
import { lastChannel } from './last-channel.ts';
import { chatSections } from './sections.ts';
import { chat, useChannels } from './use-chat.ts';

/** No channel is chosen: a desk shows the one used last, a phone only the list. */
export function ChatHome() {
  const { t } = useTranslation('chat');
  const state = useChannels((channels) => channels);
  const isDesk = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  usePageTitle(t('title'));
  const known = chatSections(state).flatMap(({ channels }) => channels);
  const last = lastChannel();
  const next = known.find(({ id }) => id === last) ?? known[0];
  if (isDesk && next) return <Navigate to="/chat/$channelId" params={{ channelId: next.id }} replace />;
  if (state.status === 'failed')
    return <Failure error={state.error} onRetry={() => void chat.channels.refresh()} />;
  if (state.status === 'loading' || known.length > 0) return <Page>{null}</Page>;
  return (
    <Page>
      <EmptyState
        icon={<IconMessageCircle size={24} />}
        title={t('home.empty')}
        action={
          <Button component={Link} to="/spaces" leftSection={<IconWorld size={16} />}>
            {t('sideBar.browse')}
          </Button>
        }
      >
        {t('home.emptyHint')}
      </EmptyState>
    </Page>
  );
}
