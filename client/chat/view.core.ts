import { createStore } from 'zustand/vanilla';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { type Message, type MessagePage, messageHistory, messagesSince } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { createStream, type Stream } from '#shared/stream.ts';
import type { HubPort } from '../app/hub-port.ts';
import { addPage, applyChanges, indexAt, type Side, trim, type Window, windowOf } from './window.ts';

export type ReadyView = {
  status: 'ready';
  window: Window;
  /** Grows when the window is replaced instead of extended: scroll positions mean nothing then. */
  generation: number;
  paging: { side: Side; failed: boolean } | null;
  /** The "new" line stands after this position. */
  divider: number | null;
  /** Where to begin reading. A new object: go there again. */
  place: Place;
};
/**
 * The end, the first unread message, the message that a link named, or where the person was when they left: a message and how
 * many pixels of it were above the list.
 */
export type Place = 'end' | 'unread' | { position: number; hidden?: number };
export type ChannelView = { status: 'loading' } | { status: 'failed'; error: unknown } | ReadyView;

export const viewLimits = {
  /** Messages of one page. */
  page: 100,
  /** A window longer than this lets go of the messages far away from where the person reads. */
  window: 12_000,
  kept: 8_000,
  /** Further behind than this, a fresh page is cheaper than catching up. */
  behind: 2_000,
};

type Options = {
  hub: HubPort;
  channelId: ChannelId;
  remember: (cards: PersonCard[]) => void;
  /** Every change that reached the view, in the order of the stream. */
  onApplied: (messages: readonly Message[]) => void;
  limits?: typeof viewLimits;
};

type OpenAt = { around?: number; divider?: number | null; place?: Place };

/** One channel's messages as far as they are loaded: opens at the end or around a message, pages both ways, stays up to date. */
export function createView({ hub, channelId, remember, onApplied, limits = viewLimits }: Options) {
  const store = createStore<ChannelView>(() => ({ status: 'loading' }));
  let stream: Stream<Message> | undefined;
  let attempt = 0;
  let wanted: OpenAt = {};
  /** What arrived while a page was on its way: the page may have been read before it. */
  let arriving: { for: 'open' | Side; messages: Message[] } | undefined;

  const ready = () => {
    const state = store.getState();
    return state.status === 'ready' ? state : undefined;
  };
  const update = (change: Partial<ReadyView>) => {
    const view = ready();
    if (view) store.setState({ ...view, ...change }, true);
  };

  function streamFrom(seq: number): Stream<Message> {
    const mine = createStream<Message>({
      seq,
      since: async (from) => {
        const answer = await hub.call(messagesSince, { channelId, seq: from });
        remember(answer.people);
        return { items: answer.messages, lastSeq: answer.lastSeq, complete: answer.complete };
      },
      apply: (items) => {
        if (stream === mine) apply(items);
      },
    });
    return mine;
  }

  function apply(changes: readonly Message[]) {
    const view = ready();
    if (view === undefined) return;
    if (arriving && arriving.for !== 'open') arriving.messages.push(...changes);
    update({ window: applyChanges(view.window, changes) });
    onApplied(changes);
  }

  /** Shows the newest page, or the one around a position, instead of what is shown now. */
  async function open(at: OpenAt = {}): Promise<void> {
    const { around, divider, place = 'end' } = at;
    wanted = at;
    attempt += 1;
    const mine = attempt;
    arriving = { for: 'open', messages: [] };
    if (ready() === undefined) store.setState({ status: 'loading' }, true);
    try {
      const where = around === undefined ? {} : { around };
      const page = await hub.call(messageHistory, { channelId, limit: limits.page, ...where });
      if (mine === attempt) show(page, divider ?? ready()?.divider ?? null, place);
    } catch (error) {
      if (mine !== attempt) return;
      arriving = undefined;
      if (ready()) throw error;
      store.setState({ status: 'failed', error }, true);
    }
  }

  function show(page: MessagePage, divider: number | null, place: Place) {
    const arrived = arriving?.messages ?? [];
    arriving = undefined;
    remember(page.people);
    const generation = (ready()?.generation ?? 0) + 1;
    store.setState(
      { status: 'ready', window: windowOf(page), generation, paging: null, divider, place },
      true,
    );
    stream = streamFrom(page.lastSeq);
    onApplied(page.messages);
    for (const message of arrived) stream.receive(message);
  }

  /** Loads the next page on one side; nothing happens when there is none, one is on its way, or the last try failed. */
  async function loadMore(side: Side): Promise<void> {
    const { window, paging } = ready() ?? {};
    const more = side === 'before' ? window?.moreBefore : window?.moreAfter;
    if (!window || !more || arriving || paging?.side === side) return;
    const edge = (side === 'before' ? window.messages[0] : window.messages.at(-1))?.position ?? 0;
    const mine = attempt;
    arriving = { for: side, messages: [] };
    update({ paging: { side, failed: false } });
    try {
      const page = await hub.call(messageHistory, { channelId, limit: limits.page, [side]: edge });
      if (mine === attempt) extend(page, side);
    } catch {
      if (mine !== attempt) return;
      arriving = undefined;
      update({ paging: { side, failed: true } });
    }
  }

  function extend(page: MessagePage, side: Side) {
    const view = ready();
    const arrived = arriving?.messages ?? [];
    arriving = undefined;
    if (view === undefined) return;
    remember(page.people);
    update({ window: applyChanges(addPage(view.window, page, side), arrived), paging: null });
    onApplied(page.messages);
    setTimeout(() => letGo(side === 'before' ? 'start' : 'end'));
  }

  /** In a task of its own: a list can keep its place when one end changes, not when both do at once. */
  function letGo(keep: 'start' | 'end') {
    const view = ready();
    if (view && view.window.messages.length > limits.window && !arriving)
      update({ window: trim(view.window, keep, limits.kept) });
  }

  return {
    store,
    open,
    loadMore,
    async retryMore(side: Side): Promise<void> {
      update({ paging: null });
      await loadMore(side);
    },

    /** A change as it came from the hub, in any order. */
    receive(message: Message) {
      if (arriving?.for === 'open') arriving.messages.push(message);
      stream?.receive(message);
    },

    /** After a reconnection: fetches what was missed, or starts again when that is too much. */
    async resume(lastSeq: number): Promise<void> {
      const view = ready();
      // What is being opened arrives by itself; what failed for want of a connection is tried again.
      if (store.getState().status === 'failed') return open(wanted);
      if (view === undefined || stream === undefined) return;
      if (view.paging?.failed) update({ paging: null });
      if (lastSeq - stream.seq <= limits.behind) return stream.catchUp();
      const { messages, moreAfter } = view.window;
      const middle = messages[Math.floor(messages.length / 2)];
      return open(
        moreAfter && middle ? { around: middle.position, place: { position: middle.position } } : {},
      );
    },

    setDivider: (position: number | null) => update({ divider: position }),
    fail: (error: unknown) => {
      if (ready() === undefined) store.setState({ status: 'failed', error }, true);
    },
    has(position: number): boolean {
      const messages = ready()?.window.messages ?? [];
      return messages[indexAt(messages, position)]?.position === position;
    },
    /** Scrolls to a message that is loaded already. */
    aim: (position: number) => update({ place: { position } }),
    goTo: (place: Place) => update({ place }),
    /** When the person reads at the end, a window that only grows is cut at its start. */
    rest: () => setTimeout(() => letGo('end')),
  };
}

export type View = ReturnType<typeof createView>;
