import {
  IconHandStop,
  IconMicrophoneOff,
  IconPin,
  IconPinnedOff,
  IconScreenShare,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { sends } from '../core/room-state.ts';
import { personOf, type Tile } from '../core/tiles.ts';
import { devices } from '../devices.ts';
import { QualityMark } from './QualityMark.tsx';
import classes from './TileView.module.css';
import { TrackVideo } from './TrackVideo.tsx';
import { useCall, useCallState } from './use-call.ts';

type Props = {
  tile: Tile;
  /** Where it stands decides how much it says. */
  place: 'grid' | 'stage' | 'strip' | 'floating';
  pinned?: boolean;
  onPin?: (() => void) | undefined;
};

/** One picture of the call with its name. */
export function TileView({ tile, place, pinned = false, onPin }: Props) {
  const { t } = useTranslation('meetings');
  const root = useRef<HTMLDivElement>(null);
  const call = useCall();
  const track = useTileTrack(tile);
  const mirror = useStore(devices.store, ({ choices }) => choices.mirror);
  const { spot, participant, self, kind } = tile;
  const name = nameOf(tile, t('tile.you'));
  useEffect(() => {
    if (spot && root.current) return call.views.watch(root.current, spot);
  }, [call, spot]);
  return (
    <div
      ref={root}
      className={classes.tile}
      data-place={place}
      data-kind={kind}
      data-away={!participant.connected}
      role="group"
      aria-label={kind === 'screen' ? t('tile.screenOf', { name }) : name}
    >
      <div className={classes.face}>
        {kind === 'face' ? (
          <span className={classes.avatar}>
            <PersonAvatar person={personOf(tile)} size={96} />
          </span>
        ) : (
          <OwnScreen tile={tile} />
        )}
      </div>
      {track && (
        <TrackVideo
          track={track}
          mirrored={self && kind === 'face' && mirror}
          fit={kind === 'screen' ? 'contain' : 'cover'}
        />
      )}
      {kind === 'face' && <Ring tile={tile} />}
      <Hand tile={tile} />
      <div className={classes.label}>
        <Marks tile={tile} />
        <span className={classes.name}>{kind === 'screen' ? t('tile.screenOf', { name }) : name}</span>
        {kind === 'face' && place !== 'floating' && <QualityMark participantId={participant.id} />}
      </div>
      {!participant.connected && !self && <span className={classes.away}>{t('tile.away')}</span>}
      {onPin && (
        <button
          type="button"
          className={classes.pin}
          aria-label={t(pinned ? 'tile.unpin' : 'tile.pin', { name })}
          aria-pressed={pinned}
          onClick={onPin}
        >
          {pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
        </button>
      )}
    </div>
  );
}

const nameOf = ({ participant, self }: Tile, you: string): string =>
  self ? you : participant.person.displayName;

/** The picture to show: received, or one's own straight from the device. */
function useTileTrack({ kind, self, spot, participant }: Tile): MediaStreamTrack | undefined {
  const received = useCallState(({ tracks }) => (spot ? tracks.get(spot) : undefined));
  const camera = useStore(devices.store, (state) =>
    state.camera.kind === 'on' ? state.camera.track : undefined,
  );
  if (self) return kind === 'face' ? camera : undefined;
  return kind === 'screen' || sends(participant, 'camera') ? received : undefined;
}

function Marks({ tile: { participant, kind, self } }: { tile: Tile }) {
  const { t } = useTranslation('meetings');
  const mutedHere = useCallState((state) => state.mutedHere.has(participant.id));
  const microphoneOn = useStore(devices.store, ({ choices }) => choices.microphoneOn);
  if (kind === 'screen') return <IconScreenShare size={14} aria-hidden="true" />;
  if (mutedHere) return <IconVolumeOff size={14} aria-label={t('tile.mutedHere')} role="img" />;
  const silent = self
    ? !microphoneOn || !sends(participant, 'microphone')
    : !sends(participant, 'microphone');
  return silent ? (
    <IconMicrophoneOff className={classes.muted} size={14} aria-label={t('tile.muted')} role="img" />
  ) : null;
}

/** One's own screen is not shown in itself: that would be a hall of mirrors. */
function OwnScreen({ tile: { ownScreenId } }: { tile: Tile }) {
  const { t } = useTranslation('meetings');
  const call = useCall();
  if (ownScreenId === undefined) return <IconScreenShare size={32} aria-hidden="true" />;
  return (
    <div className={classes.own}>
      <IconScreenShare size={32} aria-hidden="true" />
      <p>{t('tile.sharing')}</p>
      <button type="button" className={classes.stop} onClick={() => call.stopScreen(ownScreenId)}>
        {t('bar.shareStop')}
      </button>
    </div>
  );
}

/** Lights up with the voice, moved by one loop for all tiles. */
function Ring({ tile: { participant } }: { tile: Tile }) {
  const ring = useRef<HTMLSpanElement>(null);
  const { levels } = useCall();
  const { id } = participant;
  useEffect(() => {
    if (ring.current) return levels.attach(id, ring.current);
  }, [levels, id]);
  return <span ref={ring} className={classes.ring} aria-hidden="true" />;
}

function Hand({ tile: { participant, kind } }: { tile: Tile }) {
  const { t } = useTranslation('meetings');
  if (kind === 'screen' || participant.handRaisedAt === null) return null;
  return (
    <span className={classes.hand} role="img" aria-label={t('tile.hand')}>
      <IconHandStop size={18} />
    </span>
  );
}
