import { describe, expect, it, vi } from 'vitest';
import { sendMessage } from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import { memoryKeep, noKeep } from '../app/hub.fixtures.ts';
import { createTinyHub, type TinyHub } from './hub.fixtures.ts';
import { createOutbox } from './outbox.core.ts';

const open = (hub: TinyHub, keep = noKeep) => createOutbox({ hub: hub.port, keep, pause: async () => {} });
const states = (outbox: ReturnType<typeof open>) =>
  outbox.store.getState().map(({ body, state }) => [body, state]);
const sends = (hub: TinyHub) => hub.calls.filter(({ name }) => name === sendMessage.name).length;

describe('the outbox', () => {
  it('shows a message at once and lets go of it when the stream brings it', async () => {
    const hub = createTinyHub();
    const outbox = open(hub);
    outbox.send(hub.channelId, 'hello');
    expect(states(outbox)).toEqual([['hello', 'waiting']]);
    await vi.waitFor(() => expect(states(outbox)).toEqual([['hello', 'sent']]));
    outbox.settle(hub.messages());
    expect(states(outbox)).toEqual([]);
  });

  it('sends in the order of writing, whatever the answers take', async () => {
    const hub = createTinyHub();
    const outbox = open(hub);
    const release = hub.hold();
    for (const body of ['one', 'two', 'three']) outbox.send(hub.channelId, body);
    expect(sends(hub)).toBe(1);
    release();
    await vi.waitFor(() => expect(states(outbox).every(([, state]) => state === 'sent')).toBe(true));
    expect(hub.messages().map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  });

  it('waits for a lost connection and sends nothing twice', async () => {
    const hub = createTinyHub();
    const outbox = open(hub);
    const release = hub.hold();
    outbox.send(hub.channelId, 'arrived, but the answer was lost');
    outbox.send(hub.channelId, 'second');
    hub.setState('reconnecting');
    release();
    await vi.waitFor(() => expect(sends(hub)).toBe(1));
    outbox.send(hub.channelId, 'third');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(states(outbox).map(([, state]) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    hub.setState('online');
    outbox.flush();
    await vi.waitFor(() => expect(states(outbox).every(([, state]) => state === 'sent')).toBe(true));
    expect(hub.messages().map(({ body }) => body)).toEqual([
      'arrived, but the answer was lost',
      'second',
      'third',
    ]);
  });

  it('keeps a refused message for another try or the bin, and goes on with the next', async () => {
    const hub = createTinyHub();
    const outbox = open(hub);
    const accept = { now: false };
    hub.handle(sendMessage, ({ clientId, body }) => {
      if (!accept.now && body === 'refused') throw new AppError('forbidden', 'no');
      return hub.post({ clientId: clientId as never, body });
    });
    const refused = outbox.send(hub.channelId, 'refused');
    outbox.send(hub.channelId, 'accepted');
    await vi.waitFor(() =>
      expect(states(outbox)).toEqual([
        ['refused', 'failed'],
        ['accepted', 'sent'],
      ]),
    );
    accept.now = true;
    outbox.retry(refused);
    await vi.waitFor(() => expect(states(outbox).at(-1)).toEqual(['refused', 'sent']));
    const again = outbox.send(hub.channelId, 'unwanted');
    outbox.discard(again);
    expect(states(outbox).map(([body]) => body)).not.toContain('unwanted');
  });

  it('slows down when asked to, and gives up after a few tries', async () => {
    const hub = createTinyHub();
    const pauses: number[] = [];
    const outbox = createOutbox({
      hub: hub.port,
      keep: noKeep,
      pause: async (ms) => void pauses.push(ms),
    });
    hub.handle(sendMessage, () => {
      throw new AppError('tooMany', 'slowly', { details: { retryAfterMs: 700 } });
    });
    outbox.send(hub.channelId, 'one of many');
    await vi.waitFor(() => expect(states(outbox)).toEqual([['one of many', 'failed']]));
    expect(pauses).toEqual([700, 700, 700]);
  });

  it('survives a reload', async () => {
    const hub = createTinyHub();
    const keep = memoryKeep();
    hub.setState('reconnecting');
    open(hub, keep).send(hub.channelId, 'written offline');
    const reloaded = open(hub, keep);
    reloaded.restore();
    expect(states(reloaded)).toEqual([['written offline', 'waiting']]);
    hub.setState('online');
    reloaded.flush();
    await vi.waitFor(() => expect(states(reloaded)).toEqual([['written offline', 'sent']]));
    expect(keep.values.size).toBe(0);
  });
});
