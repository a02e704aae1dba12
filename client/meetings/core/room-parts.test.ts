import { describe, expect, test } from 'vitest';
import { aChange, aNode, aPart, aParticipant, aSnapshot, comes, leaves } from './room-kit.ts';
import {
  applyChange,
  dropGhosts,
  graceMs,
  loseNode,
  noParts,
  type RoomParts,
  takeSnapshot,
} from './room-parts.ts';

const roomWith = (...parts: Parameters<typeof aSnapshot>): RoomParts =>
  takeSnapshot(noParts, aSnapshot(...parts), 0);
const applied = (room: RoomParts, change: ReturnType<typeof aChange>, now = 0): RoomParts => {
  const result = applyChange(room, change, now);
  if (result.kind !== 'applied') throw new Error(`the change is ${result.kind}`);
  return result.room;
};
const names = (room: RoomParts, node: string) =>
  room.parts.get(aNode(node))?.participants.map(({ person }) => person.displayName);
const ghosts = (room: RoomParts) => room.ghosts.map(({ participant }) => participant.person.displayName);

describe('the parts of a room', () => {
  test('each part follows its own numbers', () => {
    let room = roomWith(aPart('a', [aParticipant(1)], 4), aPart('b', [aParticipant(2)], 9));
    room = applied(room, aChange('a', 5, [comes(aParticipant(3))]));
    room = applied(room, aChange('b', 10, [leaves(2)]));
    expect([names(room, 'a'), names(room, 'b')]).toEqual([['P1', 'P3'], []]);
    expect(applyChange(room, aChange('a', 5, []), 0).kind).toBe('stale');
    expect(applyChange(room, aChange('a', 7, []), 0).kind).toBe('missing');
    expect(applyChange(room, aChange('c', 2, []), 0).kind).toBe('missing');
  });

  test('a part begins with the first number of an epoch', () => {
    const room = applied(roomWith(aPart('a', [])), aChange('b', 1, [comes(aParticipant(2))]));
    expect(names(room, 'b')).toEqual(['P2']);
    const emptied = applied(room, aChange('b', 2, [leaves(2)]));
    expect(names(applied(emptied, aChange('b', 1, [comes(aParticipant(3))], 'b2')), 'b')).toEqual(['P3']);
  });

  test('another epoch where people are needs a snapshot, and late words of the one before mean nothing', () => {
    const room = roomWith(aPart('a', [aParticipant(1)], 4));
    expect(applyChange(room, aChange('a', 1, [], 'a2'), 0).kind).toBe('missing');
    const renewed = takeSnapshot(room, aSnapshot(aPart('a', [aParticipant(2)], 0, 'a2')), 0);
    expect(names(renewed, 'a')).toEqual(['P2']);
    expect(applyChange(renewed, aChange('a', 5, [comes(aParticipant(3))]), 0).kind).toBe('stale');
    expect(takeSnapshot(renewed, aSnapshot(aPart('a', [aParticipant(1)], 4)), 0)).toEqual(renewed);
  });

  test('a snapshot does not take back what came after it', () => {
    const room = applied(roomWith(aPart('a', [], 4)), aChange('a', 5, [comes(aParticipant(1))]));
    expect(names(takeSnapshot(room, aSnapshot(aPart('a', [], 4)), 0), 'a')).toEqual(['P1']);
  });

  test('whose node is gone stays for the time of grace', () => {
    const room = loseNode(
      roomWith(aPart('a', [aParticipant(1)]), aPart('b', [aParticipant(2)])),
      aNode('b'),
      100,
    );
    expect([names(room, 'b'), ghosts(room)]).toEqual([undefined, ['P2']]);
    expect(ghosts(dropGhosts(room, 99 + graceMs))).toEqual(['P2']);
    expect(ghosts(dropGhosts(room, 100 + graceMs))).toEqual([]);
    expect(ghosts(takeSnapshot(room, aSnapshot(aPart('a', []), aPart('b', [aParticipant(2)])), 0))).toEqual(
      [],
    );
  });

  test('a part that a snapshot does not name is gone, unless it was heard of meanwhile', () => {
    const room = roomWith(aPart('a', [aParticipant(1)]), aPart('b', [aParticipant(2)]));
    expect(ghosts(takeSnapshot(room, aSnapshot(aPart('a', [])), 0))).toEqual(['P2']);
    expect(names(takeSnapshot(room, aSnapshot(aPart('a', [])), 0, new Set([aNode('b')])), 'b')).toEqual([
      'P2',
    ]);
  });

  test('who moved is kept until seen on the other node; who left is not', () => {
    const room = roomWith(aPart('a', [aParticipant(1), aParticipant(2)], 4), aPart('b', [], 1));
    const moving = applied(room, aChange('a', 5, [leaves(1, 'moved'), leaves(2)]));
    expect(ghosts(moving)).toEqual(['P1']);
    const there = applied(moving, aChange('b', 2, [comes(aParticipant(1))]));
    expect(ghosts(applied(there, aChange('b', 3, [leaves(1)])))).toEqual([]);
    const beside = applied(room, aChange('b', 2, [comes(aParticipant(1))]));
    expect(ghosts(applied(beside, aChange('a', 5, [leaves(1, 'moved')])))).toEqual([]);
  });
});
