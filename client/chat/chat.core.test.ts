import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  editMessage,
  getChannel,
  markRead,
  readMarked,
  type as typeCommand,
  typed,
} from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import { createChat } from './chat.core.ts';
import { anna, bruno } from './chat.fixtures.ts';
import { memoryKeep } from '../app/hub.fixtures.ts';
import { createTinyHub, type TinyHub } from './hub.fixtures.ts';
import { buildRows } from './rows.ts';

function start(hub: TinyHub) {
  const keep = memoryKeep();
  const chat = createChat({
    hub: hub.port,
    me: () => anna.id,
    remember: () => {},
    keep,
    keepInTab: memoryKeep(),
  });
  chat.start();
  return { chat, keep };
}
type TestChat = ReturnType<typeof start>['chat'];

const channelOf = (chat: TestChat, hub: TinyHub) => chat.channels.find(hub.channelId);
function rowsOf(chat: TestChat, hub: TinyHub) {
  const view = chat.view(hub.channelId).store.getState();
  if (view.status !== 'ready') throw new Error(`the view is ${view.status}`);
  return buildRows({
    messages: view.window.messages,
    outgoing: chat.outbox.store.getState(),
    changes: chat.changes.store.getState().changes,
    divider: view.divider,
    me: anna.id,
  });
}
const bodies = (chat: TestChat, hub: TinyHub) => rowsOf(chat, hub).map(({ message }) => message.body);
const line = (chat: TestChat, hub: TinyHub) =>
  rowsOf(chat, hub).find(({ startsUnread }) => startsUnread)?.message.body;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('chat of one tab', () => {
  it('counts what is unread, and mentions, in channels nobody looks at', async () => {
    const hub = createTinyHub();
    hub.post();
    const { chat } = start(hub);
    await vi.runAllTimersAsync();
    expect(channelOf(chat, hub)?.unread).toBe(1);
    hub.post({ mentions: [anna.id] });
    expect(channelOf(chat, hub)).toMatchObject({ unread: 2, mentions: 1, lastPosition: 2 });
    hub.post({ authorId: anna.id });
    expect(channelOf(chat, hub)).toMatchObject({ unread: 0, mentions: 0, readPosition: 3 });
  });

  it('asks the hub when an unread message changes or an event was lost', async () => {
    const hub = createTinyHub();
    const { chat } = start(hub);
    await vi.runAllTimersAsync();
    hub.lose(true);
    hub.post();
    hub.lose(false);
    hub.post();
    await vi.runAllTimersAsync();
    expect(channelOf(chat, hub)).toMatchObject({ unread: 2, lastPosition: 2 });
    hub.edit(1, { body: '', deletedAt: 'now' });
    await vi.runAllTimersAsync();
    expect(hub.calls.filter(({ name }) => name === getChannel.name)).toHaveLength(2);
  });

  it('marks read at once, tells the hub once, and follows other tabs', async () => {
    const hub = createTinyHub();
    for (let n = 0; n < 4; n += 1) hub.post();
    const { chat } = start(hub);
    await vi.runAllTimersAsync();
    chat.channels.markRead(hub.channelId, 2);
    chat.channels.markRead(hub.channelId, 4);
    expect(channelOf(chat, hub)).toMatchObject({ unread: 0, readPosition: 4 });
    await vi.runAllTimersAsync();
    expect(hub.calls.filter(({ name }) => name === markRead.name)).toHaveLength(1);
    hub.post();
    expect(channelOf(chat, hub)?.unread).toBe(1);
    hub.emit(readMarked, {
      channelId: hub.channelId,
      readPosition: 5,
      lastSeq: 5,
      lastPosition: 5,
      unread: 0,
      mentions: 0,
    });
    expect(channelOf(chat, hub)).toMatchObject({ unread: 0, readPosition: 5 });
    hub.emit(readMarked, {
      channelId: hub.channelId,
      readPosition: 3,
      lastSeq: 5,
      lastPosition: 5,
      unread: 2,
      mentions: 0,
    });
    expect(channelOf(chat, hub)?.unread).toBe(0);
  });

  it('remembers what was read without a connection', async () => {
    const hub = createTinyHub();
    hub.post();
    const { chat } = start(hub);
    await vi.runAllTimersAsync();
    hub.setState('reconnecting');
    chat.channels.markRead(hub.channelId, 1);
    await vi.runAllTimersAsync();
    hub.setState('online');
    await vi.runAllTimersAsync();
    expect(channelOf(chat, hub)).toMatchObject({ unread: 0, readPosition: 1 });
    expect(hub.calls.filter(({ name }) => name === markRead.name)).toHaveLength(2);
  });

  it('shows a sent message in its place from the first moment, once', async () => {
    const hub = createTinyHub();
    hub.post();
    const { chat } = start(hub);
    await chat.open(hub.channelId);
    void chat.send(hub.channelId, 'mine');
    expect(bodies(chat, hub)).toEqual(['message 1', 'mine']);
    const [, pending] = rowsOf(chat, hub);
    await vi.runAllTimersAsync();
    expect(bodies(chat, hub)).toEqual(['message 1', 'mine']);
    const [, sent] = rowsOf(chat, hub);
    expect(sent?.key).toBe(pending?.key);
    expect(sent?.outgoing).toBeNull();
    expect(chat.outbox.store.getState()).toEqual([]);
  });

  it('writes, reads and catches up over a lost connection', async () => {
    const hub = createTinyHub();
    hub.post();
    const { chat } = start(hub);
    await chat.open(hub.channelId);
    hub.setState('reconnecting');
    void chat.send(hub.channelId, 'written offline');
    hub.post();
    hub.post();
    expect(bodies(chat, hub)).toEqual(['message 1', 'written offline']);
    hub.setState('online');
    await vi.runAllTimersAsync();
    expect(bodies(chat, hub)).toEqual(['message 1', 'message 2', 'message 3', 'written offline']);
  });

  it('edits and deletes at once and says when it failed', async () => {
    const hub = createTinyHub();
    hub.post({ authorId: anna.id });
    const { chat } = start(hub);
    await chat.open(hub.channelId);
    const message = rowsOf(chat, hub)[0]?.message;
    if (message === undefined) throw new Error('no message');
    hub.handle(editMessage, () => {
      throw new AppError('forbidden', 'too late');
    });
    const edit = chat.changes.edit(message, 'better');
    expect(bodies(chat, hub)).toEqual(['better']);
    await edit;
    expect(bodies(chat, hub)).toEqual(['message 1']);
    expect(rowsOf(chat, hub)[0]?.failed).toMatchObject({ kind: 'edit', body: 'better' });
    chat.changes.discard(message.id);
    const deletion = chat.changes.delete(message);
    expect(rowsOf(chat, hub)[0]?.message.deletedAt).not.toBeNull();
    await deletion;
    expect(rowsOf(chat, hub)[0]).toMatchObject({ failed: null, message: { deletedAt: 'now' } });
  });

  it('keeps the line of new messages while the channel is open', async () => {
    const hub = createTinyHub();
    for (let n = 0; n < 3; n += 1) hub.post();
    hub.port.call(markRead, { channelId: hub.channelId, position: 1 }).catch(() => {});
    const { chat } = start(hub);
    await vi.runAllTimersAsync();
    await chat.open(hub.channelId);
    chat.watch(hub.channelId, true);
    expect(line(chat, hub)).toBe('message 2');
    chat.channels.markRead(hub.channelId, 3);
    hub.post();
    expect(line(chat, hub)).toBe('message 2');
    chat.channels.markRead(hub.channelId, 4);
    chat.watch(hub.channelId, false);
    hub.post();
    hub.post();
    expect(line(chat, hub)).toBe('message 5');
  });

  it('shows who types, until they stop or send; says it every three seconds at most', async () => {
    const hub = createTinyHub();
    const { chat } = start(hub);
    hub.handle(typeCommand, () => ({}));
    await chat.open(hub.channelId);
    const typing = () =>
      chat.typing.store
        .getState()
        .typing.get(hub.channelId)
        ?.map(({ id }) => id) ?? [];
    hub.emit(typed, { channelId: hub.channelId, people: [anna, bruno] });
    expect(typing()).toEqual([bruno.id]);
    hub.post({ authorId: bruno.id });
    expect(typing()).toEqual([]);
    hub.emit(typed, { channelId: hub.channelId, people: [bruno] });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(typing()).toEqual([bruno.id]);
    await vi.advanceTimersByTimeAsync(200);
    expect(typing()).toEqual([]);
    const said = () => hub.calls.filter(({ name }) => name === typeCommand.name).length;
    for (let n = 0; n < 5; n += 1) chat.typing.say(hub.channelId);
    expect(said()).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    chat.typing.say(hub.channelId);
    expect(said()).toBe(2);
  });

  it('keeps drafts of each channel over a reload', async () => {
    const hub = createTinyHub();
    const { chat, keep } = start(hub);
    chat.drafts.set(hub.channelId, { text: 'half a thou', names: {} });
    chat.close();
    const again = createChat({
      hub: hub.port,
      me: () => anna.id,
      remember: () => {},
      keep,
      keepInTab: memoryKeep(),
    });
    again.start();
    expect(again.drafts.of(hub.channelId).text).toBe('half a thou');
    again.drafts.set(hub.channelId, { text: '', names: {} });
    await vi.runAllTimersAsync();
    expect(keep.values.size).toBe(0);
  });
});
