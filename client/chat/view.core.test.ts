import { describe, expect, it, vi } from 'vitest';
import { messageChanged } from '#shared/contract/chat.ts';
import { createTinyHub, type TinyHub } from './hub.fixtures.ts';
import { createView, type ReadyView, type viewLimits } from './view.core.ts';

const limits = { page: 10, window: 35, kept: 25, behind: 50 };

function open(hub: TinyHub, options: Partial<typeof viewLimits> = {}) {
  const view = createView({
    hub: hub.port,
    channelId: hub.channelId,
    remember: () => {},
    onApplied: () => {},
    limits: { ...limits, ...options },
  });
  hub.port.on(messageChanged, view.receive);
  return view;
}
const state = (view: ReturnType<typeof open>): ReadyView => {
  const now = view.store.getState();
  if (now.status !== 'ready') throw new Error(`the view is ${now.status}`);
  return now;
};
const shown = (view: ReturnType<typeof open>) => state(view).window.messages.map(({ position }) => position);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const hubWith = (count: number) => {
  const hub = createTinyHub();
  for (let n = 0; n < count; n += 1) hub.post();
  return hub;
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a view of a channel', () => {
  it('opens at the end and pages back to the beginning', async () => {
    const hub = hubWith(25);
    const view = open(hub);
    await view.open();
    expect(shown(view)).toEqual(range(16, 25));
    await view.loadMore('before');
    await view.loadMore('before');
    expect(shown(view)).toEqual(range(1, 25));
    expect(state(view).window.moreBefore).toBe(false);
    const asked = hub.calls.length;
    await view.loadMore('before');
    expect(hub.calls.length).toBe(asked);
  });

  it('shows what is posted, edited and deleted', async () => {
    const hub = hubWith(3);
    const view = open(hub);
    await view.open();
    hub.post();
    hub.edit(2, { body: 'edited' });
    hub.edit(1, { body: '', deletedAt: 'now' });
    expect(shown(view)).toEqual([1, 2, 3, 4]);
    expect(state(view).window.messages.map(({ body }) => body)).toEqual([
      '',
      'edited',
      'message 3',
      'message 4',
    ]);
  });

  it('fills a gap in the events', async () => {
    const hub = hubWith(3);
    const view = open(hub);
    await view.open();
    hub.lose(true);
    hub.post();
    hub.edit(1, { body: 'edited unseen' });
    hub.lose(false);
    hub.post();
    await vi.waitFor(() => expect(shown(view)).toEqual(range(1, 5)));
    expect(state(view).window.messages[0]?.body).toBe('edited unseen');
  });

  it('opens around a message and reaches the end without losing what is posted meanwhile', async () => {
    const hub = hubWith(30);
    const view = open(hub);
    await view.open({ around: 12, place: { position: 12 } });
    expect(state(view)).toMatchObject({
      place: { position: 12 },
      window: { moreBefore: true, moreAfter: true },
    });
    hub.post();
    expect(shown(view)).toEqual(range(7, 16));
    await view.loadMore('after');
    const release = hub.hold();
    const page = view.loadMore('after');
    hub.post();
    hub.edit(20, { body: 'edited on the way' });
    release();
    await page;
    expect(shown(view)).toEqual(range(7, 32));
    expect(state(view).window.moreAfter).toBe(false);
    expect(state(view).window.messages.find(({ position }) => position === 20)?.body).toBe(
      'edited on the way',
    );
    hub.post();
    expect(shown(view).at(-1)).toBe(33);
  });

  it('keeps what arrives while the first page is on its way', async () => {
    const hub = hubWith(5);
    const view = open(hub);
    const release = hub.hold();
    const opening = view.open();
    hub.post();
    hub.edit(5, { body: 'edited early' });
    release();
    await opening;
    expect(shown(view)).toEqual(range(1, 6));
    expect(state(view).window.messages[4]?.body).toBe('edited early');
  });

  it('keeps the old content while another page replaces it, and the last wish wins', async () => {
    const hub = hubWith(40);
    const view = open(hub);
    await view.open();
    const release = hub.hold();
    const first = view.open({ around: 5 });
    const second = view.open({ around: 20, place: { position: 20 } });
    expect(shown(view)).toEqual(range(31, 40));
    release();
    await Promise.all([first, second]);
    expect(state(view)).toMatchObject({ place: { position: 20 }, generation: 2 });
  });

  it('says that it failed, and opens on another try', async () => {
    const hub = hubWith(2);
    const view = open(hub);
    hub.setState('reconnecting');
    await view.open();
    expect(view.store.getState().status).toBe('failed');
    hub.setState('online');
    await view.resume(2);
    expect(shown(view)).toEqual([1, 2]);
  });

  it('opens where it was wanted when a connection comes in between', async () => {
    const hub = hubWith(40);
    const view = open(hub);
    const release = hub.hold();
    const opening = view.open({ around: 10, place: { position: 10 } });
    await view.resume(40);
    release();
    await opening;
    expect(shown(view)).toEqual(range(5, 14));
  });

  it('marks a page that failed and waits to be asked again', async () => {
    const hub = hubWith(15);
    const view = open(hub);
    await view.open();
    hub.setState('reconnecting');
    await view.loadMore('before');
    expect(state(view).paging).toEqual({ side: 'before', failed: true });
    hub.setState('online');
    const asked = hub.calls.length;
    await view.loadMore('before');
    expect(hub.calls.length).toBe(asked);
    await view.retryMore('before');
    expect(shown(view)).toEqual(range(1, 15));
    expect(state(view).paging).toBeNull();
  });

  it('catches up after a lost connection, or starts again when too much was missed', async () => {
    const hub = hubWith(5);
    const view = open(hub);
    await view.open();
    hub.setState('reconnecting');
    for (let n = 0; n < 5; n += 1) hub.post();
    hub.setState('online');
    await view.resume(10);
    expect(shown(view)).toEqual(range(1, 10));
    expect(state(view).generation).toBe(1);
    hub.setState('reconnecting');
    for (let n = 0; n < 60; n += 1) hub.post();
    hub.setState('online');
    await view.resume(70);
    expect(shown(view)).toEqual(range(61, 70));
    expect(state(view).generation).toBe(2);
  });

  it('lets go of the far end of a very long window and finds it again', async () => {
    const hub = hubWith(60);
    const view = open(hub);
    await view.open();
    for (let page = 0; page < 3; page += 1) await view.loadMore('before');
    await settled();
    expect(shown(view)).toEqual(range(21, 45));
    expect(state(view).window.moreAfter).toBe(true);
    hub.post();
    expect(shown(view).at(-1)).toBe(45);
    await view.loadMore('after');
    await view.loadMore('after');
    await settled();
    expect(shown(view).at(-1)).toBe(61);
    expect(state(view).window.moreAfter).toBe(false);
    const positions = shown(view);
    expect(positions).toEqual(range(positions[0] ?? 0, 61));
  });
});
