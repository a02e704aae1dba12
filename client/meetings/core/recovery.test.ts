import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { createRecovery, judgeFailure } from './recovery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Answers = Partial<{
  resume: () => Promise<'resumed' | 'gone'>;
  rejoin: () => Promise<void>;
  restartIce: () => Promise<void>;
}>;

function newRecovery(answers: Answers = {}) {
  const did: string[] = [];
  const states: string[] = [];
  const world = { online: true, connected: { send: true, receive: true } };
  const recovery = createRecovery({
    isOnline: () => world.online,
    resume: () => {
      did.push('resume');
      return answers.resume?.() ?? Promise.resolve('resumed');
    },
    rejoin: async () => {
      did.push('rejoin');
      await answers.rejoin?.();
      world.connected = { send: true, receive: true };
    },
    restartIce: async (direction) => {
      did.push(`ice ${direction}`);
      await answers.restartIce?.();
    },
    isConnected: (direction) => world.connected[direction],
    changed: (state) => {
      const name = state.kind === 'live' ? 'live' : state.cause;
      if (states.at(-1) !== name) states.push(name);
    },
    gaveUp: (error) => states.push(`gave up ${error instanceof AppError ? error.code : ''}`),
    now: () => Date.now(),
  });
  return { recovery, did, states, world };
}

describe('recovery', () => {
  test('waits for the connection, then takes the participant back', async () => {
    const { recovery, did, states, world } = newRecovery();
    world.online = false;
    recovery.connectionLost();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(did).toEqual([]);
    world.online = true;
    await vi.advanceTimersByTimeAsync(200);
    expect(did).toEqual(['resume']);
    expect(states).toEqual(['connection', 'live']);
  });

  test('restarts ICE of what is not connected after the socket came back', async () => {
    const { recovery, did, states, world } = newRecovery();
    world.connected.receive = false;
    recovery.connectionLost();
    await vi.advanceTimersByTimeAsync(300);
    world.connected.receive = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(did).toEqual(['resume', 'ice receive']);
    expect(states.at(-1)).toBe('live');
  });

  test('enters anew when the hub forgot the participant', async () => {
    const { recovery, did } = newRecovery({ resume: () => Promise.resolve('gone') });
    recovery.connectionLost();
    await vi.advanceTimersByTimeAsync(10);
    expect(did).toEqual(['resume', 'rejoin']);
  });

  test('a rebuilt room goes before everything else', async () => {
    const { recovery, did } = newRecovery();
    recovery.mediaLost('send');
    recovery.roomLost();
    await vi.advanceTimersByTimeAsync(10);
    expect(did.filter((what) => what === 'rejoin')).toHaveLength(1);
    expect(did.at(-1)).toBe('rejoin');
  });

  test('gives up on ICE after three attempts and enters anew', async () => {
    const { recovery, did, world } = newRecovery();
    world.connected.send = false;
    recovery.mediaLost('send');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(did).toEqual(['ice send', 'ice send', 'ice send', 'rejoin']);
  });

  test('enters anew at once when the node does not answer but the hub does', async () => {
    const { recovery, did, world } = newRecovery({
      restartIce: () => Promise.reject(new AppError('unavailable', 'the node does not answer')),
    });
    world.connected.send = false;
    recovery.mediaLost('send');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(did).toEqual(['ice send', 'rejoin']);
  });

  test('tries again with growing pauses', async () => {
    let failures = 2;
    const { recovery, did, states } = newRecovery({
      rejoin: async () => {
        failures -= 1;
        if (failures >= 0) throw new AppError('unavailable', 'still starting');
      },
    });
    recovery.roomLost();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(did).toEqual(['rejoin', 'rejoin', 'rejoin']);
    expect(states.at(-1)).toBe('live');
  });

  test('stops at once when access was taken away', async () => {
    const { recovery, did, states } = newRecovery({
      rejoin: () => Promise.reject(new AppError('forbidden', 'removed')),
    });
    recovery.roomLost();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did).toEqual(['rejoin']);
    expect(states.at(-1)).toBe('gave up forbidden');
  });

  test('does not try for ever', async () => {
    const { recovery, states, world } = newRecovery();
    world.online = false;
    recovery.connectionLost();
    await vi.advanceTimersByTimeAsync(6 * 60_000);
    expect(states.at(-1)).toBe('gave up timeout');
  });

  test('a room that is lost again and again is entered at a growing distance', async () => {
    const { recovery, did } = newRecovery();
    for (let second = 0; second < 200; second += 1) {
      recovery.roomLost();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(did.length).toBeGreaterThan(2);
    expect(did.length).toBeLessThan(9);
  });

  test('a failed command starts recovery only when it means that something is lost', async () => {
    const { recovery, did } = newRecovery();
    recovery.commandFailed(new AppError('invalid', 'no'));
    await vi.advanceTimersByTimeAsync(10);
    expect(did).toEqual([]);
    recovery.commandFailed(new AppError('notFound', 'no such participant'));
    await vi.advanceTimersByTimeAsync(10);
    expect(did).toEqual(['rejoin']);
  });
});

test.each([
  ['notFound', undefined, 'gone'],
  ['conflict', 'interrupted', 'gone'],
  ['conflict', 'taken', 'passing'],
  ['conflict', 'producerLimit', 'refused'],
  ['unavailable', undefined, 'passing'],
  ['forbidden', undefined, 'final'],
  ['invalid', undefined, 'refused'],
] as const)('%s %s is %s', (code, reason, verdict) => {
  expect(judgeFailure(new AppError(code, '', { details: reason ? { reason } : {} }))).toBe(verdict);
});

test('an error of the browser is worth another attempt', () => {
  expect(judgeFailure(new DOMException('closed', 'InvalidStateError'))).toBe('passing');
});
