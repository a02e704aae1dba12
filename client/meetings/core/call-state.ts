import type { ParticipantId } from '#shared/contract/ids.ts';
import type { OwnScreen } from './own-media.ts';
import type { QualityReport } from './quality-watch.ts';
import type { RecoveryCause } from './recovery.ts';
import type { RoomNews } from './room-news.ts';
import type { RoomState, Spot } from './room-state.ts';

export type EndReason = 'left' | 'removed' | 'taken' | 'denied' | 'lost' | 'refused';
export type Phase =
  | { kind: 'idle' }
  | { kind: 'joining' }
  | { kind: 'live' }
  | { kind: 'recovering'; cause: RecoveryCause; since: number }
  | { kind: 'ended'; reason: EndReason };

export type CallState = {
  phase: Phase;
  room: RoomState | undefined;
  /** What is received now. */
  tracks: ReadonlyMap<Spot, MediaStreamTrack>;
  screens: readonly OwnScreen[];
  quality: ReadonlyMap<ParticipantId, QualityReport>;
  /** Who has the stage in the speaker layout. */
  speaker: ParticipantId | undefined;
  mutedHere: ReadonlySet<ParticipantId>;
  soundBlocked: boolean;
  talkingWhileMuted: boolean;
};
export type CallNews =
  | RoomNews
  | { kind: 'mutedByHost' }
  | { kind: 'recovered' }
  | { kind: 'problem'; error: unknown };

export const beforeTheCall = (): CallState => ({
  phase: { kind: 'idle' },
  room: undefined,
  tracks: new Map(),
  screens: [],
  quality: new Map(),
  speaker: undefined,
  mutedHere: new Set(),
  soundBlocked: false,
  talkingWhileMuted: false,
});
