import { describe, expect, test } from 'vitest';
import type { Participant } from '#shared/contract/media.ts';
import { aPart, aParticipant as participant, aProducer, aSnapshot } from './room-kit.ts';
import { noParts, takeSnapshot } from './room-parts.ts';
import { roomOf } from './room-state.ts';
import { type Arrangement, arrange, type Tile } from './tiles.ts';

const screenOf = (n: number) => aProducer(n, 'screen');
const sharing = (n: number, ...screens: number[]) => participant(n, { producers: screens.map(screenOf) });
const input = (participants: Participant[], changes: Partial<Parameters<typeof arrange>[0]> = {}) => ({
  room: roomOf(takeSnapshot(noParts, aSnapshot(aPart('a', participants)), 0)),
  self: participant(1).id,
  ownScreens: [],
  layout: 'auto' as const,
  pinned: undefined,
  speaker: undefined,
  ...changes,
});
const names = (arrangement: Arrangement) => {
  const name = ({ kind, participant: { person } }: Tile) =>
    `${kind === 'screen' ? 'screen of ' : ''}${person.displayName}`;
  return arrangement.kind === 'grid'
    ? arrangement.tiles.map(name)
    : { stage: name(arrangement.stage), strip: arrangement.strip.map(name) };
};

describe('the arrangement', () => {
  test('is a grid with oneself last', () => {
    expect(names(arrange(input([participant(1), participant(2), participant(3)])))).toEqual([
      'P2',
      'P3',
      'P1',
    ]);
  });

  test('gives the newest screen the stage and its presenter the first place beside it', () => {
    const people = [participant(1), participant(2), sharing(3, 7, 8)];
    expect(names(arrange(input(people)))).toEqual({
      stage: 'screen of P3',
      strip: ['P3', 'screen of P3', 'P2', 'P1'],
    });
  });

  test('shows who talks in the speaker layout, never oneself', () => {
    const people = [participant(1), participant(2), participant(3)];
    const speaker = participant(3).id;
    expect(names(arrange(input(people, { layout: 'speaker', speaker })))).toMatchObject({ stage: 'P3' });
    expect(names(arrange(input(people, { layout: 'speaker', speaker: participant(1).id })))).toMatchObject({
      stage: 'P2',
    });
  });

  test('a pinned tile has the stage in every layout', () => {
    const people = [participant(1), sharing(2, 7)];
    const pinned = `face:${participant(1).id}`;
    expect(names(arrange(input(people, { layout: 'grid', pinned })))).toEqual({
      stage: 'P1',
      strip: ['screen of P2', 'P2'],
    });
    expect(names(arrange(input(people, { layout: 'grid' })))).toEqual(['screen of P2', 'P2', 'P1']);
  });

  test('a pinned tile that is gone is forgotten, and one alone fills the grid', () => {
    expect(names(arrange(input([participant(1)], { layout: 'speaker', pinned: 'face:gone' })))).toEqual([
      'P1',
    ]);
  });

  test('keeps the screen one shares oneself off the stage', () => {
    const shown = arrange(input([participant(1), participant(2)], { ownScreens: [{ id: 'x' }] }));
    expect(names(shown)).toEqual(['screen of P1', 'P2', 'P1']);
    const both = [participant(1), sharing(2, 7)];
    expect(names(arrange(input(both, { ownScreens: [{ id: 'x' }] })))).toMatchObject({
      stage: 'screen of P2',
    });
  });
});
