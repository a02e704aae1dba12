import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconCheck,
  IconDots,
  IconHandStop,
  IconLink,
  IconMicrophone,
  IconMicrophoneOff,
  IconScreenShare,
  IconVideoOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { Details } from '../../app/Page.tsx';
import { toastError } from '../../app/toast.ts';
import { type Member, raisedHands, sends } from '../core/room-state.ts';
import classes from './PeoplePanel.module.css';
import { useCall, useCallState, useIsHost } from './use-call.ts';
import { useCopyLink } from './use-copy-link.ts';
import type { Knocks } from './use-knocks.ts';

/** Who is here, who waits, whose hand is up; what a host may do with each. */
export function PeoplePanel({ knocks, close }: { knocks: Knocks; close: () => void }) {
  const { t } = useTranslation('meetings');
  const { meeting, participantId } = useCall();
  const room = useCallState((state) => state.room);
  const hands = room ? raisedHands(room) : [];
  const people = room?.participants ?? [];
  const rest = people.filter(({ handRaisedAt }) => handRaisedAt === null);
  const { copied, copy } = useCopyLink(meeting.code);
  return (
    <Details title={t('people.title', { count: people.length })} onClose={close}>
      <div className={classes.panel}>
        {knocks.waiting.length > 0 && <Waiting knocks={knocks} />}
        {hands.length > 0 && (
          <section aria-label={t('people.hands')}>
            <h3 className={classes.group}>{t('people.hands')}</h3>
            <ol className={classes.list}>
              {hands.map((one) => (
                <Row key={one.id} participant={one} self={one.id === participantId} />
              ))}
            </ol>
          </section>
        )}
        <section aria-label={t('people.inCall')}>
          <h3 className={classes.group}>{t('people.inCall')}</h3>
          <ul className={classes.list}>
            {rest.map((one) => (
              <Row key={one.id} participant={one} self={one.id === participantId} />
            ))}
          </ul>
        </section>
        <Button
          className={classes.invite}
          variant="default"
          leftSection={copied ? <IconCheck size={16} /> : <IconLink size={16} />}
          onClick={copy}
        >
          {t(copied ? 'list.linkCopied' : 'list.copyLink')}
        </Button>
      </div>
    </Details>
  );
}

function Waiting({ knocks: { waiting, answer } }: { knocks: Knocks }) {
  const { t } = useTranslation('meetings');
  return (
    <section className={classes.waiting} aria-label={t('lobby.waiting')}>
      <div className={classes.groupLine}>
        <h3 className={classes.group}>{t('lobby.waiting')}</h3>
        {waiting.length > 1 && (
          <Button size="compact-xs" variant="subtle" onClick={() => answer(waiting, true)}>
            {t('lobby.admitAll')}
          </Button>
        )}
      </div>
      <ul className={classes.list}>
        {waiting.map((person) => (
          <li key={person.id} className={classes.row}>
            <PersonAvatar person={person} size={32} />
            <span className={classes.name}>{person.displayName}</span>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('lobby.denyName', { name: person.displayName })}
              onClick={() => answer([person], false)}
            >
              {t('lobby.deny')}
            </Button>
            <Button
              size="compact-sm"
              aria-label={t('lobby.admitName', { name: person.displayName })}
              onClick={() => answer([person], true)}
            >
              {t('lobby.admit')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ participant, self }: { participant: Member; self: boolean }) {
  const { t } = useTranslation('meetings');
  const { person, role, connected, handRaisedAt } = participant;
  const microphone = sends(participant, 'microphone');
  const about = [
    self ? t('tile.you') : undefined,
    role === 'host' ? t('people.host') : undefined,
    person.kind === 'guest' ? t('people.guest') : undefined,
    connected ? undefined : t('tile.away'),
  ].filter((part) => part !== undefined);
  return (
    <li className={classes.row}>
      <PersonAvatar person={person} size={32} />
      <span className={classes.words}>
        <span className={classes.name}>{person.displayName}</span>
        {about.length > 0 && <span className={classes.about}>{about.join(' · ')}</span>}
      </span>
      <span className={classes.marks}>
        {handRaisedAt !== null && (
          <IconHandStop className={classes.hand} size={18} role="img" aria-label={t('tile.hand')} />
        )}
        {sends(participant, 'screen') && (
          <IconScreenShare size={18} role="img" aria-label={t('people.shares')} />
        )}
        {!sends(participant, 'camera') && (
          <IconVideoOff size={18} role="img" aria-label={t('people.noCamera')} />
        )}
        {microphone ? (
          <IconMicrophone size={18} role="img" aria-label={t('people.microphoneOn')} />
        ) : (
          <IconMicrophoneOff size={18} role="img" aria-label={t('tile.muted')} />
        )}
      </span>
      {self ? <span className={classes.noMenu} /> : <RowMenu participant={participant} />}
    </li>
  );
}

function RowMenu({ participant }: { participant: Member }) {
  const { t } = useTranslation('meetings');
  const call = useCall();
  const host = useIsHost();
  const { id, person, role } = participant;
  const mutedHere = useCallState((state) => state.mutedHere.has(id));
  const name = person.displayName;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t('people.actions', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => call.muteHere(id, !mutedHere)}>
          {t(mutedHere ? 'people.unmuteHere' : 'people.muteHere')}
        </Menu.Item>
        {host && (
          <>
            <Menu.Divider />
            <Menu.Item
              disabled={!sends(participant, 'microphone')}
              onClick={() => call.mute(id).catch(toastError)}
            >
              {t('people.mute')}
            </Menu.Item>
            <Menu.Item
              onClick={() =>
                call.setRole(person.id, role === 'host' ? 'participant' : 'host').catch(toastError)
              }
            >
              {t(role === 'host' ? 'people.unmakeHost' : 'people.makeHost')}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => call.remove(id).catch(toastError)}>
              {t('people.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
