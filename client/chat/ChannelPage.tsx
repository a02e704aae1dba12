import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHash, IconLayoutSidebarRight, IconUsers, IconVideo } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChannelId } from '#shared/contract/ids.ts';
import { useMe } from '../app/hub.ts';
import { EmptyState, Page, PageHeader } from '../app/Page.tsx';
import { toastError } from '../app/toast.ts';
import { ChannelDetails } from './ChannelDetails.tsx';
import classes from './ChannelPage.module.css';
import { ChannelPane } from './ChannelPane.tsx';
import { rememberChannel } from './last-channel.ts';
import { startMeeting } from './start-meeting.ts';
import { chat, useChannel, useMembers, useSpace } from './use-chat.ts';

export function ChannelPage() {
  const { t } = useTranslation('chat');
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const { at } = useSearch({ strict: false });
  const channelId = ChannelId.safeParse(params.channelId).data;
  if (channelId === undefined)
    return (
      <Page>
        <PageHeader title={t('title')} onBack={() => void navigate({ to: '/chat' })} />
        <EmptyState icon={<IconHash size={24} />} title={t('channel.gone')}>
          {t('channel.goneHint')}
        </EmptyState>
      </Page>
    );
  return <OneChannel key={channelId} channelId={channelId} at={typeof at === 'number' ? at : undefined} />;
}

function OneChannel({ channelId, at }: { channelId: ChannelId; at: number | undefined }) {
  const { t } = useTranslation('chat');
  const me = useMe();
  const navigate = useNavigate();
  const channel = useChannel(channelId);
  const space = useSpace(channel?.spaceId);
  const members = useMembers(channel?.spaceId);
  const [showsDetails, setShowsDetails] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const spaceId = channel?.spaceId ?? null;
  useEffect(() => {
    if (spaceId !== null) chat.members.ensure(spaceId);
  }, [spaceId]);
  useEffect(() => {
    if (spaceId !== null) rememberChannel(channelId);
  }, [channelId, spaceId]);

  const meet = () => {
    if (channel === undefined || isStarting) return;
    setStarting(true);
    startMeeting(channel, t('channel.meetingStarted', { name: channel.name })).then(
      (code) => void navigate({ to: '/m/$code', params: { code } }),
      (error: unknown) => {
        setStarting(false);
        toastError(error);
      },
    );
  };
  const people = members?.members.map(({ person }) => person).filter(({ id }) => id !== me.id) ?? [];

  return (
    <Page
      details={
        showsDetails &&
        channel && <ChannelDetails channel={channel} space={space} onClose={() => setShowsDetails(false)} />
      }
    >
      <PageHeader
        title={channel?.name ?? ''}
        icon={<IconHash size={18} aria-hidden="true" />}
        subtitle={channel?.topic}
        onBack={() => void navigate({ to: '/chat' })}
        actions={
          channel && (
            <>
              {me.can.createMeeting && channel.can.post && (
                <Tooltip label={t('channel.startMeeting')}>
                  <ActionIcon
                    className={classes.meet}
                    aria-label={t('channel.startMeeting')}
                    loading={isStarting}
                    onClick={meet}
                  >
                    <IconVideo size={18} />
                  </ActionIcon>
                </Tooltip>
              )}
              <Tooltip label={t('channel.showDetails', { count: space?.memberCount ?? 0 })}>
                <button
                  type="button"
                  className={classes.members}
                  aria-expanded={showsDetails}
                  aria-label={t('channel.showDetails', { count: space?.memberCount ?? 0 })}
                  onClick={() => setShowsDetails(!showsDetails)}
                >
                  {space ? <IconUsers size={18} /> : <IconLayoutSidebarRight size={18} />}
                  {space && <span className={classes.count}>{space.memberCount}</span>}
                </button>
              </Tooltip>
            </>
          )
        }
      />
      <ChannelPane channelId={channelId} at={at} people={people} />
    </Page>
  );
}
