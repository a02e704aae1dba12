import { createStore } from 'zustand/vanilla';
import {
  type Channel,
  channelChanged,
  channelRemoved,
  getChannel,
  listChannels,
  type Message,
  type MyChannel,
  markRead,
  maxUnread,
  readMarked,
} from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import {
  listSpaces,
  type MySpace,
  type Space,
  spaceChanged,
  spaceRemoved,
  spaceUpdated,
} from '#shared/contract/spaces.ts';
import type { HubPort } from '../app/hub-port.ts';

export type ChannelsState = {
  /** `ready` once the lists were read; they stay readable while a later reading is on its way or fails. */
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  spaces: ReadonlyMap<SpaceId, MySpace>;
  channels: ReadonlyMap<ChannelId, MyChannel>;
};
type Options = { hub: HubPort; me: () => PersonId | undefined };

const markDelayMs = 250;
const refreshDelayMs = 150;

/** The lists of spaces and channels with what is unread in each, kept up to date by events. */
export function createChannels({ hub, me }: Options) {
  const store = createStore<ChannelsState>(() => ({
    status: 'loading',
    error: undefined,
    spaces: new Map(),
    channels: new Map(),
  }));
  /** Read here, not yet told to the hub. */
  const unsaid = new Map<ChannelId, number>();
  const stale = new Set<ChannelId>();
  let markTimer: ReturnType<typeof setTimeout> | undefined;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;

  const find = (id: ChannelId) => store.getState().channels.get(id);
  const put = (channel: MyChannel) => putAll([channel]);

  function putAll(list: readonly MyChannel[]) {
    const channels = new Map(store.getState().channels);
    for (const channel of list) channels.set(channel.id, withMyReading(channel));
    store.setState({ channels });
  }

  /** The hub may not know yet what was read in this tab. */
  function withMyReading(channel: MyChannel): MyChannel {
    const position = unsaid.get(channel.id) ?? 0;
    return position > channel.readPosition ? readUpTo(channel, position) : channel;
  }

  async function refresh(): Promise<void> {
    try {
      const [{ spaces }, { channels }] = await Promise.all([
        hub.call(listSpaces, {}),
        hub.call(listChannels, {}),
      ]);
      // Channels of meetings are not in the list; those that are open stay.
      const others = [...store.getState().channels.values()].filter(({ spaceId }) => spaceId === null);
      store.setState({
        status: 'ready',
        error: undefined,
        spaces: new Map(spaces.map((space) => [space.id, space])),
        channels: new Map([...others, ...channels].map((channel) => [channel.id, withMyReading(channel)])),
      });
      for (const { id } of others) refreshSoon(id);
    } catch (error) {
      if (store.getState().status !== 'ready') store.setState({ status: 'failed', error });
    }
  }

  /** Asks for one channel's own numbers again; several wishes become one question. */
  function refreshSoon(id: ChannelId) {
    stale.add(id);
    staleTimer ??= setTimeout(() => {
      staleTimer = undefined;
      const ids = [...stale];
      stale.clear();
      // What fails here is asked again after the next connection.
      for (const channelId of ids) hub.call(getChannel, { channelId }).then(put, () => undefined);
    }, refreshDelayMs);
  }

  function noteMessage(message: Message) {
    const channel = find(message.channelId);
    if (channel === undefined || message.seq <= channel.lastSeq) return;
    const { counted, sure } = countMessage(channel, message, me());
    put(counted);
    if (!sure) refreshSoon(channel.id);
  }

  function mark(id: ChannelId, position: number) {
    const channel = find(id);
    if (channel === undefined || position <= channel.readPosition) return;
    unsaid.set(id, position);
    put(channel);
    markTimer ??= setTimeout(sayRead, markDelayMs);
  }

  function sayRead() {
    markTimer = undefined;
    for (const [channelId, position] of unsaid)
      hub.call(markRead, { channelId, position }).then(
        () => said(channelId, position),
        (error: unknown) => {
          const again =
            error instanceof AppError && ['unavailable', 'timeout', 'tooMany'].includes(error.code);
          if (!again) said(channelId, position);
        },
      );
  }

  function said(channelId: ChannelId, position: number) {
    if (unsaid.get(channelId) === position) unsaid.delete(channelId);
  }

  function remove(id: ChannelId) {
    const channels = new Map(store.getState().channels);
    if (channels.delete(id)) store.setState({ channels });
  }

  function takeFacts(channel: Channel) {
    const known = find(channel.id);
    if (known) put({ ...known, ...channel });
    else refreshSoon(channel.id);
  }

  function putSpace(space: MySpace) {
    const before = store.getState().spaces.get(space.id);
    store.setState({ spaces: new Map(store.getState().spaces).set(space.id, space) });
    const joined = space.role !== null && (before === undefined || before.role === null);
    if (joined || before?.role !== space.role) void refresh();
  }

  function takeSpaceFacts(space: Space) {
    const known = store.getState().spaces.get(space.id);
    if (known)
      store.setState({ spaces: new Map(store.getState().spaces).set(space.id, { ...known, ...space }) });
  }

  function removeSpace(id: SpaceId) {
    const spaces = new Map(store.getState().spaces);
    spaces.delete(id);
    const channels = [...store.getState().channels].filter(([, { spaceId }]) => spaceId !== id);
    store.setState({ spaces, channels: new Map(channels) });
  }

  const stops = [
    hub.on(channelChanged, ({ channel }) => takeFacts(channel)),
    hub.on(channelRemoved, (event) => remove(event.channelId)),
    hub.on(spaceChanged, ({ space }) => putSpace(space)),
    hub.on(spaceUpdated, ({ space }) => takeSpaceFacts(space)),
    hub.on(spaceRemoved, (event) => {
      removeSpace(event.spaceId);
      // A public space that was left can be joined again: it stays in the list of those to browse.
      void refresh();
    }),
    hub.on(readMarked, ({ channelId, ...marks }) => {
      const channel = find(channelId);
      if (channel === undefined || marks.readPosition < channel.readPosition) return;
      // Counted before messages that are here already: only the hub can tell what both make together.
      if (marks.lastSeq < channel.lastSeq) refreshSoon(channelId);
      else put({ ...channel, ...marks });
    }),
  ];

  return {
    store,
    find,
    put,
    refresh,
    noteMessage,
    markRead: mark,
    /** After a reconnection: what was read meanwhile is told now. */
    sayRead,
    /** Makes sure the channel is known: a meeting's channel, or one of a link. */
    async ensure(id: ChannelId): Promise<MyChannel> {
      const known = find(id) ?? (await hub.call(getChannel, { channelId: id }));
      if (find(id) === undefined) put(known);
      return known;
    },
    putSpace,
    close() {
      for (const stop of stops) stop();
      clearTimeout(markTimer);
      clearTimeout(staleTimer);
    },
  };
}
export type Channels = ReturnType<typeof createChannels>;

function readUpTo(channel: MyChannel, position: number): MyChannel {
  const all = position >= channel.lastPosition;
  return { ...channel, readPosition: position, ...(all ? { unread: 0, mentions: 0 } : {}) };
}

/** How a change of the stream moves the counters; `sure` false when only the hub can tell. */
export function countMessage(channel: MyChannel, message: Message, me: PersonId | undefined) {
  const posted = message.position > channel.lastPosition;
  const counted = {
    ...channel,
    lastSeq: message.seq,
    lastPosition: Math.max(channel.lastPosition, message.position),
  };
  const nothingMissed = message.seq === channel.lastSeq + 1;
  if (!posted) return { counted, sure: nothingMissed && message.position <= channel.readPosition };
  // Whoever posts has read the channel: the hub moves their marker without a word.
  if (message.authorId === me) return { counted: readUpTo(counted, message.position), sure: nothingMissed };
  if (message.deletedAt === null && message.position > channel.readPosition) {
    counted.unread = Math.min(maxUnread, channel.unread + 1);
    const isNamed = me !== undefined && message.mentions.includes(me);
    if (isNamed) counted.mentions = Math.min(maxUnread, channel.mentions + 1);
  }
  return { counted, sure: nothingMissed };
}
