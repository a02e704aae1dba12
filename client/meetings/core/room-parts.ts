import type { PayloadOf } from '#shared/contract/define.ts';
import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import type { Participant, RoomChange, RoomPart, RoomSnapshot, roomChanged } from '#shared/contract/media.ts';

/** Somebody whose node is gone, or who left it for another where they are not seen yet. */
export type Ghost = { readonly node: NodeId; readonly participant: Participant; readonly since: number };
/**
 * The live room as the hub tells it: a part for each node, changes in order within each. `past` are the epochs that another
 * one replaced: late words of theirs mean nothing.
 */
export type RoomParts = {
  readonly parts: ReadonlyMap<NodeId, RoomPart>;
  readonly ghosts: readonly Ghost[];
  readonly past: ReadonlySet<string>;
};
export type RoomChanged = PayloadOf<typeof roomChanged>;
export type Applied = { kind: 'applied'; room: RoomParts } | { kind: 'stale' } | { kind: 'missing' };

/** So long does somebody whose node is gone keep their place. */
export const graceMs = 10_000;

export const noParts: RoomParts = { parts: new Map(), ghosts: [], past: new Set() };

/** Applies the next change of a part. `stale`: it is in there already; `missing`: something before it is not. */
export function applyChange(room: RoomParts, change: RoomChanged, now: number): Applied {
  if (room.past.has(change.epoch)) return { kind: 'stale' };
  const known = room.parts.get(change.node);
  const before = known?.epoch === change.epoch ? known : beginning(known, change);
  if (!before) return { kind: 'missing' };
  if (change.seq <= before.seq) return { kind: 'stale' };
  if (change.seq !== before.seq + 1) return { kind: 'missing' };
  const participants = change.changes.reduce(step, before.participants);
  const next = withPart(room, { ...before, seq: change.seq, participants });
  return { kind: 'applied', room: withGhosts(next, before, change.changes, now) };
}

/** A part begins empty, with the first number of an epoch; where one stood that still has people, only a snapshot will do. */
function beginning(known: RoomPart | undefined, { node, epoch, seq }: RoomChanged): RoomPart | undefined {
  if (seq !== 1 || (known && known.participants.length > 0)) return undefined;
  return { node, epoch, seq: 0, participants: [] };
}

function step(participants: Participant[], change: RoomChange): Participant[] {
  if (change.type === 'left') return participants.filter(({ id }) => id !== change.participantId);
  const known = participants.some(({ id }) => id === change.participant.id);
  if (known) return participants.map((one) => (one.id === change.participant.id ? change.participant : one));
  return [...participants, change.participant];
}

function withPart(room: RoomParts, part: RoomPart): RoomParts {
  const replaced = room.parts.get(part.node);
  const past = replaced && replaced.epoch !== part.epoch ? new Set(room.past).add(replaced.epoch) : room.past;
  const here = new Set(part.participants.map(({ id }) => id));
  return {
    parts: new Map(room.parts).set(part.node, part),
    ghosts: room.ghosts.filter((ghost) => ghost.node !== part.node || !here.has(ghost.participant.id)),
    past,
  };
}

/** Who left for another node keeps their place until they are seen there; who left for good takes their ghosts along. */
function withGhosts(
  room: RoomParts,
  before: RoomPart,
  changes: readonly RoomChange[],
  since: number,
): RoomParts {
  let { ghosts } = room;
  for (const change of changes) {
    if (change.type !== 'left') continue;
    const participant = before.participants.find(({ id }) => id === change.participantId);
    if (change.reason !== 'moved') {
      ghosts = ghosts.filter((ghost) => ghost.participant.id !== change.participantId);
    } else if (participant && !isSeated(room, participant.id)) {
      ghosts = [...ghosts, { node: before.node, participant, since }];
    }
  }
  return ghosts === room.ghosts ? room : { ...room, ghosts };
}

const isSeated = ({ parts }: RoomParts, id: ParticipantId): boolean =>
  [...parts.values()].some(({ participants }) => participants.some((one) => one.id === id));

/**
 * Takes the room as the hub sees it now. A part that went on meanwhile stays as it is; one that the hub does not name is gone,
 * unless its node was only silent, or was heard of since the question was asked (`heardSince`).
 */
export function takeSnapshot(
  room: RoomParts,
  snapshot: RoomSnapshot,
  now: number,
  heardSince: ReadonlySet<NodeId> = new Set(),
): RoomParts {
  let next = room;
  for (const part of snapshot.parts) {
    const known = next.parts.get(part.node);
    const sameEpoch = known?.epoch === part.epoch;
    if (sameEpoch ? part.seq >= known.seq : !known || isLater(next, part, heardSince))
      next = withPart(next, part);
  }
  const named = new Set([...snapshot.parts.map(({ node }) => node), ...(snapshot.silent ?? [])]);
  for (const node of room.parts.keys()) {
    if (!named.has(node) && !heardSince.has(node)) next = loseNode(next, node, now);
  }
  return next;
}

/** Of two epochs the one that was heard of after the question may be either: the next answer will tell. */
function isLater({ past }: RoomParts, { node, epoch }: RoomPart, heardSince: ReadonlySet<NodeId>): boolean {
  return !past.has(epoch) && !heardSince.has(node);
}

/** Whether the snapshot left something open: which epoch of a part is the later one, or what a silent node has. */
export function leavesOpen({ parts, past }: RoomParts, snapshot: RoomSnapshot): boolean {
  if (snapshot.silent && snapshot.silent.length > 0) return true;
  return snapshot.parts.some(({ node, epoch }) => {
    const known = parts.get(node);
    return known !== undefined && known.epoch !== epoch && !past.has(epoch);
  });
}

/** The node is gone: its people are away until they come back elsewhere, at most for the time of grace. */
export function loseNode(room: RoomParts, node: NodeId, since: number): RoomParts {
  const lost = room.parts.get(node);
  if (!lost) return room;
  const parts = new Map(room.parts);
  parts.delete(node);
  const ghosts = lost.participants.map((participant): Ghost => ({ node, participant, since }));
  return { ...room, parts, ghosts: [...room.ghosts, ...ghosts] };
}

export function dropGhosts(room: RoomParts, now: number): RoomParts {
  const ghosts = room.ghosts.filter(({ since }) => now - since < graceMs);
  return ghosts.length === room.ghosts.length ? room : { ...room, ghosts };
}
