import { describe, expect, test } from 'vitest';
import type { Participant, RoomPart } from '#shared/contract/media.ts';
import { aNode, anId, aPart, aParticipant, aProducer, aSnapshot } from './room-kit.ts';
import { roomNews } from './room-news.ts';
import { loseNode, noParts, takeSnapshot } from './room-parts.ts';
import { type Member, raisedHands, roomOf, type RoomState, sends, streamsFor } from './room-state.ts';

const parts = (...all: RoomPart[]) => takeSnapshot(noParts, aSnapshot(...all), 0);
const roomWith = (...participants: Participant[]) => roomOf(parts(aPart('a', participants)));
const names = (members: readonly Member[]) => members.map(({ person }) => person.displayName);
const first = (room: RoomState): Member => {
  const [member] = room.participants;
  if (!member) throw new Error('nobody is in the room');
  return member;
};
const later = (n: number, changes: Partial<Participant> = {}) =>
  aParticipant(n, { joinedAt: '2026-01-01T11:00:00.000Z', ...changes });

describe('the room', () => {
  test('is the union of its parts in the order of arrival', () => {
    const room = roomOf(parts(aPart('b', [aParticipant(3), aParticipant(1)]), aPart('a', [aParticipant(2)])));
    expect(names(room.participants)).toEqual(['P1', 'P2', 'P3']);
    expect(room.participants.map(({ node }) => node)).toEqual(['b', 'a', 'b']);
  });

  test('keeps the object of whoever did not change', () => {
    const before = roomWith(aParticipant(1, { producers: [aProducer(50, 'camera')] }), aParticipant(2));
    const after = roomOf(
      parts(
        aPart('a', [
          aParticipant(1, { producers: [aProducer(50, 'camera')] }),
          aParticipant(2, { connected: false }),
        ]),
      ),
      before,
    );
    expect(after.participants[0]).toBe(before.participants[0]);
    expect(after.participants[1]).not.toBe(before.participants[1]);
  });

  test('knows who sends and whose hand went up first', () => {
    expect(sends(first(roomWith(aParticipant(1, { producers: [aProducer(50, 'camera')] }))), 'camera')).toBe(
      true,
    );
    expect(
      sends(first(roomWith(aParticipant(1, { producers: [aProducer(50, 'camera', true)] }))), 'camera'),
    ).toBe(false);
    const hands = raisedHands(
      roomWith(
        aParticipant(1, { handRaisedAt: '2026-01-01T10:05:00.000Z' }),
        aParticipant(2, { handRaisedAt: '2026-01-01T10:04:00.000Z' }),
        aParticipant(3),
      ),
    );
    expect(names(hands)).toEqual(['P2', 'P1']);
  });
});

describe('somebody who moves', () => {
  const there = aParticipant(1, {
    handRaisedAt: '2026-01-01T10:04:00.000Z',
    producers: [aProducer(50, 'camera'), aProducer(51, 'screen'), aProducer(52, 'screen')],
  });
  const going = later(1, {
    producers: [aProducer(60, 'camera', true), aProducer(61, 'screen'), aProducer(62, 'screen')],
  });
  const both = roomOf(parts(aPart('a', [there, aParticipant(2)]), aPart('b', [going])));

  test('is one person, with the earlier arrival, the hand, and the later streams first', () => {
    expect(names(both.participants)).toEqual(['P1', 'P2']);
    expect(first(both)).toMatchObject({
      node: 'b',
      joinedAt: there.joinedAt,
      handRaisedAt: there.handRaisedAt,
      connected: true,
    });
    expect(first(both).producers.map(({ node, age }) => `${node} ${age}`)).toEqual([
      ...Array<string>(3).fill('b now'),
      ...Array<string>(3).fill('a former'),
    ]);
  });

  test('shows on the same spots as before, whatever the parts are called', () => {
    const spots = (room: RoomState) => first(room).producers.map(({ spot }) => spot);
    const before = roomOf(parts(aPart('a', [there])));
    const [camera, one, two] = spots(before);
    expect(new Set([camera, one, two]).size).toBe(3);
    const during = roomOf(parts(aPart('a', [there]), aPart('b', [going])), before);
    expect(spots(during)).toEqual([camera, one, two, camera, one, two]);
    const after = roomOf(parts(aPart('b', [going])), during);
    expect(spots(after)).toEqual([camera, one, two]);
    expect(streamsFor(first(during), 'screen').map(({ id }) => id)).toEqual([
      aProducer(61, 'screen').id,
      aProducer(62, 'screen').id,
    ]);
  });

  test('sends what the later seat says, and the former one while that says nothing', () => {
    expect(sends(first(both), 'camera')).toBe(false);
    const arriving = roomOf(parts(aPart('a', [there]), aPart('b', [later(1)])));
    expect(sends(first(arriving), 'camera')).toBe(true);
  });

  test('keeps place and hand when the former seat is gone, and makes no news', () => {
    const raised = later(1, { handRaisedAt: '2026-01-01T11:00:01.000Z' });
    const before = roomOf(parts(aPart('a', [there, aParticipant(2)])));
    const during = roomOf(parts(aPart('a', [there, aParticipant(2)]), aPart('b', [going])), before);
    const after = roomOf(parts(aPart('a', [aParticipant(2)]), aPart('b', [raised])), during);
    expect(names(after.participants)).toEqual(['P1', 'P2']);
    expect(first(after)).toMatchObject({ joinedAt: there.joinedAt, handRaisedAt: there.handRaisedAt });
    expect(first(roomOf(parts(aPart('b', [going])), during)).handRaisedAt).toBeNull();
    const kinds = [roomNews(before, during, anId(9)), roomNews(during, after, anId(9))].flat();
    expect(kinds.map(({ kind }) => kind)).toEqual(['shareStopped']);
  });
});

describe('somebody whose node is gone', () => {
  const seat = aParticipant(1, { producers: [aProducer(50, 'camera'), aProducer(51, 'screen')] });
  const lost = loseNode(parts(aPart('a', [seat]), aPart('b', [aParticipant(2)])), aNode('a'), 0);

  test('is away with the last picture', () => {
    expect(first(roomOf(lost))).toMatchObject({
      connected: false,
      producers: [{ age: 'gone' }, { age: 'gone' }],
    });
  });

  test('is back elsewhere; the last picture bridges the time until the next', () => {
    const back = (producers: Participant['producers']) =>
      first(
        roomOf(
          takeSnapshot(lost, aSnapshot(aPart('b', [aParticipant(2), later(1, { producers })])), 0),
          roomOf(lost),
        ),
      );
    expect(back([])).toMatchObject({
      connected: true,
      node: 'b',
      producers: [{ age: 'gone' }, { age: 'gone' }],
    });
    expect(back([aProducer(60, 'camera')]).producers.map(({ id, age }) => [id, age])).toEqual([
      [aProducer(60, 'camera').id, 'now'],
      [aProducer(50, 'camera').id, 'gone'],
    ]);
  });
});

test('news are about the others, never about oneself', () => {
  const before = roomWith(aParticipant(1), aParticipant(2));
  const after = roomWith(
    aParticipant(1, { handRaisedAt: '2026-01-01T10:05:00.000Z' }),
    aParticipant(3, { producers: [aProducer(51, 'screen')] }),
  );
  const news = roomNews(before, after, anId(1));
  expect(news.map(({ kind, participant: { person } }) => `${kind} ${person.displayName}`)).toEqual([
    'joined P3',
    'shareStarted P3',
    'left P2',
  ]);
  expect(roomNews(before, after, anId(9))).toContainEqual(expect.objectContaining({ kind: 'handRaised' }));
});
