import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPencil, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyChannel } from '#shared/contract/chat.ts';
import type { Presence } from '#shared/contract/presence.ts';
import type { MySpace, SpaceMember } from '#shared/contract/spaces.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { useMe } from '../app/hub.ts';
import { Details, Failure, RowsSkeleton } from '../app/Page.tsx';
import { useEveryPresence } from '../app/presence.ts';
import { useFormats } from '../app/time.ts';
import classes from './ChannelDetails.module.css';
import { EditChannelDialog } from './EditChannelDialog.tsx';
import { matchPeople } from '../text/mention-text.ts';
import { chat, useMembers } from './use-chat.ts';

const ChannelTickets = lazy(() =>
  import('../panels/ChannelTickets.tsx').then((module) => ({ default: module.ChannelTickets })),
);

type Props = { channel: MyChannel; space: MySpace | undefined; onClose: () => void };

/** What the channel is for and who is in it. */
export function ChannelDetails({ channel, space, onClose }: Props) {
  const { t } = useTranslation('chat');
  const { date } = useFormats();
  const me = useMe();
  const [isEditing, setEditing] = useState(false);
  return (
    <Details title={t('details.title')} onClose={onClose}>
      <section className={classes.about}>
        <div className={classes.head}>
          <h3 className={classes.heading}>{t('details.about')}</h3>
          {channel.can.manage && (
            <ActionIcon
              size="sm"
              aria-label={t('details.edit')}
              title={t('details.edit')}
              onClick={() => setEditing(true)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          )}
        </div>
        <p className={classes.topic} data-empty={channel.topic === ''}>
          {channel.topic || t('details.noTopic')}
        </p>
        <p className={classes.facts}>
          {space && (
            <Link to="/spaces/$spaceId" params={{ spaceId: space.id }}>
              {space.name}
            </Link>
          )}
          {space && ' · '}
          {t('details.created', { date: date(channel.createdAt) })}
        </p>
      </section>
      {space && me.kind === 'member' && channel.can.manage && (
        <Suspense>
          <ChannelTickets channel={channel} space={space} />
        </Suspense>
      )}
      {space && <MemberList space={space} />}
      <EditChannelDialog channel={channel} opened={isEditing} onClose={() => setEditing(false)} />
    </Details>
  );
}

const searchFrom = 12;

function MemberList({ space }: { space: MySpace }) {
  const { t } = useTranslation('chat');
  const me = useMe();
  const entry = useMembers(space.id);
  const presence = useEveryPresence();
  const [words, setWords] = useState('');
  if (entry === undefined || entry.status === 'loading') return <RowsSkeleton rows={5} />;
  if (entry.status === 'failed')
    return <Failure compact error={entry.error} onRetry={() => void chat.members.load(space.id)} />;

  const found = new Set(
    matchPeople(
      entry.members.map(({ person }) => person),
      words,
      1_000,
    ),
  );
  const members = entry.members.filter(({ person }) => found.has(person));
  const stateOf = ({ person }: SpaceMember): Presence =>
    person.id === me.id ? (presence.get(person.id) ?? 'online') : (presence.get(person.id) ?? 'offline');
  const here = members.filter((member) => stateOf(member) !== 'offline');
  const away = members.filter((member) => stateOf(member) === 'offline');
  return (
    <section className={classes.people}>
      {entry.members.length >= searchFrom && (
        <TextInput
          className={classes.search}
          size="xs"
          type="search"
          aria-label={t('details.search')}
          placeholder={t('details.search')}
          leftSection={<IconSearch size={14} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <Group title={t('details.here', { count: here.length })} members={here} />
      <Group title={t('details.offline', { count: away.length })} members={away} isOffline />
      {members.length === 0 && <p className={classes.facts}>{t('details.nobody')}</p>}
      {space.can.invite && (
        <Button
          component={Link}
          to={`/spaces/${space.id}`}
          variant="default"
          size="xs"
          mt="md"
          leftSection={<IconUserPlus size={16} />}
        >
          {t('details.addPeople')}
        </Button>
      )}
    </section>
  );
}

function Group(props: { title: string; members: SpaceMember[]; isOffline?: boolean }) {
  const { t } = useTranslation('chat');
  if (props.members.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>{props.title}</h3>
      <ul className={classes.list} data-offline={props.isOffline}>
        {props.members.map(({ person, role }) => (
          <li key={person.id}>
            <Link className={classes.person} to="/people" search={{ person: person.id }}>
              <PersonAvatar person={person} size={28} presence />
              <span className={classes.name}>{person.displayName}</span>
              {role !== 'member' && <span className={classes.role}>{t(`details.role.${role}`)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
