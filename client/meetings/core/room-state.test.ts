import { describe, expect, test } from 'vitest';
import { ParticipantId, PersonId, ProducerId } from '#shared/contract/ids.ts';
import type { Participant, RoomSnapshot } from '#shared/contract/media.ts';
import { MeetingId } from '#shared/contract/ids.ts';
import { applyChange, raisedHands, roomNews, roomOf, sends } from './room-state.ts';

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const meetingId = MeetingId.parse(uuid(900));

function participant(n: number, changes: Partial<Participant> = {}): Participant {
  return {
    id: ParticipantId.parse(uuid(n)),
    person: { id: PersonId.parse(uuid(100 + n)), kind: 'member', displayName: `P${n}`, avatarUrl: null },
    role: 'participant',
    joinedAt: `2026-01-01T10:00:0${n}.000Z`,
    connected: true,
    handRaisedAt: null,
    producers: [],
    ...changes,
  };
}
const snapshot = (participants: Participant[], seq = 4): RoomSnapshot => ({
  meetingId,
  epoch: 'a',
  seq,
  participants,
});
const changed = (seq: number, one: Participant, epoch = 'a') => ({
  meetingId,
  epoch,
  seq,
  changes: [{ type: 'participant' as const, participant: one }],
});

describe('the room', () => {
  test('orders people by arrival and applies the next change', () => {
    const room = roomOf(snapshot([participant(2), participant(1)]));
    expect(room.participants.map(({ person }) => person.displayName)).toEqual(['P1', 'P2']);
    const applied = applyChange(room, changed(5, participant(3)));
    expect(applied).toMatchObject({ kind: 'applied', room: { seq: 5 } });
    expect(applied).toHaveProperty('room.participants.length', 3);
  });

  test('tells stale changes, gaps and other epochs apart', () => {
    const room = roomOf(snapshot([participant(1)]));
    expect(applyChange(room, changed(4, participant(1))).kind).toBe('stale');
    expect(applyChange(room, changed(6, participant(1))).kind).toBe('gap');
    expect(applyChange(room, changed(5, participant(1), 'b')).kind).toBe('otherEpoch');
  });

  test('removes who left and replaces who changed', () => {
    const room = roomOf(snapshot([participant(1), participant(2)]));
    const applied = applyChange(room, {
      meetingId,
      epoch: 'a',
      seq: 5,
      changes: [
        { type: 'left', participantId: participant(1).id, reason: 'left' },
        { type: 'participant', participant: participant(2, { connected: false }) },
      ],
    });
    expect(applied).toMatchObject({ kind: 'applied', room: { participants: [{ connected: false }] } });
  });

  test('knows who sends and whose hand went up first', () => {
    const camera = {
      id: ProducerId.parse(uuid(50)),
      kind: 'video',
      source: 'camera',
      paused: false,
    } as const;
    expect(sends(participant(1, { producers: [camera] }), 'camera')).toBe(true);
    expect(sends(participant(1, { producers: [{ ...camera, paused: true }] }), 'camera')).toBe(false);
    const hands = raisedHands(
      roomOf(
        snapshot([
          participant(1, { handRaisedAt: '2026-01-01T10:05:00.000Z' }),
          participant(2, { handRaisedAt: '2026-01-01T10:04:00.000Z' }),
          participant(3),
        ]),
      ),
    );
    expect(hands.map(({ person }) => person.displayName)).toEqual(['P2', 'P1']);
  });

  test('reports about the others, never about oneself', () => {
    const screen = {
      id: ProducerId.parse(uuid(51)),
      kind: 'video',
      source: 'screen',
      paused: false,
    } as const;
    const before = roomOf(snapshot([participant(1), participant(2)]));
    const after = roomOf(
      snapshot([
        participant(1, { handRaisedAt: '2026-01-01T10:05:00.000Z' }),
        participant(3, { producers: [screen] }),
      ]),
    );
    const news = roomNews(before, after, participant(1).id);
    expect(news.map(({ kind, participant: { person } }) => `${kind} ${person.displayName}`)).toEqual([
      'joined P3',
      'shareStarted P3',
      'left P2',
    ]);
    expect(roomNews(before, after, participant(9).id)).toContainEqual(
      expect.objectContaining({ kind: 'handRaised' }),
    );
  });
});
