import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ParticipantId, PersonId, ProducerId } from '#shared/contract/ids.ts';
import {
  getRoom,
  joinRoom,
  leaveRoom,
  moderated,
  muteParticipant,
  raiseHand,
  removeParticipant,
  resumeRoom,
  roomChanged,
  roomInterrupted,
  speakersChanged,
} from '#shared/contract/media.ts';
import { knock, type MeetingRole, type MyMeeting, setMeetingRole } from '#shared/contract/meetings.ts';
import { createAudioSink } from './audio-sink.ts';
import type { Devices } from './devices.core.ts';
import { createLevels } from './levels.ts';
import { type LiveMedia, openLiveMedia } from './live-media.ts';
import type { Direction, TransportState } from './media-session.ts';
import { createOwnMedia, type OwnScreen } from './own-media.ts';
import type { QualityReport } from './quality-watch.ts';
import { createRecovery, judgeFailure, type RecoveryCause } from './recovery.ts';
import { createRoomFeed } from './room-feed.ts';
import { type RoomNews, type RoomState, roomNews } from './room-state.ts';
import { nextDominance, nobody } from './speakers.ts';
import { createViews } from './views.ts';

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
  /** What is received now, by the producer it comes from. */
  tracks: ReadonlyMap<ProducerId, MediaStreamTrack>;
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

type CallOptions = { hub: HubClient; devices: Devices; meeting: MyMeeting; participantId: ParticipantId };
/** One person's part in one meeting, from the click on "join" to the end; it survives everything in between. */
export function createCall({ hub, devices, meeting, participantId }: CallOptions) {
  const ids = { meetingId: meeting.id, participantId };
  const store = createStore<CallState>(() => ({
    phase: { kind: 'idle' },
    room: undefined,
    tracks: new Map(),
    screens: [],
    quality: new Map(),
    speaker: undefined,
    mutedHere: new Set(),
    soundBlocked: false,
    talkingWhileMuted: false,
  }));
  const newsListeners = new Set<(news: CallNews) => void>();
  const levels = createLevels();
  const sink = createAudioSink({ blocked: (soundBlocked) => store.setState({ soundBlocked }) });
  const views = createViews(() => live?.receiving.tune());
  const own = createOwnMedia({ devices, store });
  const feed = createRoomFeed({
    fetch: () => hub.call(getRoom, { meetingId: meeting.id }),
    changed: follow,
    rebuilt: () => recovery.roomLost(),
  });
  const recovery = createRecovery({
    isOnline: () => hub.state === 'online',
    resume,
    rejoin: enter,
    restartIce: async (direction) => live?.session.restart(direction),
    isConnected: (direction) => isUsable(live?.session.stateOf(direction)),
    changed: (state) => {
      const before = store.getState().phase.kind;
      if (before === 'ended') return;
      store.setState({ phase: state });
      if (state.kind === 'live') {
        live?.sending.settle();
        live?.receiving.settle();
        if (before === 'recovering') announce({ kind: 'recovered' });
      }
    },
    gaveUp: (error) => end(error instanceof AppError && error.code === 'forbidden' ? 'denied' : 'lost'),
  });
  let live: LiveMedia | undefined;
  let dominance = nobody;
  let stops: (() => void)[] = [];

  // --- entering ----------------------------------------------------------------------------------

  async function join(): Promise<void> {
    if (store.getState().phase.kind !== 'idle') return;
    store.setState({ phase: { kind: 'joining' } });
    stops = listen();
    sink.setSpeaker(devices.store.getState().choices.speaker?.id);
    void devices.open();
    try {
      await enter();
    } catch (error) {
      for (const stop of stops) stop();
      devices.close();
      feed.clear();
      store.setState({ phase: { kind: 'idle' } });
      throw error;
    }
    if (store.getState().phase.kind === 'joining') store.setState({ phase: { kind: 'live' } });
  }

  /** Enters the room and replaces whatever media there was. Sound and picture start in parallel both ways. */
  async function enter(): Promise<void> {
    drop();
    feed.clear();
    const answer = await askToEnter();
    const opened = await openLiveMedia({
      hub,
      ids,
      answer,
      views,
      stateChanged,
      isMuted: (id) => store.getState().mutedHere.has(id),
      streamsChanged: showStreams,
      measured: (quality) => store.setState({ quality }),
      failed,
    });
    if (isOver()) return opened.close();
    live = opened;
    feed.reset(answer.room);
    own.attach(opened.sending);
  }

  function failed(error: unknown, key?: string): void {
    recovery.commandFailed(error);
    if (judgeFailure(error) !== 'refused') return;
    if (key !== undefined) own.refused(key);
    announce({ kind: 'problem', error });
  }

  /** An admission may be forgotten by a restarted hub: knocking again renews it. */
  async function askToEnter() {
    try {
      return await hub.call(joinRoom, ids);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'forbidden') throw error;
      const { state } = await hub.call(knock, { meetingId: meeting.id });
      if (state === 'denied') throw error;
      if (state === 'waiting') throw new AppError('unavailable', 'Waiting to be let in again.');
      return hub.call(joinRoom, ids);
    }
  }

  async function resume(): Promise<'resumed' | 'gone'> {
    try {
      const { room } = await hub.call(resumeRoom, ids);
      if (!live || live.session.closed || store.getState().room?.epoch !== room.epoch) return 'gone';
      feed.reset(room);
      return 'resumed';
    } catch (error) {
      if (error instanceof AppError && ['notFound', 'conflict', 'forbidden'].includes(error.code))
        return 'gone';
      throw error;
    }
  }

  function stateChanged(direction: Direction, state: TransportState): void {
    if (state === 'connected') recovery.mediaConnected(direction);
    if (state === 'disconnected' || state === 'failed') recovery.mediaLost(direction);
  }

  // --- following ---------------------------------------------------------------------------------

  function listen(): (() => void)[] {
    const mine = <P extends { meetingId: string }>(act: (payload: P) => void) => {
      return (payload: P) => {
        if (payload.meetingId === meeting.id) act(payload);
      };
    };
    return [
      hub.on(roomChanged, mine(feed.receive)),
      hub.on(
        roomInterrupted,
        // The word may come late, when this tab is in the new room already.
        mine(({ epoch }) => {
          if (epoch !== store.getState().room?.epoch) recovery.roomLost();
        }),
      ),
      hub.on(
        speakersChanged,
        mine(({ speakers }) => hear(speakers)),
      ),
      hub.on(
        moderated,
        mine((event) => {
          if (event.participantId === participantId) moderate(event.action);
        }),
      ),
      hub.onState((state) => {
        if (state === 'reconnecting') recovery.connectionLost();
        if (state === 'online') feed.check();
        if (state === 'refused') end('refused');
      }),
      devices.store.subscribe(({ choices }) => sink.setSpeaker(choices.speaker?.id)),
    ];
  }

  function follow(room: RoomState): void {
    const before = store.getState().room;
    store.setState({ room });
    live?.receiving.update(room);
    if (before) for (const news of roomNews(before, room, participantId)) announce(news);
  }

  function showStreams(): void {
    const streams = live?.receiving.streams() ?? [];
    store.setState({
      tracks: new Map(streams.map(({ producerId, consumer }) => [producerId, consumer.track])),
    });
    sink.show(
      streams
        .filter(({ consumer }) => consumer.kind === 'audio')
        .map(({ producerId, participantId: from, consumer }) => ({
          producerId,
          participantId: from,
          track: consumer.track,
        })),
    );
  }

  function hear(speakers: readonly { participantId: ParticipantId; level: number }[]): void {
    levels.set(speakers);
    const others = speakers.filter((one) => one.participantId !== participantId);
    dominance = nextDominance(dominance, others, performance.now());
    if (dominance.current !== store.getState().speaker) store.setState({ speaker: dominance.current });
  }

  function moderate(action: 'muted' | 'removed' | 'taken'): void {
    if (action !== 'muted') return end(action);
    live?.sending.pausedByHub('microphone');
    void devices.setWanted('microphone', false);
    announce({ kind: 'mutedByHost' });
  }

  function announce(news: CallNews): void {
    for (const listener of newsListeners) listener(news);
  }

  // --- ending ------------------------------------------------------------------------------------

  function drop(): void {
    own.attach(undefined);
    live?.close();
    live = undefined;
    showStreams();
  }

  const isOver = () => store.getState().phase.kind === 'ended';

  function end(reason: EndReason): void {
    if (isOver()) return;
    store.setState({ phase: { kind: 'ended', reason } });
    for (const stop of stops) stop();
    recovery.close();
    drop();
    own.close();
    devices.close();
    views.close();
    levels.close();
    sink.close();
    store.setState({ room: undefined, quality: new Map() });
  }

  return {
    meeting,
    participantId,
    devices,
    store,
    levels,
    views,
    join,
    onNews(listener: (news: CallNews) => void): () => void {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    leave(): void {
      if (hub.state === 'online') hub.call(leaveRoom, ids).catch(() => undefined);
      end('left');
    },
    shareScreen: own.shareScreen,
    stopScreen: own.stopScreen,
    unblockSound: sink.unblock,
    muteHere(id: ParticipantId, mute: boolean): void {
      const mutedHere = new Set(store.getState().mutedHere);
      if (mute) mutedHere.add(id);
      else mutedHere.delete(id);
      store.setState({ mutedHere });
      sink.setMuted(id, mute);
      live?.receiving.tune();
    },
    raiseHand: (raised: boolean) => hub.call(raiseHand, { ...ids, raised }),
    mute: (id: ParticipantId) => hub.call(muteParticipant, { meetingId: meeting.id, participantId: id }),
    remove: (id: ParticipantId) => hub.call(removeParticipant, { meetingId: meeting.id, participantId: id }),
    setRole: (personId: PersonId, role: MeetingRole) =>
      hub.call(setMeetingRole, { meetingId: meeting.id, personId, role }),
  };
}
export type Call = ReturnType<typeof createCall>;

/** New transports connect only when media flows: `new` is as good as connected. */
function isUsable(state: TransportState | undefined): boolean {
  return state === 'connected' || state === 'new' || state === 'connecting';
}
