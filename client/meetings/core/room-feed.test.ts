import { expect, test } from 'vitest';
import { MeetingId, ParticipantId } from '#shared/contract/ids.ts';
import type { RoomSnapshot } from '#shared/contract/media.ts';
import { createRoomFeed } from './room-feed.ts';
import type { RoomState } from './room-state.ts';

const meetingId = MeetingId.parse('00000000-0000-7000-8000-000000000900');
const participantId = ParticipantId.parse('00000000-0000-7000-8000-000000000001');
const snapshot = (seq: number, epoch = 'a'): RoomSnapshot => ({ meetingId, epoch, seq, participants: [] });
const change = (seq: number, epoch = 'a') => ({
  meetingId,
  epoch,
  seq,
  changes: [{ type: 'left' as const, participantId, reason: 'left' as const }],
});

function newFeed(fresh: () => Promise<RoomSnapshot> = () => Promise.reject(new Error('unexpected'))) {
  const seen: RoomState[] = [];
  let rebuilt = 0;
  const feed = createRoomFeed({
    fetch: fresh,
    changed: (room) => seen.push(room),
    rebuilt: () => {
      rebuilt += 1;
    },
  });
  return { feed, numbers: () => seen.map(({ seq }) => seq), rebuilt: () => rebuilt };
}

test('changes before the snapshot wait, those it contains are dropped', () => {
  const { feed, numbers } = newFeed();
  feed.receive(change(3));
  feed.receive(change(4));
  feed.reset(snapshot(3));
  expect(numbers()).toEqual([3, 4]);
});

test('a gap asks for the room once and goes on from there', async () => {
  let asked = 0;
  const { feed, numbers } = newFeed(async () => {
    asked += 1;
    return snapshot(6);
  });
  feed.reset(snapshot(1));
  feed.receive(change(5));
  feed.receive(change(6));
  feed.receive(change(7));
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toBe(1);
  expect(numbers()).toEqual([1, 6, 7]);
});

test('another epoch means the room was built anew', async () => {
  const { feed, rebuilt } = newFeed(async () => snapshot(1, 'b'));
  feed.reset(snapshot(1));
  feed.receive(change(2, 'b'));
  expect(rebuilt()).toBe(1);
  feed.receive(change(9));
  await Promise.resolve();
  await Promise.resolve();
  expect(rebuilt()).toBe(2);
});

test('late changes of the old room do not disturb the new one', () => {
  const { feed, numbers, rebuilt } = newFeed();
  feed.receive(change(8, 'old'));
  feed.reset(snapshot(1));
  expect(rebuilt()).toBe(0);
  expect(numbers()).toEqual([1]);
});

test('told that something may be missing, it looks at the room again, but not before it has one', async () => {
  let asked = 0;
  const { feed, numbers } = newFeed(async () => {
    asked += 1;
    return snapshot(4);
  });
  feed.check();
  expect(asked).toBe(0);
  feed.reset(snapshot(1));
  feed.check();
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toBe(1);
  expect(numbers()).toEqual([1, 4]);
});
