import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MyMeeting } from '#shared/contract/meetings.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { useMaybeMe } from '../../app/hub.ts';
import { Failure } from '../../app/Page.tsx';
import type { Entrance, EntranceState } from '../core/entrance.core.ts';
import { type DevicesState, isWanted } from '../core/devices.core.ts';
import { devices } from '../devices.ts';
import { DevicePickers } from './DevicePickers.tsx';
import classes from './Door.module.css';
import { Preview } from './Preview.tsx';
import { Dots } from './Returning.tsx';
import { usePeek } from './use-guest.ts';

type Props = { meeting: MyMeeting; entrance: Entrance; state: EntranceState };

/** The mirror before the call: one's own picture, the devices, who is there, one big button. */
export function PreJoin({ meeting, entrance, state }: Props) {
  const me = useMaybeMe();
  return (
    <div className={classes.columns}>
      <div className={classes.mirror}>
        <Preview name={me?.displayName ?? ''} />
        <DevicePickers />
      </div>
      <div className={classes.words}>
        <h1 className={classes.title} tabIndex={-1} data-page-title>
          {meeting.title}
        </h1>
        {state.kind === 'waiting' ? (
          <Waiting entrance={entrance} />
        ) : (
          <Ready meeting={meeting} entrance={entrance} state={state} />
        )}
      </div>
    </div>
  );
}

function Ready({ meeting, entrance, state }: Props) {
  const { t } = useTranslation('meetings');
  const sent = useStore(devices.store, whatIsSent);
  const busy = state.kind === 'knocking' || state.kind === 'admitted';
  const me = useMaybeMe();
  const mustKnock = meeting.lobby && me?.kind === 'guest' && meeting.role !== 'host';
  return (
    <>
      {me?.kind === 'guest' ? <HowMany code={meeting.code} /> : <WhoIsThere meeting={meeting} />}
      <div className={classes.actions}>
        <Button className={classes.join} loading={busy} onClick={() => void entrance.enter()} data-autofocus>
          {t(mustKnock ? 'join.knock' : 'join.join')}
        </Button>
        <p className={classes.with}>{t(`join.with.${sent}`)}</p>
      </div>
      <div aria-live="polite">
        {state.kind === 'denied' && (
          <div role="alert">
            <p className={classes.waitingTitle}>{t('join.deniedTitle')}</p>
            <p className={classes.soft}>{t('join.deniedText')}</p>
          </div>
        )}
        {state.kind === 'failed' && (
          <Failure error={state.error} onRetry={() => void entrance.enter()} compact />
        )}
      </div>
    </>
  );
}

/** Somebody who is not in yet learns how many there are, not who. */
function HowMany({ code }: { code: string }) {
  const { t } = useTranslation('meetings');
  const { data } = usePeek(code);
  return <p className={classes.people}>{data && t('join.liveCount', { count: data.liveCount })}</p>;
}

function WhoIsThere({ meeting: { live } }: { meeting: MyMeeting }) {
  const { t } = useTranslation('meetings');
  const [first, second] = live.people;
  const others = live.count - 2;
  const sentence =
    live.count === 0 || !first
      ? t('join.nobody')
      : !second
        ? t('join.one', { name: first.displayName })
        : others <= 0
          ? t('join.two', { first: first.displayName, second: second.displayName })
          : t('join.more', { first: first.displayName, second: second.displayName, count: others });
  return (
    <div className={classes.people}>
      {live.people.length > 0 && (
        <span className={classes.faces}>
          {live.people.slice(0, 4).map((person) => (
            <span key={person.id} className={classes.face}>
              <PersonAvatar person={person} size={30} />
            </span>
          ))}
        </span>
      )}
      <span>{sentence}</span>
    </div>
  );
}

function Waiting({ entrance }: { entrance: Entrance }) {
  const { t } = useTranslation('meetings');
  return (
    <>
      <div className={classes.waiting} role="status">
        <Dots />
        <div>
          <p className={classes.waitingTitle}>{t('lobby.waitingTitle')}</p>
          <p className={classes.soft}>{t('lobby.waitingText')}</p>
        </div>
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => entrance.stopWaiting()}>
          {t('lobby.leave')}
        </Button>
      </div>
    </>
  );
}

type Sent = 'both' | 'microphone' | 'camera' | 'none';

function whatIsSent(state: DevicesState): Sent {
  const microphone = isWanted(state, 'microphone') && state.microphone.kind === 'on';
  const camera = isWanted(state, 'camera') && state.camera.kind === 'on';
  if (microphone && camera) return 'both';
  if (microphone) return 'microphone';
  return camera ? 'camera' : 'none';
}
