import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArchive, IconDots, IconLink, IconPencil, IconVideo } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveMeeting, type MyMeeting } from '#shared/contract/meetings.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { useFormats } from '../../app/time.ts';
import { toast } from '../../app/toast.ts';
import { copyMeetingLink } from '../call/meeting-link.ts';
import classes from './MeetingRow.module.css';
import { dropMeeting } from './use-meetings.ts';
import { useSpaceName } from './use-spaces.ts';

/** One meeting: where it belongs, who is in it now, the way in. */
export function MeetingRow({ meeting, edit }: { meeting: MyMeeting; edit: () => void }) {
  const { t } = useTranslation('meetings');
  const { date } = useFormats();
  const space = useSpaceName(meeting.spaceId);
  const live = meeting.live.count > 0;
  const about = [
    live ? t('list.liveCount', { count: meeting.live.count }) : date(meeting.createdAt),
    space,
    meeting.code,
  ].filter((part) => part !== undefined);
  const copyLink = async () => {
    if (await copyMeetingLink(meeting.code)) toast(t('list.linkCopied'));
  };
  return (
    <li className={classes.row} data-live={live}>
      <span className={classes.icon}>
        <IconVideo size={20} aria-hidden="true" />
      </span>
      <div className={classes.words}>
        <Link to="/m/$code" params={{ code: meeting.code }} className={classes.title}>
          {meeting.title}
        </Link>
        <p className={classes.about}>{about.join(' · ')}</p>
      </div>
      {live && (
        <span className={classes.faces} aria-hidden="true">
          {meeting.live.people.slice(0, 4).map((person) => (
            <span key={person.id} className={classes.face}>
              <PersonAvatar person={person} size={26} />
            </span>
          ))}
        </span>
      )}
      <div className={classes.actions}>
        <Tooltip label={t('list.copyLink')}>
          <ActionIcon
            size="lg"
            aria-label={t('list.copyLinkOf', { title: meeting.title })}
            onClick={() => void copyLink()}
          >
            <IconLink size={18} />
          </ActionIcon>
        </Tooltip>
        {meeting.can.manage && <RowMenu meeting={meeting} edit={edit} />}
        <Button
          className={classes.join}
          variant={live ? 'filled' : 'default'}
          renderRoot={(props) => <Link to="/m/$code" params={{ code: meeting.code }} {...props} />}
          aria-label={t('list.joinOf', { title: meeting.title })}
        >
          {t('list.join')}
        </Button>
      </div>
    </li>
  );
}

function RowMenu({ meeting, edit }: { meeting: MyMeeting; edit: () => void }) {
  const { t } = useTranslation('meetings');
  const [asking, setAsking] = useState(false);
  const archive = async () => {
    await hub.call(archiveMeeting, { meetingId: meeting.id });
    dropMeeting(meeting.id);
    toast(t('list.archived'));
  };
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t('list.actionsOf', { title: meeting.title })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
            {t('list.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArchive size={16} />} color="red" onClick={() => setAsking(true)}>
            {t('list.archive')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('list.archiveTitle', { title: meeting.title })}
        confirm={t('list.archive')}
        danger
        onConfirm={archive}
        onClose={() => setAsking(false)}
      >
        {t('list.archiveText')}
      </ConfirmDialog>
    </>
  );
}
