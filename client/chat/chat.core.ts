import type { PersonCard } from '#shared/contract/accounts.ts';
import { type Message, messageChanged, typed } from '#shared/contract/chat.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import { createChanges } from './changes.core.ts';
import { createChannels } from './channels.core.ts';
import { createDrafts } from '../text/drafts.core.ts';
import type { HubPort } from '../app/hub-port.ts';
import type { Keep } from '../app/keep.ts';
import { createMembers } from './members.core.ts';
import { createOutbox } from './outbox.core.ts';
import { createTyping } from './typing.core.ts';
import { createView, type View, type viewLimits } from './view.core.ts';

export type ChatOptions = {
  hub: HubPort;
  me: () => PersonId | undefined;
  remember: (cards: PersonCard[]) => void;
  /** Outlives the tab: drafts. */
  keep: Keep;
  /** Lives as long as the tab: unsent messages. */
  keepInTab: Keep;
  limits?: typeof viewLimits;
};

/** Channels whose messages stay loaded while one reads elsewhere. */
const openViews = 6;

/** Chat of one tab: lists, messages of the channels looked at, and what is on its way to the hub. */
export function createChat({ hub, me, remember, keep, keepInTab, limits }: ChatOptions) {
  const channels = createChannels({ hub, me });
  const members = createMembers({ hub, remember });
  const typing = createTyping({ hub, me });
  const drafts = createDrafts<ChannelId>(keep);
  const outbox = createOutbox({ hub, keep: keepInTab });
  const changes = createChanges({ hub, receive });
  /** In the order of use, the latest last. */
  const views = new Map<ChannelId, View>();
  /** How many panes show a channel. */
  const shown = new Map<ChannelId, number>();
  /** The channel whose end is on a screen that has the person's attention. */
  let watched: ChannelId | undefined;
  let started = false;

  function receive(message: Message) {
    const { channelId } = message;
    const view = views.get(channelId);
    moveDivider(view, message);
    channels.noteMessage(message);
    typing.stop(channelId, message.authorId);
    if (view) view.receive(message);
    else outbox.settle([message]);
  }

  /** Everything was read and something comes while the person looks elsewhere: the "new" line moves above it. */
  function moveDivider(view: View | undefined, { channelId, position, authorId }: Message) {
    const channel = channels.find(channelId);
    if (view === undefined || channel === undefined || watched === channelId || authorId === me()) return;
    if (position > channel.lastPosition && channel.readPosition >= channel.lastPosition)
      view.setDivider(channel.lastPosition);
  }

  /** The messages of a channel, empty until it is opened. */
  function view(channelId: ChannelId): View {
    const known = views.get(channelId);
    if (known) return known;
    const onApplied = (messages: readonly Message[]) => {
      outbox.settle(messages);
      for (const message of messages) channels.noteMessage(message);
    };
    const created = createView({ hub, channelId, remember, onApplied, ...(limits ? { limits } : {}) });
    views.set(channelId, created);
    return created;
  }

  /** Keeps a channel's messages loaded and fresh until the answered function is called. */
  function enter(channelId: ChannelId): () => void {
    const entered = view(channelId);
    views.delete(channelId);
    views.set(channelId, entered);
    shown.set(channelId, (shown.get(channelId) ?? 0) + 1);
    return () => {
      shown.set(channelId, (shown.get(channelId) ?? 1) - 1);
      letGo();
    };
  }

  function letGo() {
    for (const channelId of views.keys()) {
      if (views.size <= openViews) return;
      if ((shown.get(channelId) ?? 0) > 0) continue;
      views.delete(channelId);
      outbox.forgetSent(channelId);
    }
  }

  /** Opens a channel: at the new messages or the end, or around the position that a link names. */
  async function open(channelId: ChannelId, at?: number): Promise<void> {
    const opened = view(channelId);
    if (at !== undefined && opened.has(at)) return opened.aim(at);
    try {
      const { unread, readPosition } = await channels.ensure(channelId);
      const divider = unread > 0 ? readPosition : null;
      const isReady = opened.store.getState().status === 'ready';
      if (at !== undefined) await opened.open({ around: at, place: { position: at }, divider });
      else if (isReady) comeBack(opened, divider);
      else await opened.open({ place: 'unread', divider });
    } catch (error) {
      opened.fail(error);
    }
  }

  /** To where one was, unless there is something new. */
  function comeBack(opened: View, divider: number | null) {
    opened.setDivider(divider);
    if (divider !== null) opened.goTo('unread');
  }

  async function resume(): Promise<void> {
    outbox.flush();
    channels.sayRead();
    members.refresh();
    await channels.refresh();
    for (const [channelId, open] of views)
      open.resume(channels.find(channelId)?.lastSeq ?? 0).catch(() => {
        // Asked again after the next connection, or with the next message.
      });
  }

  const stops = [
    hub.on(messageChanged, receive),
    hub.on(typed, ({ channelId, people }) => {
      remember(people);
      typing.note(channelId, people);
    }),
    hub.onState(() => {
      if (hub.state === 'online' && started) void resume();
    }),
  ];

  return {
    channels,
    members,
    typing,
    drafts,
    outbox,
    changes,
    view,
    enter,
    open,

    /** Once it is known who uses this tab. */
    start() {
      if (started) return;
      started = true;
      drafts.restore();
      outbox.restore();
      if (hub.state === 'online') void resume();
    },

    send(channelId: ChannelId, body: string) {
      outbox.send(channelId, body);
      typing.rest(channelId);
      const state = view(channelId).store.getState();
      if (state.status === 'ready' && state.window.moreAfter) return view(channelId).open({ place: 'end' });
      return Promise.resolve();
    },

    /** Says whether the end of the channel is before the person's eyes. */
    watch(channelId: ChannelId, attentive: boolean) {
      if (attentive) watched = channelId;
      else if (watched === channelId) watched = undefined;
    },

    close() {
      for (const stop of stops) stop();
      channels.close();
      members.close();
      typing.close();
      drafts.save();
      outbox.close();
    },
  };
}
export type Chat = ReturnType<typeof createChat>;
