import type { PersonCard } from '#shared/contract/accounts.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';
import { type Member, type RoomState, type Spot, streamsFor } from './room-state.ts';

export type LayoutChoice = 'auto' | 'grid' | 'speaker';

/** One picture of the call: somebody's camera (or, while it is off, their face) or a screen. */
export type Tile = {
  /** Stays the same over rejoins for faces and over moves for all; a screen's is its spot or own id. */
  key: string;
  kind: 'face' | 'screen';
  participant: Member;
  self: boolean;
  /** Where it is received; for oneself nothing, the picture is taken from this tab. */
  spot: Spot | undefined;
  ownScreenId: string | undefined;
};
export type Arrangement =
  | { kind: 'grid'; tiles: readonly Tile[] }
  | { kind: 'stage'; stage: Tile; strip: readonly Tile[] };

type ArrangeInput = {
  room: RoomState;
  self: ParticipantId;
  ownScreens: readonly { id: string }[];
  layout: LayoutChoice;
  pinned: string | undefined;
  speaker: ParticipantId | undefined;
};

/**
 * Where everybody goes. A pinned tile has the stage; else the newest screen of somebody else (one's own would mirror itself for
 * ever); else, in the speaker layout, who talks.
 */
export function arrange(input: ArrangeInput): Arrangement {
  const faces = facesOf(input);
  const screens = screensOf(input);
  const all = [...screens, ...faces];
  const pinned = all.find(({ key }) => key === input.pinned);
  if (input.layout === 'grid' && !pinned) return { kind: 'grid', tiles: all };
  const stage =
    pinned ??
    screens.findLast(({ self }) => !self) ??
    (input.layout === 'speaker' ? speakerOf(input, faces) : undefined);
  if (!stage || all.length === 1) return { kind: 'grid', tiles: all };
  return { kind: 'stage', stage, strip: stripFor(stage, screens, faces) };
}

function facesOf({ room, self }: ArrangeInput): Tile[] {
  const faces = room.participants.map(
    (participant): Tile => ({
      key: `face:${participant.id}`,
      kind: 'face',
      participant,
      self: participant.id === self,
      spot: participant.id === self ? undefined : streamsFor(participant, 'camera')[0]?.spot,
      ownScreenId: undefined,
    }),
  );
  // Oneself comes last: the others are what one looks at.
  return [...faces.filter((face) => !face.self), ...faces.filter((face) => face.self)];
}

function screensOf({ room, self, ownScreens }: ArrangeInput): Tile[] {
  const screens: Tile[] = [];
  for (const participant of room.participants) {
    const mine = participant.id === self;
    if (mine) {
      for (const { id } of ownScreens) screens.push(screen(participant, true, id, undefined));
      continue;
    }
    for (const { spot, paused } of streamsFor(participant, 'screen')) {
      if (!paused) screens.push(screen(participant, false, spot, spot));
    }
  }
  return screens;
}

function screen(participant: Member, self: boolean, id: string, spot: Spot | undefined): Tile {
  return {
    key: `screen:${id}`,
    kind: 'screen',
    participant,
    self,
    spot,
    ownScreenId: self ? id : undefined,
  };
}

function speakerOf({ speaker }: ArrangeInput, faces: readonly Tile[]): Tile | undefined {
  return faces.find(({ participant, self }) => !self && participant.id === speaker) ?? faces[0];
}

/** The presenter's face comes first, then other screens, then the others in their usual order. */
function stripFor(stage: Tile, screens: readonly Tile[], faces: readonly Tile[]): Tile[] {
  const isPresenter = (face: Tile) => stage.kind === 'screen' && face.participant.id === stage.participant.id;
  const rest = (tiles: readonly Tile[]) => tiles.filter(({ key }) => key !== stage.key);
  return [
    ...faces.filter(isPresenter),
    ...rest(screens),
    ...rest(faces).filter((face) => !isPresenter(face)),
  ];
}

/** Two people with one name are told apart nowhere else: initials and colours come from the id. */
export const personOf = ({ participant }: Tile): PersonCard => participant.person;
