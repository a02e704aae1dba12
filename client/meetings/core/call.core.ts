import { createStore } from 'zustand/vanilla';
import type { HubClient } from '#shared/client.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ParticipantId, PersonId } from '#shared/contract/ids.ts';
import { getRoom, muteParticipant, removeParticipant } from '#shared/contract/media.ts';
import { type MeetingRole, type MyMeeting, setMeetingRole } from '#shared/contract/meetings.ts';
import { createAudioSink } from './audio-sink.ts';
import { listenToHub } from './call-ears.ts';
import { beforeTheCall, type CallNews, type CallState, type EndReason } from './call-state.ts';
import type { Devices } from './devices.core.ts';
import { createHearing } from './hearing.ts';
import { createLevels } from './levels.ts';
import type { LiveMedia } from './live-media.ts';
import type { Direction, TransportState } from './media-session.ts';
import { createMedias } from './medias.ts';
import { createMoves } from './moves.ts';
import type { Near } from './nearness.ts';
import { createOwnMedia } from './own-media.ts';
import type { Incoming } from './receiving.ts';
import { createRecovery, judgeFailure } from './recovery.ts';
import { createRoomFeed } from './room-feed.ts';
import { roomNews } from './room-news.ts';
import { noParts, type RoomParts } from './room-parts.ts';
import { roomOf, type Spot } from './room-state.ts';
import { createShownStreams } from './shown-streams.ts';
import { createViews } from './views.ts';

type CallOptions = {
  hub: HubClient;
  devices: Devices;
  meeting: MyMeeting;
  participantId: ParticipantId;
  /** How far the regions are, as far as that is known at the moment of a join. */
  near: () => Near | undefined;
};
/** One person's part in one meeting, from the click on "join" to the end; it survives everything in between. */
export function createCall({ hub, devices, meeting, participantId, near }: CallOptions) {
  const here = { meetingId: meeting.id, participantId };
  const store = createStore<CallState>(beforeTheCall);
  const newsListeners = new Set<(news: CallNews) => void>();
  const levels = createLevels();
  const hear = createHearing({
    self: participantId,
    levels,
    changed: (speaker) => store.setState({ speaker }),
  });
  const sink = createAudioSink({ blocked: (soundBlocked) => store.setState({ soundBlocked }) });
  const views = createViews(tune);
  const own = createOwnMedia({ devices, store });
  const feed = createRoomFeed({
    fetch: () => hub.call(getRoom, { meetingId: meeting.id }),
    changed: follow,
  });
  const medias = createMedias({
    hub,
    here,
    near,
    views,
    isMuted: (id) => store.getState().mutedHere.has(id),
    heard: feed.take,
    changed: () => shown.update(),
    stateChanged,
    failed,
    measured: (quality) => store.setState({ quality }),
  });
  const shown = createShownStreams({
    medias: medias.all,
    room: () => store.getState().room,
    changed: show,
  });
  const moves = createMoves<LiveMedia>({
    open: () => open(true),
    current: medias.current,
    isConnected: (media) => media.isConnected(),
    isReady: shown.isCarriedBy,
    swap: medias.carriedBy,
    discard: (media) => {
      medias.discard(media);
      own.attach(medias.all().map(({ sending }) => sending));
    },
  });
  const recovery = createRecovery({
    isOnline: () => hub.state === 'online',
    resume: () => medias.resume(lost),
    rejoin: enter,
    restartIce: async (direction) => medias.current()?.session.restart(direction),
    isConnected: (direction) => isUsable(medias.current()?.session.stateOf(direction)),
    changed: (state) => {
      const before = store.getState().phase.kind;
      if (before === 'ended') return;
      store.setState({ phase: state });
      if (state.kind === 'live') {
        medias.current()?.sending.settle();
        medias.current()?.receiving.settle();
        if (before === 'recovering') announce({ kind: 'recovered' });
      }
    },
    gaveUp: (error) => end(error instanceof AppError && error.code === 'forbidden' ? 'denied' : 'lost'),
  });
  let parts = noParts;
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
      feed.close();
      store.setState({ phase: { kind: 'idle' }, room: undefined });
      throw error;
    }
    if (store.getState().phase.kind === 'joining') store.setState({ phase: { kind: 'live' } });
  }

  /** Enters the room and replaces whatever media there was; a move that is under way does that already. */
  async function enter(): Promise<void> {
    if (await moves.hurry()) return;
    own.attach([]);
    medias.closeAll();
    medias.carriedBy(await open(false));
  }

  /** One entry into the room. Sound and picture start in parallel both ways. */
  async function open(moving: boolean): Promise<LiveMedia> {
    const raised = (self()?.handRaisedAt ?? null) !== null;
    const media = await medias.open(moving);
    if (isOver()) {
      medias.leaveAll();
      medias.closeAll();
      throw new AppError('conflict', 'The call is over.');
    }
    const { room } = store.getState();
    if (room) media.receiving.update(room);
    own.attach(medias.all().map(({ sending }) => sending));
    if (raised) void medias.raiseHand(true).catch(() => undefined);
    return media;
  }

  const self = () => store.getState().room?.participants.find(({ id }) => id === participantId);

  /** The node wants to be left: also when it is the one that a move under way leads to. */
  async function moveFrom(node: NodeId): Promise<void> {
    const isAsked = () => medias.current()?.ids.node === node && store.getState().phase.kind === 'live';
    if (medias.on(node).length > 0 && !isAsked()) await moves.done();
    if (isAsked()) await moves.move();
  }

  function failed(media: LiveMedia, error: unknown, key?: string): void {
    const verdict = judgeFailure(error);
    if (media !== medias.current()) {
      if (verdict !== 'passing') moves.broke(media);
      return;
    }
    recovery.commandFailed(error);
    if (verdict !== 'refused') return;
    if (key !== undefined) own.refused(key);
    announce({ kind: 'problem', error });
  }

  function stateChanged(media: LiveMedia, direction: Direction, state: TransportState): void {
    if (media !== medias.current()) {
      if (state === 'failed') moves.broke(media);
    } else if (state === 'connected') recovery.mediaConnected(direction);
    else if (state === 'disconnected' || state === 'failed') recovery.mediaLost(direction);
  }

  /** What this entry held is of the past. */
  function lost(media: LiveMedia): void {
    if (media === medias.current()) recovery.roomLost();
    else moves.broke(media);
  }

  // --- following ---------------------------------------------------------------------------------

  function listen(): (() => void)[] {
    return [
      listenToHub(hub, here, {
        roomChanged: feed.receive,
        partsChanged: feed.hearNodes,
        interrupted,
        speakersChanged: hear,
        streamsCut: (node, from) => {
          for (const { receiving } of medias.on(node)) receiving.askAnewFrom(from);
        },
        moveAsked: (node) => void moveFrom(node),
        moderated: moderate,
      }),
      hub.onState((state) => {
        if (state === 'reconnecting') recovery.connectionLost();
        if (state === 'online') void catchUp();
        if (state === 'refused') end('refused');
      }),
      devices.store.subscribe(({ choices }) => sink.setSpeaker(choices.speaker?.id)),
    ];
  }

  /** Events may have been lost while the connection stood, and so may the seat: it is taken back before anybody misses it. */
  async function catchUp(): Promise<void> {
    feed.ask();
    if (store.getState().phase.kind !== 'live') return;
    try {
      if ((await medias.resume(lost)) === 'gone') return recovery.roomLost();
      for (const { receiving } of medias.all()) receiving.settle();
    } catch {
      recovery.connectionLost();
    }
  }

  /** The word may come late, when this tab is in the new part already. */
  function interrupted(node: NodeId, epoch: string | null): void {
    if (epoch === null) {
      feed.lose(node);
      hear(node, []);
    } else feed.ask();
    for (const media of medias.on(node)) if (media.epoch !== epoch) lost(media);
  }

  function follow(next: RoomParts): void {
    const before = store.getState().room;
    const room = roomOf(next, before);
    const epochs = (node: NodeId) => [parts, next].map((one) => one.parts.get(node)?.epoch);
    const replaced = medias.all().filter(({ ids, epoch }) => {
      const [was, is] = epochs(ids.node);
      return was === epoch && is !== undefined && is !== epoch;
    });
    parts = next;
    store.setState({ room });
    for (const media of medias.all()) media.receiving.update(room);
    shown.update();
    for (const media of replaced) lost(media);
    if (before) for (const news of roomNews(before, room, participantId)) announce(news);
  }

  function show(streams: ReadonlyMap<Spot, Incoming>): void {
    const all = [...streams];
    store.setState({ tracks: new Map(all.map(([spot, { consumer }]) => [spot, consumer.track])) });
    sink.show(
      all
        .filter(([, { consumer }]) => consumer.kind === 'audio')
        .map(([spot, { participantId: from, consumer }]) => ({
          spot,
          participantId: from,
          track: consumer.track,
        })),
    );
  }

  function tune(): void {
    for (const { receiving } of medias.all()) receiving.tune();
  }

  function moderate(action: 'muted' | 'removed' | 'taken'): void {
    if (action !== 'muted') return end(action);
    for (const { sending } of medias.all()) sending.pausedByHub('microphone');
    void devices.setWanted('microphone', false);
    announce({ kind: 'mutedByHost' });
  }

  function announce(news: CallNews): void {
    for (const listener of newsListeners) listener(news);
  }

  // --- ending ------------------------------------------------------------------------------------

  const isOver = () => store.getState().phase.kind === 'ended';

  function end(reason: EndReason): void {
    if (isOver()) return;
    store.setState({ phase: { kind: 'ended', reason } });
    for (const stop of stops) stop();
    recovery.close();
    moves.close();
    feed.close();
    own.attach([]);
    medias.closeAll();
    shown.close();
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
      if (hub.state === 'online') medias.leaveAll();
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
      tune();
    },
    raiseHand: medias.raiseHand,
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
