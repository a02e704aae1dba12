import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconHash, IconPlus, IconSettings, IconWorld } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpaceId } from '#shared/contract/ids.ts';
import { Failure, RowsSkeleton, SideBar, SideBarSection } from '../app/Page.tsx';
import { ThreadList } from '../panels/ThreadList.tsx';
import { ChannelLink } from './ChannelLink.tsx';
import classes from './ChatSideBar.module.css';
import { NewChannelDialog } from './NewChannelDialog.tsx';
import { type ChatSection, chatSections } from './sections.ts';
import { chat, useChannels } from './use-chat.ts';

/** Spaces with their channels. */
export function ChatSideBar() {
  const { t } = useTranslation('chat');
  const state = useChannels((channels) => channels);
  const [creatingIn, setCreatingIn] = useState<SpaceId | 'any' | null>(null);
  const sections = chatSections(state);
  const mayCreate = sections.some(({ space }) => space.can.createChannel);
  return (
    <SideBar
      title={t('title')}
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('sideBar.add')} title={t('sideBar.add')}>
              <IconPlus size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconHash size={16} />}
              disabled={!mayCreate}
              onClick={() => setCreatingIn('any')}
            >
              {t('newChannel.open')}
            </Menu.Item>
            <Menu.Item component={Link} to="/spaces" leftSection={<IconWorld size={16} />}>
              {t('sideBar.browse')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      {state.status === 'loading' && <RowsSkeleton rows={8} avatar={false} />}
      {state.status === 'failed' && (
        <Failure compact error={state.error} onRetry={() => void chat.channels.refresh()} />
      )}
      {state.status === 'ready' && sections.length === 0 && (
        <p className={classes.empty}>
          {t('sideBar.noSpaces')} <Link to="/spaces">{t('sideBar.browse')}</Link>
        </p>
      )}
      <ThreadList />
      {sections.map((section) => (
        <SpaceSection key={section.space.id} section={section} onCreate={setCreatingIn} />
      ))}
      <NewChannelDialog spaceId={creatingIn} onClose={() => setCreatingIn(null)} />
    </SideBar>
  );
}

function SpaceSection(props: { section: ChatSection; onCreate: (spaceId: SpaceId) => void }) {
  const { t } = useTranslation('chat');
  const { space, channels } = props.section;
  return (
    <SideBarSection
      title={space.name}
      storageKey={`chat.${space.id}`}
      whenFolded={channels
        .filter(({ unread }) => unread > 0)
        .map((channel) => <ChannelLink key={channel.id} channel={channel} />)}
      action={
        <div className={classes.actions}>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                size="sm"
                aria-label={t('sideBar.spaceActions', { space: space.name })}
                title={t('sideBar.spaceActions', { space: space.name })}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {space.can.createChannel && (
                <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => props.onCreate(space.id)}>
                  {t('newChannel.open')}
                </Menu.Item>
              )}
              <Menu.Item component={Link} to={`/spaces/${space.id}`} leftSection={<IconSettings size={16} />}>
                {t('sideBar.spaceSettings')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      }
    >
      {channels.map((channel) => (
        <ChannelLink key={channel.id} channel={channel} />
      ))}
      {channels.length === 0 && <p className={classes.none}>{t('sideBar.noChannels')}</p>}
    </SideBarSection>
  );
}
