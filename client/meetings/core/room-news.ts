import type { ParticipantId } from '#shared/contract/ids.ts';
import { type Member, type RoomState, sends } from './room-state.ts';

export type RoomNews =
  | { kind: 'joined'; participant: Member }
  | { kind: 'left'; participant: Member }
  | { kind: 'handRaised'; participant: Member }
  | { kind: 'shareStarted'; participant: Member }
  | { kind: 'shareStopped'; participant: Member };

/**
 * What somebody who looks away should hear about: everything about the others, nothing about oneself. Who moves to another
 * node, or comes back within the time of grace, is in the room all the while: no news.
 */
export function roomNews(before: RoomState, after: RoomState, self: ParticipantId): RoomNews[] {
  const earlier = new Map(before.participants.map((one) => [one.id, one]));
  const later = new Set(after.participants.map(({ id }) => id));
  const news: RoomNews[] = [];
  for (const participant of after.participants) {
    if (participant.id === self) continue;
    news.push(...newsOf(earlier.get(participant.id), participant));
  }
  for (const participant of before.participants) {
    if (participant.id !== self && !later.has(participant.id)) news.push({ kind: 'left', participant });
  }
  return news;
}

function newsOf(before: Member | undefined, participant: Member): RoomNews[] {
  const news: RoomNews[] = [];
  if (!before) news.push({ kind: 'joined', participant });
  if (participant.handRaisedAt !== null && (before?.handRaisedAt ?? null) === null) {
    news.push({ kind: 'handRaised', participant });
  }
  const shared = before ? sends(before, 'screen') : false;
  const shares = sends(participant, 'screen');
  if (shares && !shared) news.push({ kind: 'shareStarted', participant });
  if (shared && !shares) news.push({ kind: 'shareStopped', participant });
  return news;
}
